/** Forecasts without training, against what they are defined to be. */
import { normal, RandomStream } from '@agon/core';
import type { TimeSeries } from '@agon/data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originsOf } from '../forecaster.js';
import { errorsOf } from '../scoreForecasts.js';
import { autoregression } from './autoregression.js';
import { lastValue } from './lastValue.js';
import { seasonal } from './seasonal.js';

const series = (values: ArrayLike<number>, from = 0): TimeSeries => ({
  values: Float32Array.from(values),
  from,
});

describe('simple forecasts', () => {
  const values = Float32Array.from({ length: 40 }, (_, i) => i);

  it('stay at the last value of each channel', () => {
    expect(Array.from(lastValue(2, 2).forecast(values, [3, 10]) as Float32Array)).toEqual([
      ...[4, 5, 4, 5],
      ...[18, 19, 18, 19],
    ]);
  });

  it('say what was a season ago, never what is not known yet', () => {
    const forecasts = seasonal(1, 7, 3).forecast(values, [10, 2]) as Float32Array;
    expect(Array.from(forecasts.subarray(0, 7))).toEqual([7, 8, 9, 7, 8, 9, 7]);
    // Nothing before the first step: the last value; then what a season before it was.
    expect(Array.from(forecasts.subarray(7))).toEqual([1, 0, 1, 1, 0, 1, 1]);
  });

  it('look at nothing that lies ahead', () => {
    const past = series(Array.from({ length: 60 }, (_, i) => Math.sin(i)));
    const forecasters = [lastValue(1, 4), seasonal(1, 4, 5), autoregression([past], 1, 4, 3)];
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 55 }),
        fc.float({ noNaN: true, noDefaultInfinity: true }),
        (origin, other) => {
          const changed = past.values.slice().fill(other, origin);
          for (const each of forecasters)
            expect(each.forecast(changed, [origin])).toEqual(each.forecast(past.values, [origin]));
        },
      ),
    );
  });
});

describe('autoregression', () => {
  it('finds the system that made a series of two channels', () => {
    const rng = new RandomStream('system');
    const values = [0, 0, 0, 0];
    for (let t = 2; t < 4000; t++) {
      const [x1, y1, x2] = [values[2 * t - 2], values[2 * t - 1], values[2 * t - 4]];
      values.push(
        1.2 * x1 - 0.5 * x2 + 0.1 * y1 + 0.01 * normal(rng),
        0.4 * y1 + 0.3 * x1 + 1 + 0.01 * normal(rng),
      );
    }
    const forecaster = autoregression([series(values)], 2, 2, 2);
    const [x2, y2, x1, y1] = [0.3, 1.4, -0.2, 1.9];
    const [x, y] = [1.2 * x1 - 0.5 * x2 + 0.1 * y1, 0.4 * y1 + 0.3 * x1 + 1];
    const wanted = [x, y, 1.2 * x - 0.5 * x1 + 0.1 * y, 0.4 * y + 0.3 * x + 1];
    const forecasts = forecaster.forecast(Float32Array.of(x2, y2, x1, y1), [2]) as Float32Array;
    wanted.forEach((value, i) => expect(Math.abs(forecasts[i] - value)).toBeLessThan(0.1));
  });

  it('forecasts a sine from two steps exactly, and a series that never changes', () => {
    const sine = Array.from({ length: 200 }, (_, i) => Math.sin(i / 3));
    const forecasts = autoregression([series(sine)], 1, 5, 2).forecast(
      Float32Array.from(sine),
      [100],
    ) as Float32Array;
    forecasts.forEach((value, i) => expect(value).toBeCloseTo(sine[100 + i], 3));
    const constant = new Float32Array(80).fill(7);
    const still = autoregression([series(constant)], 1, 3, 4).forecast(constant, [50]) as Float32Array;
    still.forEach((value) => expect(value).toBeCloseTo(7, 4));
  });
});

describe('errors', () => {
  it('are means over the origins of the split, channel by channel', async () => {
    const one = series([0, 0, 1, 10, 2, 20, 3, 30, 4, 40, 5, 50], 2);
    expect(originsOf(one, 2, 1, 2)).toEqual([2, 3, 4]);
    expect(originsOf(one, 2, 3, 2)).toEqual([3, 4]);
    expect(await errorsOf(lastValue(2, 2), [one], 2, 1)).toEqual({ meanError: [1.5, 15], forecasts: 3 });
  });
});
