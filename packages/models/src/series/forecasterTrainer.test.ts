/** Training a forecaster: that it learns, and that it goes on as if it had never stopped. */
import { parseSettings } from '@agon/core';
import type { DataCheckpoint, DataTask, FileStore, TrainOptions } from '@agon/learning';
import { checkpoints, collect, lastCheckpoint, metric, readBack, timeless } from '@agon/learning/testing';
import { describe, expect, it } from 'vitest';
import { forecaster } from './forecasterTrainer.js';
import { readScaling } from './network/scaling.js';
import { forecasterSchema } from './network/settings.js';

/** A wave on a slope, and one beside it. */
const wave = [
  'up,down',
  ...Array.from({ length: 400 }, (_, i) => `${i / 20 + Math.sin(i / 4)},${Math.cos(i / 4)}`),
];
const text = (lines: readonly string[]): FileStore => ({
  list: async () => ['wave.csv'],
  read: async () => new TextEncoder().encode(lines.join('\n')),
});
const files = text(wave);
const DATA = 'csv:wave.csv,columns=all,season=25,anomalies=0';

const options = (changes: Record<string, unknown> = {}, more: Partial<TrainOptions<DataTask>> = {}) => {
  const settings = parseSettings(
    forecasterSchema,
    { network: 'mlp:hidden=16', context: 8, horizon: 3, level: false, batchSize: 16, ...changes },
    'test',
  );
  return { data: DATA, settings, seed: 1, steps: 30, workers: 0, checkpointEvery: 10, files, ...more };
};

const checkpointOf = (given: TrainOptions<DataTask>, weights: Uint8Array): DataCheckpoint => ({
  algorithm: 'forecaster',
  data: given.data,
  settings: given.settings as DataCheckpoint['settings'],
  step: 0,
  weights,
});

describe('agon train forecaster', () => {
  it.each(['mlp:hidden=24', 'lstm:units=12', 'tcn:filters=8/8,dropout=0.05', 'convnet:filters=6,hidden=16'])(
    'learns to forecast a wave on a slope beyond what it has seen: %s',
    async (network) => {
      const given = options({ network, learningRate: 0.01 }, { steps: 300, checkpointEvery: 300 });
      const events = await collect(forecaster.train(given));
      const checkpoint = checkpointOf(given, lastCheckpoint(events).weights);
      const score = await forecaster.evaluate(checkpoint, { data: DATA, split: 'test' }, files);
      expect(score.n).toBe(80 - 3 + 1);
      expect(score.channels).toEqual(['up', 'down']);
      const { network: own, lastValue, seasonal, autoregression } = score.forecasters!;
      expect(lastValue.relativeError).toBe(1);
      expect(own.relativeError).toBeLessThan(0.4);
      expect(seasonal.relativeError).toBeGreaterThan(own.relativeError);
      expect(autoregression.relativeError).toBeLessThan(0.05);
      expect(metric(events, 'validationRelativeError').at(-1)).toBeLessThan(0.4);
    },
  );

  it('goes on from a state with the same bytes, and is another run by another seed', async () => {
    const whole = await collect(forecaster.train(options()));
    const part = checkpoints(await collect(forecaster.train(options({ decaySteps: 30 }, { steps: 10 }))));
    const resumed = await collect(forecaster.train(options({ decaySteps: 30 }, { resume: readBack(part) })));
    expect(lastCheckpoint(resumed).weights).toEqual(lastCheckpoint(whole).weights);
    const [same, other] = await Promise.all(
      [1, 2].map((seed) => collect(forecaster.train(options({}, { seed })))),
    );
    expect(same.map(timeless)).toEqual(whole.map(timeless));
    expect(lastCheckpoint(other).weights).not.toEqual(lastCheckpoint(whole).weights);
  });

  it('keeps with the weights how the series is read', async () => {
    const { weights } = lastCheckpoint(await collect(forecaster.train(options())));
    const { channels, season, change } = readScaling(weights);
    expect([channels, season]).toEqual([['up', 'down'], 25]);
    // Over three steps a wave of period 25.1 changes by 2 sin(3/8) / √2 in the mean square.
    expect(change[1]).toBeCloseTo((2 * Math.sin(3 / 8)) / Math.SQRT2, 1);
  });

  it('refuses what does not go together, in words', async () => {
    const given = options();
    const checkpoint = checkpointOf(given, lastCheckpoint(await collect(forecaster.train(given))).weights);
    const on = { data: DATA, split: 'test' } as const;
    const others = text(['up,other', ...wave.slice(1)]);
    await expect(forecaster.evaluate(checkpoint, on, others)).rejects.toThrow('forecasts up, down; csv:');
    await expect(collect(forecaster.train(options({ context: 300 })))).rejects.toThrow(
      'longer than the longest series of csv:wave.csv',
    );
    await expect(collect(forecaster.train(options({ network: 'lenet' })))).rejects.toThrow('kind');
    await expect(collect(forecaster.train({ ...options(), data: 'mnist' }))).rejects.toThrow(
      'holds labelled pictures, and series over time are needed: csv, series',
    );
  });

  it('finds planted jumps in a wave', async () => {
    const given = options({ learningRate: 0.01 }, { steps: 300, checkpointEvery: 300 });
    const { weights } = lastCheckpoint(await collect(forecaster.train(given)));
    const on = { data: DATA.replace('anomalies=0', 'anomalies=5'), split: 'test' } as const;
    const { forecasters } = await forecaster.evaluate(checkpointOf(given, weights), on, files);
    expect(forecasters!.network.anomalyArea).toBeGreaterThan(0.95);
    expect(forecasters!.autoregression.anomalyArea).toBeGreaterThan(0.95);
  });
});
