/** The networks with q heads against their formulas in plain loops. */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import type { Network } from './network.js';
import { makeNetwork } from './registry.js';

const B = 3;
const A = 4;

/** Runs a network with random parameters, biases included, on random observations. */
async function run(
  network: Network,
): Promise<{ x: Float32Array; q: Float32Array; view: (name: string) => Float32Array }> {
  const parameters = new Parameters(network.parameters);
  const rng = new RandomStream('weights');
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] = rng.uniform() - 0.5;
  const program = await compile(({ observation }, values) => network.apply(observation, values), {
    inputs: { observation: { shape: [B, ...network.inputShape] } },
    parameters,
  });
  const x = program.inputs.observation as Float32Array;
  for (let i = 0; i < x.length; i++) x[i] = rng.uniform() * 2 - 1;
  await program.run();
  const q = Float32Array.from(program.outputs.q);
  await program.dispose();
  return { x, q, view: (name) => parameters.view(name) };
}

/** One row through a dense layer. */
function dense(x: readonly number[], weight: Float32Array, bias: Float32Array): number[] {
  return Array.from(bias, (start, j) =>
    x.reduce((sum, value, i) => sum + value * weight[i * bias.length + j], start),
  );
}
const relu = (x: readonly number[]) => x.map((value) => Math.max(0, value));

function expectClose(actual: Float32Array, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  // float32 sums of up to a few hundred terms of size 1 against float64: far below 1e-4.
  expected.forEach((value, i) =>
    expect(Math.abs(actual[i] - value)).toBeLessThan(1e-4 * Math.max(1, Math.abs(value))),
  );
}

describe('mlp', () => {
  it('is dense, ReLU, …, dense', async () => {
    const { x, q, view } = await run(makeNetwork('mlp:hidden=7/5', [6], A, 'q'));
    const expected = Array.from({ length: B }, (_, b) => {
      let row: number[] = Array.from(x.subarray(b * 6, b * 6 + 6));
      for (const name of ['hidden0', 'hidden1'])
        row = relu(dense(row, view(`${name}.weight`), view(`${name}.bias`)));
      return dense(row, view('q.weight'), view('q.bias'));
    });
    expectClose(q, expected.flat());
  });
});

describe('minatar-cnn', () => {
  it('is a 3×3 convolution without padding, ReLU, dense, ReLU, dense', async () => {
    const [H, W, C, F] = [6, 5, 2, 3];
    const { x, q, view } = await run(makeNetwork(`minatar-cnn:filters=${F},hidden=8`, [H, W, C], A, 'q'));
    const filter = view('conv.weight');
    const expected = Array.from({ length: B }, (_, b) => {
      const planes: number[] = [];
      for (let y = 0; y < H - 2; y++) {
        for (let column = 0; column < W - 2; column++) {
          for (let f = 0; f < F; f++) {
            let sum = view('conv.bias')[f];
            for (let dy = 0; dy < 3; dy++) {
              for (let dx = 0; dx < 3; dx++) {
                for (let c = 0; c < C; c++) {
                  const value = x[((b * H + y + dy) * W + column + dx) * C + c];
                  sum += value * filter[((dy * 3 + dx) * C + c) * F + f];
                }
              }
            }
            planes.push(sum);
          }
        }
      }
      const hidden = relu(dense(relu(planes), view('hidden.weight'), view('hidden.bias')));
      return dense(hidden, view('q.weight'), view('q.bias'));
    });
    expectClose(q, expected.flat());
  });
});
