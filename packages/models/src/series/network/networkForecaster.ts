/** A trained network that forecasts. */
import { AgonError, checkJson } from '@agon/core';
import { compile, Parameters, type Program } from '@agon/engine';
import type { DataCheckpoint } from '@agon/learning';
import { batchOf, makeNetwork, type Network } from '@agon/nets';
import * as v from 'valibot';
import type { Forecaster } from '../forecaster.js';
import { readScaling, seenChannels, writeContext, type Scaling } from './scaling.js';
import { forecasterSchema } from './settings.js';

/** Forecasts at a time. */
const BATCH = 64;

/** The network is all that is needed of the settings. */
const networkSchema = v.object({ network: forecasterSchema.entries.network });

/** @throws unknown-net; bad-option; unsupported where it reads no rows */
export const networkFor = (spec: string, scaling: Scaling): Network =>
  makeNetwork(spec, 'forecaster', {
    input: [scaling.context, seenChannels(scaling)],
    output: [scaling.horizon, scaling.channels.length],
  });

/** A trained forecaster's parts. @throws bad-checkpoint, not-finite, unknown-net */
export function loadForecaster({ settings, weights }: DataCheckpoint) {
  const { network: spec } = checkJson(networkSchema, settings, 'the settings of the model');
  const scaling = readScaling(weights);
  const network = networkFor(spec, scaling);
  const parameters = new Parameters(network.parameters);
  parameters.loadSafetensors(weights);
  return { network, scaling, parameters };
}

/** Forecasts with given parameters; what changes them calls `refresh`. */
export class NetworkForecaster implements Forecaster {
  private readonly scaling: Scaling;
  private readonly program: Program;

  private constructor(scaling: Scaling, program: Program) {
    this.scaling = scaling;
    this.program = program;
  }

  /** Compiles a network over parameters that somebody else owns. */
  static async over(network: Network, scaling: Scaling, parameters: Parameters): Promise<NetworkForecaster> {
    const program = await compile(network.apply, { inputs: batchOf(network, BATCH), parameters });
    return new NetworkForecaster(scaling, program);
  }

  get horizon(): number {
    return this.scaling.horizon;
  }

  /** After the parameters have changed. */
  refresh(): Promise<void> {
    return this.program.refresh();
  }

  /** @throws not-finite where its answers are no numbers */
  async forecast(values: Float32Array, origins: readonly number[]): Promise<Float32Array> {
    const { scaling, program } = this;
    const numChannels = scaling.channels.length;
    const [read, size] = [scaling.context * seenChannels(scaling), scaling.horizon * numChannels];
    const input = program.inputs.input as Float32Array;
    const output = program.outputs.forecast as Float32Array;
    const forecasts = new Float32Array(origins.length * size);
    for (let first = 0; first < origins.length; first += BATCH) {
      const part = origins.slice(first, first + BATCH);
      part.forEach((origin, row) => writeContext(scaling, values, origin, input, row * read));
      await program.run();
      part.forEach((origin, row) => {
        for (let i = 0; i < size; i++) {
          const last = values[(origin - 1) * numChannels + (i % numChannels)];
          forecasts[(first + row) * size + i] =
            last + output[row * size + i] * scaling.change[i % numChannels];
        }
      });
    }
    if (!forecasts.every(Number.isFinite))
      throw new AgonError('not-finite', 'the network answers with numbers that are not finite: its weights have diverged. Use an earlier checkpoint.'); // prettier-ignore
    return forecasts;
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }
}
