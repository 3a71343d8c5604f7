import { openPictures } from '@agon/data';
import { describe, expect, it } from 'vitest';
import { preprocessingOf } from '../../vision/classifier/preprocessing.js';
import { tinyDigits } from '../../testing/tinyDigits.js';
import { lastOf } from '../testing/lastOf.js';
import { Counter } from './counter.js';
import { byNumber, counting } from './counting.js';

describe('a counter', () => {
  it('learns numbers, the same again by its seed', async () => {
    const data = await openPictures('mnist', tinyDigits(120, 30));
    const { splits } = data;
    const preprocessing = await preprocessingOf(data);
    const plan = { network: 'mlp:hidden=16', updates: 80, seed: 'count' };
    const answersOf = async (): Promise<Float32Array> => {
      const counter = await Counter.create(splits.train, preprocessing, plan);
      await counter.learn(80);
      const answers = await counter.count(splits.test);
      await counter.dispose();
      return answers;
    };
    const answers = await answersOf();
    const errors = answers.map((answer, i) => Math.abs(answer - splits.test.labels[i] - 1));
    // Whoever always says 5.5 is off by 2.5 in the mean.
    expect(errors.reduce((a, b) => a + b) / errors.length).toBeLessThan(1.5);
    expect(await answersOf()).toEqual(answers);
  });
});

it('means by number', () => {
  expect(byNumber([0, 2, 2, 9], (i) => i).filter((each) => !Number.isNaN(each))).toEqual([0, 1.5, 3]);
});

describe('the lesson on counting', () => {
  it('falls beyond what was learned: a class that was never shown is never said', async () => {
    const { numbers } = await lastOf(counting, { pictures: 400, updates: 60 }, 1, tinyDigits());
    expect(numbers.classesRightLearned).toBeGreaterThan(0.3); // by chance: 0.2
    expect(numbers.classesRightBeyond).toBe(0);
    expect(numbers.classesSaysOfTen).toBeLessThanOrEqual(5);
    expect(numbers.valueRightBeyond).toBeLessThan(numbers.classesRightLearned);
  }, 60_000);
});
