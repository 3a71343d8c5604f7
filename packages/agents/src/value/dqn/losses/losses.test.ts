/** The papers' losses against slow twins in plain loops. R = rows, N = values of an action. */
import { RandomStream } from '@agon/core';
import { compile, type Fn, type TensorSpec } from '@agon/engine';
import type * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { categorical } from './categorical.js';
import { quantiles } from './quantiles.js';
import { rescale, unscale } from './rescaling.js';
import type { ValueKind } from './valueKind.js';

const R = 6;

/** Fits random values and gives inputs and results. */
async function fit(kind: ValueKind, more: Record<string, TensorSpec> = {}, nextValues = kind.numValues) {
  const inputs: Record<string, TensorSpec> = {
    taken: { shape: [R, more.fractions ? more.fractions.shape[1] : kind.numValues] },
    next: { shape: [R, nextValues] },
    reward: { shape: [R] },
    discount: { shape: [R] },
    ...more,
  };
  const fn: Fn = ({ taken, next, reward, discount, fractions }) => ({
    ...kind.fit({
      taken: taken as tf.Tensor2D,
      next: next as tf.Tensor2D,
      reward: reward as tf.Tensor1D,
      discount: discount as tf.Tensor1D,
      fractions: fractions as tf.Tensor2D | undefined,
    }),
  });
  const program = await compile(fn, { inputs });
  const rng = new RandomStream('values');
  const { taken, next, reward, discount, fractions } = program.inputs as Record<string, Float32Array>;
  for (const array of [taken, next]) array.forEach((_, i) => (array[i] = 4 * rng.uniform() - 2));
  // The last rows go beyond both ends of the support, and one episode ends.
  reward.set([0, 0.3, -0.7, 1, 9, -9]);
  discount.set([0.9, 0.9, 0, 1, 0.9, 0.9]);
  if (more.fractions) fractions.forEach((_, i) => (fractions[i] = rng.uniform()));
  await program.run();
  const arrays = { ...program.inputs, ...program.outputs } as Record<string, Float32Array>;
  await program.dispose();
  return arrays;
}

const row = (values: Float32Array, i: number) => {
  const size = values.length / R;
  return Array.from(values.subarray(i * size, (i + 1) * size));
};

function softmax(x: readonly number[]): number[] {
  const sum = x.reduce((total, value) => total + Math.exp(value), 0);
  return x.map((value) => Math.exp(value) / sum);
}

describe('C51', () => {
  it('is the cross-entropy to the projected target of algorithm 1', async () => {
    const [N, min, max] = [11, -2, 3];
    const { taken, next, reward, discount, loss, priority } = await fit(categorical({ atoms: N, min, max }));
    const withPrior = (logits: readonly number[]) =>
      logits.map((logit, j) => logit - 2 * Math.log(1 + ((min + j * 0.5) / 0.5) ** 2));
    for (let i = 0; i < R; i++) {
      // The paper's loop: each atom's mass goes to the atoms below and above its new place.
      const gap = (max - min) / (N - 1);
      const target = new Array<number>(N).fill(0);
      softmax(withPrior(row(next, i))).forEach((mass, j) => {
        const moved = Math.min(max, Math.max(min, reward[i] + discount[i] * (min + j * gap)));
        const b = (moved - min) / gap;
        const [lower, upper] = [Math.floor(b), Math.ceil(b)];
        if (lower === upper) target[lower] += mass;
        else {
          target[lower] += mass * (upper - b);
          target[upper] += mass * (b - lower);
        }
      });
      expect(target.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 9);
      const predicted = softmax(withPrior(row(taken, i)));
      const crossEntropy = -target.reduce((sum, mass, j) => sum + mass * Math.log(predicted[j]), 0);
      const divergence = target.reduce(
        (sum, mass, j) => sum + (mass && mass * Math.log(mass / predicted[j])),
        0,
      );
      expect(loss[i]).toBeCloseTo(crossEntropy, 4);
      expect(priority[i]).toBeCloseTo(divergence, 4);
    }
  });
});

describe("a fresh network's returns in C51", () => {
  it.each([
    [-20, 20],
    [0, 20],
    [-3, 100],
  ])('are about 0 and hardly spread, whatever the support: %i to %i', async (min, max) => {
    const [N, A] = [51, 2];
    const kind = categorical({ atoms: N, min, max });
    const program = await compile(({ outputs }) => ({ q: kind.expectation(outputs as tf.Tensor3D) }), {
      inputs: { outputs: { shape: [1, A, N] } },
    });
    await program.run();
    const gap = (max - min) / (N - 1);
    for (const value of program.outputs.q) expect(Math.abs(value)).toBeLessThan(gap / 2);
    // To move the mean by an atom it takes that atom's logit, which uniform returns would hardly notice.
    program.inputs.outputs[Math.round(-min / gap) + 1] = 3;
    await program.run();
    expect(program.outputs.q[0] - program.outputs.q[1]).toBeGreaterThan(gap / 3);
    await program.dispose();
  });
});

describe('quantile regression', () => {
  const slow = (theta: readonly number[], targets: readonly number[], fractions: readonly number[]) => {
    let loss = 0;
    theta.forEach((value, i) => {
      for (const target of targets) {
        const error = target - value;
        const size = Math.abs(error);
        const huber = size <= 1 ? 0.5 * error * error : size - 0.5;
        loss += (Math.abs(fractions[i] - (error < 0 ? 1 : 0)) * huber) / targets.length;
      }
    });
    return loss;
  };

  it('is the quantile Huber loss at the middles of equal parts (QR-DQN)', async () => {
    const N = 5;
    const { taken, next, reward, discount, loss } = await fit(quantiles(N));
    for (let i = 0; i < R; i++) {
      const targets = row(next, i).map((value) => reward[i] + discount[i] * value);
      const fractions = [0.1, 0.3, 0.5, 0.7, 0.9];
      expect(loss[i]).toBeCloseTo(slow(row(taken, i), targets, fractions), 4);
    }
  });

  it('is the same at sampled fractions, with any number of samples of the target (IQN)', async () => {
    const fitted = await fit(quantiles(0), { fractions: { shape: [R, 4] } }, 7);
    const { taken, next, reward, discount, fractions, loss } = fitted;
    for (let i = 0; i < R; i++) {
      const targets = row(next, i).map((value) => reward[i] + discount[i] * value);
      expect(targets.length).toBe(7);
      expect(loss[i]).toBeCloseTo(slow(row(taken, i), targets, row(fractions, i)), 4);
    }
  });
});

describe('the squashing of returns', () => {
  it('is undone by its inverse, and is h of the paper', async () => {
    const program = await compile(({ x }) => ({ squashed: rescale(x), back: unscale(rescale(x)) }), {
      inputs: { x: { shape: [7] } },
    });
    const values = [-300, -7, -0.2, 0, 0.2, 7, 300];
    program.inputs.x.set(values);
    await program.run();
    values.forEach((x, i) => {
      const h = Math.sign(x) * (Math.sqrt(Math.abs(x) + 1) - 1) + 1e-3 * x;
      expect(program.outputs.squashed[i]).toBeCloseTo(h, 4);
      // float32 through a square of about 300.
      expect(Math.abs(program.outputs.back[i] - x)).toBeLessThan(1e-3 * Math.max(1, Math.abs(x)));
    });
    await program.dispose();
  });
});
