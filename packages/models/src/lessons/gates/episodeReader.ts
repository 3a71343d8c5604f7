/** An LSTM that learns to forecast cart-pole without its speeds, and the speed that it is not shown. */
import { NO_FILES } from '../lessonData.js';
import { parseSettings } from '@agon/core';
import { openSeries, type SeriesDataset } from '@agon/data';
import { networkFor } from '../../series/network/networkForecaster.js';
import { scalingOf, seenChannels, writeContext, type Scaling } from '../../series/network/scaling.js';
import { forecasterSchema } from '../../series/network/settings.js';
import { WindowLearner } from '../../series/network/windowLearner.js';
import { gatesOf, type Gates } from './gatesOf.js';

/** Steps that it reads before each forecast. */
const CONTEXT = 12;
const HORIZON = 8;
const LEARNING_RATE = 0.004;
const ANGLE = 1;

/** Steps over which its speed is taken: pushes to and fro shake the pole from step to step. */
const OVER = 4;
const DEGREES = 180 / Math.PI;

/** An episode as it was read. T = steps after the first window, H = units. */
export interface ReadEpisode {
  /** [T, H] Of each step, as the newest that the network has read. */
  readonly gates: Gates;
  /** [T] Degrees. */
  readonly angle: readonly number[];
  /** [T] How fast it changed over the last steps; degrees a step. */
  readonly speed: readonly number[];
}

export class EpisodeReader {
  private readonly data: SeriesDataset;
  private readonly scaling: Scaling;
  private readonly windows: WindowLearner;

  private constructor(data: SeriesDataset, scaling: Scaling, windows: WindowLearner) {
    this.data = data;
    this.scaling = scaling;
    this.windows = windows;
  }

  static async open(units: number, updates: number, seed: string): Promise<EpisodeReader> {
    const data = await openSeries('series', NO_FILES);
    const network = `lstm:units=${units}`;
    const given = {
      network,
      context: CONTEXT,
      horizon: HORIZON,
      learningRate: LEARNING_RATE,
      decaySteps: updates,
    };
    const settings = parseSettings(forecasterSchema, given, 'the training of a lesson');
    const scaling = scalingOf(data, settings);
    const windows = await WindowLearner.create(data, scaling, networkFor(network, scaling), settings, seed);
    return new EpisodeReader(data, scaling, windows);
  }

  /** One update. */
  async learn(): Promise<void> {
    await this.windows.update();
  }

  /** An episode of the test; the network reads the last steps before each of its places. */
  read(episode: number): ReadEpisode {
    const { data, scaling, windows } = this;
    const { values } = data.splits.test[episode];
    const numChannels = data.channels.length;
    const x = new Float32Array(CONTEXT * seenChannels(scaling));
    const places = Array.from({ length: values.length / numChannels - CONTEXT + 1 }, (_, i) => CONTEXT + i);
    const read = places.map((origin) => {
      writeContext(scaling, values, origin, x, 0);
      return gatesOf(windows.learner.average, 'lstm', x);
    });
    const newest = (of: keyof Gates): Float32Array =>
      Float32Array.from(read.flatMap((gates) => Array.from(gates[of].subarray(-gates[of].length / CONTEXT))));
    const angleAt = (step: number): number => DEGREES * values[step * numChannels + ANGLE];
    return {
      gates: {
        input: newest('input'),
        forget: newest('forget'),
        output: newest('output'),
        cell: newest('cell'),
        hidden: newest('hidden'),
      },
      angle: places.map((origin) => angleAt(origin - 1)),
      speed: places.map((origin) => (angleAt(origin - 1) - angleAt(origin - 1 - OVER)) / OVER),
    };
  }

  dispose(): Promise<void> {
    return this.windows.dispose();
  }
}
