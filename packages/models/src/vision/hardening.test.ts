/** Adversarial training keeps what stood attacks best, and ends where they find far more. */
import { parseSettings } from '@agon/core';
import { openPictures } from '@agon/data';
import { Parameters } from '@agon/engine';
import type { SavedState, TrainEvent } from '@agon/learning';
import { checkpoints, collect, lastCheckpoint, metric, readBack, timeless } from '@agon/learning/testing';
import { describe, expect, it } from 'vitest';
import { tinyDigits } from '../testing/tinyDigits.js';
import { classifier } from './classifierTrainer.js';
import { networkFor } from './classifier/classifierNetwork.js';
import { preprocessingOf } from './classifier/preprocessing.js';
import { classifierSchema } from './classifier/settings.js';
import { Hardening } from './hardening.js';

const files = tinyDigits(600);
const settings = parseSettings(
  classifierSchema,
  { network: 'softmax', batchSize: 20, learningRate: 0.02, warmUp: 0, attackEpsilon: 0.05, attackEvery: 5 },
  'test',
);
const options = { data: 'mnist', settings, seed: 1, steps: 30, workers: 0, checkpointEvery: 5, files };

/** The weights alone: the step that a file names is another one. */
function tensorsOf(weights: Uint8Array): number[] {
  const parameters = new Parameters(
    networkFor('softmax', { shape: [28, 28, 1], classes: Array.from('0123456789') }).parameters,
  );
  parameters.loadSafetensors(weights);
  return [...parameters.flat];
}

const measured = (events: readonly TrainEvent[]) =>
  events.flatMap((event) =>
    event.kind === 'metrics' && 'robustAccuracy' in event.values
      ? [{ step: event.step, accuracy: event.values.robustAccuracy }]
      : [],
  );

describe('a training on attacked pictures', () => {
  it('keeps the weights that stood attacks best, of all that were measured', async () => {
    const events = await collect(classifier.train(options));
    const all = measured(events);
    expect(all.map(({ step }) => step)).toEqual([5, 10, 15, 20, 25, 30]);
    const most = Math.max(...all.map(({ accuracy }) => accuracy));
    const best = all.findLast(({ accuracy }) => accuracy === most)!;
    const ofBest = checkpoints(events).find(({ step }) => step === best.step)!;
    expect(tensorsOf(lastCheckpoint(events).weights)).toEqual(tensorsOf(ofBest.weights));
  });

  it('goes on from a state with the same bytes, also from one before the first measurement', async () => {
    const whole = await collect(classifier.train(options));
    for (const steps of [3, 20]) {
      // The learning rate falls over the steps of the run: the first part is that of a run of 30.
      const part = { ...options, steps, settings: { ...settings, decaySteps: 30 } };
      const resume = readBack(checkpoints(await collect(classifier.train(part))));
      const resumed = await collect(classifier.train({ ...options, resume }));
      expect(timeless(lastCheckpoint(resumed))).toEqual(timeless(lastCheckpoint(whole)));
    }
  });

  it('is over where a state says so', async () => {
    const part = checkpoints(await collect(classifier.train({ ...options, steps: 10 })));
    const { json, ...rest } = readBack(part);
    const fallen = { best: { step: 5, accuracy: 0.9 }, last: { step: 10, accuracy: 0.69 } };
    const resume = (hardening: object): SavedState => ({
      ...rest,
      json: { ...(json as object), hardening } as unknown as SavedState['json'],
    });
    const ended = await collect(classifier.train({ ...options, resume: resume(fallen) }));
    expect(ended.map(({ kind }) => kind)).toEqual(['start']);
    const onwards = { ...fallen, last: { step: 10, accuracy: 0.71 } };
    const gone = await collect(classifier.train({ ...options, steps: 12, resume: resume(onwards) }));
    expect(lastCheckpoint(gone).step).toBe(12);
  });

  it('watches nothing where it learns from pictures as they are', async () => {
    const natural = { ...settings, attackEpsilon: 0 };
    const events = await collect(classifier.train({ ...options, settings: natural, steps: 10 }));
    expect(metric(events, 'robustAccuracy')).toEqual([]);
  });
});

describe('watching', () => {
  it('keeps the best of all weights, and ends far below them, told with the step that is kept', async () => {
    const data = await openPictures('mnist', files);
    const preprocessing = await preprocessingOf(data);
    const network = networkFor('softmax', preprocessing);
    const average = new Parameters(network.parameters);
    average.loadSafetensors(lastCheckpoint(await collect(classifier.train(options))).weights);
    const { validation } = data.splits;
    const hardening = await Hardening.open(network, preprocessing, average, validation, settings, 'run');
    const [, bias] = network.parameters.map(({ name }) => average.view(name));
    const good = [...average.flat];
    try {
      expect(await hardening.watch(9)).toEqual([]);
      const [before] = metric(await hardening.watch(10), 'robustAccuracy');
      expect(before).toBeGreaterThan(0.5);
      bias[0] -= 1000; // it never says 0 again
      const [worse] = metric(await hardening.watch(15), 'robustAccuracy');
      expect(worse).toBeLessThan(before);
      expect(hardening.isDone).toBe(false);
      bias[1] += 2000; // it says nothing but 1
      const events = await hardening.watch(20);
      expect(hardening.isDone).toBe(true);
      const text = expect.stringMatching(/weights of step 10 are kept/) as string;
      expect(events.at(-1)).toEqual({ kind: 'warning', text });
      hardening.follow();
      expect([...hardening.parameters.flat]).toEqual(good);
    } finally {
      await hardening.dispose();
    }
  });
});
