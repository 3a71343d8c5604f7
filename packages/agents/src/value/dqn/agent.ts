/** A trained network of the value family as a player: ε-greedy over its action values. */
import { parseSettings, type Rng } from '@agon/core';
import { compile, Parameters, type ArrayMap, type Program, type TensorMap } from '@agon/engine';
import { makeEnv, type ObservationSpace } from '@agon/envs';
import type { AgentCheckpoint } from '@agon/learning';
import type { QNetwork } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import {
  environmentSituation,
  type Agent,
  type Analysis,
  type ChoosingNetwork,
  type Situation,
} from '../../agent.js';
import type { InputArray } from '../../networkInput.js';
import { environmentSubject, type AgentSubject } from '../../agentSubject.js';
import { argmax, qAnalysis } from './analysis.js';
import type { ValueKind } from './losses/valueKind.js';
import { dqnAgentSchema, type dqnSchema } from './settings.js';
import { actingInputs, actingValues, valueKind, valueNetwork } from './valueNetwork.js';

/** A trained network with its environment. @throws bad-option; bad-checkpoint where the weights do not fit the settings */
function trainedValues(name: string, checkpoint: AgentCheckpoint, schema: typeof dqnSchema) {
  const settings = parseSettings(schema, checkpoint.settings, `the settings of "${name}"`);
  const env = makeEnv(checkpoint.env);
  const kind = valueKind(settings);
  const network = valueNetwork(env, settings, kind);
  const parameters = new Parameters(network.parameters);
  parameters.loadSafetensors(checkpoint.weights);
  return { env, kind, network, parameters };
}

/** The network of a value learner, without noise, as at the beginning of an episode. @throws as `DqnAgent.load` */
export function valueSubject(checkpoint: AgentCheckpoint, schema: typeof dqnSchema): AgentSubject {
  const { env, kind, network, parameters } = trainedValues(checkpoint.algorithm, checkpoint, schema);
  const values: AgentSubject['fn'] = (inputs, weights) => {
    // Layers of noise that is 0 are no layers.
    const quiet = inputs.noise ? { ...inputs, noise: tf.zerosLike(inputs.noise) } : inputs;
    return { q: actingValues(network, kind, quiet, weights).q };
  };
  const inputs = actingInputs(network, env.observation, 1);
  return environmentSubject(env, parameters, values, inputs, { q: env.actionNames });
}

/** Noisy layers play without noise, a recurrent network remembers from reset to reset, of several policies the first one plays. */
export class DqnAgent implements Agent {
  readonly name: string;
  readonly network: ChoosingNetwork | undefined;
  private readonly program: Program;
  private readonly observation: InputArray;
  private readonly q: Float32Array;
  private readonly epsilon: number;
  private thought: Analysis | undefined;

  private constructor(name: string, program: Program, epsilon: number, network: ChoosingNetwork | undefined) {
    this.name = name;
    this.network = network;
    this.program = program;
    this.observation = program.inputs.observation as InputArray;
    this.q = program.outputs.q as Float32Array;
    this.epsilon = epsilon;
  }

  /** @throws bad-option; bad-checkpoint where the weights do not fit the settings */
  static async load(
    name: string,
    checkpoint: AgentCheckpoint,
    options: Readonly<Record<string, unknown>>,
    schema: typeof dqnSchema,
  ): Promise<DqnAgent> {
    const { epsilon } = parseSettings(dqnAgentSchema, options, `agent "${name}"`);
    const { env, kind, network, parameters } = trainedValues(name, checkpoint, schema);
    const program = await compile((inputs, values) => actingValues(network, kind, inputs, values), {
      inputs: actingInputs(network, env.observation, 1),
      parameters,
      threads: 1,
    });
    const chooses = network.head.lstm ? undefined : choosing(network, kind, env.observation, parameters);
    return new DqnAgent(name, program, epsilon, chooses);
  }

  reset(): void {
    this.thought = undefined;
    const { state }: Partial<ArrayMap> = this.program.inputs;
    state?.fill(0);
  }

  /** One draw, and one more for a random action. */
  async act(situation: Situation, rng: Rng): Promise<number> {
    this.observation.set(environmentSituation(situation, this.name).observation);
    await this.program.run();
    const { inputs, outputs }: { inputs: Partial<ArrayMap>; outputs: Partial<ArrayMap> } = this.program;
    if (outputs.nextState) inputs.state?.set(outputs.nextState);
    this.thought = qAnalysis(this.q, 0, this.q.length);
    return rng.uniform() < this.epsilon ? rng.int(this.q.length) : argmax(this.q, 0, this.q.length);
  }

  analysis(): Analysis | undefined {
    return this.thought;
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }
}

/** The network as it plays: without noise, by the first policy. */
const choosing = (
  network: QNetwork,
  kind: ValueKind,
  observation: ObservationSpace,
  parameters: Parameters,
): ChoosingNetwork => ({
  observation,
  numActions: network.numActions,
  parameters,
  preferences(observations, values) {
    const rows = observations.shape[0];
    const inputs: TensorMap = {
      observation: observations,
      ...(network.noiseSize ? { noise: tf.zeros([network.noiseSize]) } : {}),
      ...(network.head.policies ? { policy: tf.zeros([rows], 'int32') } : {}),
    };
    return actingValues(network, kind, inputs, values).q as tf.Tensor2D;
  },
});
