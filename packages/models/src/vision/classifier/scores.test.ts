/** What logits say of a picture. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, probabilities } from './scores.js';

describe('a judgement of logits', () => {
  it('has the cross-entropy and the place of the class', () => {
    const logits = Float32Array.of(9, 9, /* of this picture: */ 1, 3, 2);
    expect(judge(logits, 2, 3, 2)).toEqual({
      loss: expect.closeTo(Math.log(Math.exp(1) + Math.exp(3) + Math.exp(2)) - 2, 6) as number,
      rank: 1,
    });
  });

  it('gives no credit for saying the same of all classes', () => {
    expect(judge(new Float32Array(10), 0, 10, 0).rank).toBe(9);
  });

  it.each([0, 1])('gives no credit for what is no number: place %i', (place) => {
    const logits = Float32Array.of(1, 0, -1);
    logits[place] = NaN;
    expect(judge(logits, 0, 3, 0).rank).toBeGreaterThan(0);
  });
});

describe('probabilities', () => {
  const logits = fc.array(fc.float({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 12 });

  it('sum to 1 and keep the order, at any temperature', () => {
    fc.assert(
      fc.property(logits, fc.double({ min: 0.05, max: 20, noNaN: true }), (values, temperature) => {
        const found = probabilities(values, temperature);
        expect(found.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
        values.forEach((value, i) =>
          values.forEach((other, j) => value > other && expect(found[i]).toBeGreaterThanOrEqual(found[j])),
        );
      }),
    );
  });

  it('are the logistic function of the difference where there are two classes', () => {
    expect(probabilities([2, 0.5])[0]).toBeCloseTo(1 / (1 + Math.exp(-1.5)), 12);
  });
});
