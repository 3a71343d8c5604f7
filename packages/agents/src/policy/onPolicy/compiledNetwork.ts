/** What every on-policy learner has: a network compiled to act and to be trained, random streams, and how they are saved. */
import { randomState, RandomStream, wholeNumber, type Json, type RandomState } from '@agon/core';
import {
  BIT_ROOM,
  compile,
  Parameters,
  trainStep,
  type LossFn,
  type Optimiser,
  type Program,
  type TrainStep,
} from '@agon/engine';
import { momentsOf, namedMoments, readState, takeParameters, type StateArray } from '@agon/learning';
import { makeNetwork, type Network, type NetworkKind } from '@agon/nets';
import * as v from 'valibot';
import { observationInput, readsObservations } from '../../networkInput.js';
import type { Actors } from './actors.js';
import { lossInputs, type LossColumn } from './minibatches.js';

/** N = numEnvs, R = numEnvs · rolloutSteps. */
interface CompiledNetworkOptions {
  /** The network's spec, of this kind. */
  network: string;
  networkKind: NetworkKind;
  numEnvs: number;
  rolloutSteps: number;
  /** Equal parts of R, an update each. */
  minibatches: number;
  optimiser: Optimiser;
  /** Largest global norm of the gradient; 0 = no limit. */
  clipNorm: number;
  loss(network: Network): LossFn;
  /** What the loss reads beside observation and action. */
  columns: readonly LossColumn[];
  /** Names of the random streams. */
  streams: readonly string[];
}

/** Acts for N environments at once, and is trained by minibatches; both programs read the same parameters. */
export class CompiledNetwork {
  readonly parameters: Parameters;
  /** [N, …] → the network's outputs, with the parameters of now. */
  readonly acting: Program;
  /** On [R / minibatches, …]. */
  readonly step: TrainStep;
  readonly streams: Readonly<Record<string, RandomStream>>;

  private constructor(
    parameters: Parameters,
    acting: Program,
    step: TrainStep,
    streams: Readonly<Record<string, RandomStream>>,
  ) {
    this.parameters = parameters;
    this.acting = acting;
    this.step = step;
    this.streams = streams;
  }

  /** [N, S] What the actors show, to be written before `acting` runs. */
  get seen(): Uint8Array | Float32Array {
    return this.acting.inputs.seen as Uint8Array | Float32Array;
  }

  /** Builds and compiles; streams and initial parameters are named after `seed`. @throws unknown-net, bad-option, unsupported */
  static async create(
    { observation, numActions }: Actors,
    seed: string,
    options: CompiledNetworkOptions,
  ): Promise<CompiledNetwork> {
    const { numEnvs, rolloutSteps, minibatches, clipNorm, optimiser, columns } = options;
    const network = readsObservations(
      makeNetwork(options.network, options.networkKind, { input: observation.shape, actions: numActions }),
      observation,
    );
    const parameters = new Parameters(network.parameters, BIT_ROOM);
    parameters.initialise(new RandomStream(`${seed} / init`));
    const acting = await compile(({ seen }, values) => network.apply({ observation: seen }, values), {
      inputs: { seen: observationInput(observation, numEnvs) },
      parameters,
      weights: 'live',
      threads: 1,
    });
    const step = await trainStep(options.loss(network), {
      inputs: lossInputs((numEnvs * rolloutSteps) / minibatches, observation, columns),
      parameters,
      optimiser,
      clipNorm: clipNorm > 0 ? clipNorm : undefined,
      threads: 1,
    });
    const streams = options.streams.map((name) => [name, new RandomStream(`${seed} / ${name}`)] as const);
    return new CompiledNetwork(parameters, acting, step, Object.fromEntries(streams));
  }

  /** Streams and counters as plain data, and copies of all arrays. */
  save(): { json: Json; arrays: Record<string, StateArray> } {
    const { step: updates, arrays } = this.step.save();
    const streams = Object.entries(this.streams).map(([name, stream]) => [name, stream.save()]);
    return {
      json: { updates, ...(Object.fromEntries(streams) as Record<string, RandomState>) },
      arrays: { parameters: this.parameters.flat.slice(), ...namedMoments(arrays) },
    };
  }

  /** @throws bad-checkpoint where they are damaged, or of another network or optimiser */
  load(json: Json, arrays: Readonly<Record<string, StateArray>>): void {
    const { parameters, step, streams } = this;
    const names = Object.keys(streams);
    const streamsSchema = v.object(Object.fromEntries(names.map((name) => [name, randomState])));
    const { updates } = readState(v.object({ updates: wholeNumber }), json, 'learner');
    const states = readState(streamsSchema, json, 'learner');
    takeParameters(parameters, 'parameters', arrays);
    step.load({ step: updates, arrays: momentsOf(arrays) });
    for (const name of names) streams[name].restore(states[name]);
  }

  async dispose(): Promise<void> {
    await this.acting.dispose();
    await this.step.dispose();
  }
}
