/** The networks with q heads against their formulas in plain loops. */
import { describe, it } from 'vitest';
import { makeNetwork } from '../registry.js';
import { convolutions, dense, expectClose, runRandomly } from '../testing/plainLoops.js';

const B = 3;
const A = 4;

const relu = (x: readonly number[]) => x.map((value) => Math.max(0, value));

describe('mlp', () => {
  it('is dense, ReLU, …, dense', async () => {
    const { rows, outputs, view } = await runRandomly(
      makeNetwork('mlp:hidden=7/5', 'q', { input: [6], actions: A }),
      B,
    );
    const expected = rows.flatMap((x) => {
      let row = x;
      for (const name of ['hidden0', 'hidden1']) row = relu(dense(row, view, name));
      return dense(row, view, 'q');
    });
    expectClose(outputs.q, expected);
  });
});

/** Each group of as many values as there are scales: mean 0, variance 1, scaled and shifted. */
function normalise(values: readonly number[], scale: Float32Array, shift: Float32Array): number[] {
  const size = scale.length;
  return values.map((value, i) => {
    const group = values.slice(i - (i % size), i - (i % size) + size);
    const mean = group.reduce((sum, one) => sum + one) / size;
    const variance = group.reduce((sum, one) => sum + (one - mean) ** 2, 0) / size;
    return ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[i % size] + shift[i % size];
  });
}

describe.each([
  { id: 'minatar-cnn', options: 'filters=3,hidden=8', shape: [6, 5, 2], layers: [['conv', 1]] },
  {
    id: 'nature-cnn',
    options: 'width=0.05',
    shape: [36, 37, 2],
    layers: [
      ['conv0', 4],
      ['conv1', 2],
      ['conv2', 1],
    ],
  },
] as const)('$id', ({ id, options, shape, layers }) => {
  it.each([false, true])(
    'is convolutions without padding and a dense layer, normalised: %s',
    async (norm) => {
      const network = makeNetwork(`${id}:${options},layerNorm=${norm}`, 'q', { input: shape, actions: A });
      const { rows, outputs, view } = await runRandomly(network, B);
      const between = (values: readonly number[], name: string) =>
        relu(norm ? normalise(values, view(`${name}.norm.scale`), view(`${name}.norm.shift`)) : values);
      const expected = rows.flatMap((values) => {
        const hidden = dense(convolutions(values, [...shape], layers, view, between), view, 'hidden');
        return dense(between(hidden, 'hidden'), view, 'q');
      });
      expectClose(outputs.q, expected);
    },
  );
});
