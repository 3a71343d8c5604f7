/** Layers of a function and their units, against values computed by hand and by loops. */
import { RandomStream } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { heNormal, zeros } from '../initialisers.js';
import { Parameters, type ParameterSpec } from '../parameters.js';
import type { Fn, TensorSpec } from '../tensors.js';
import { Inside } from './inside.js';
import { UnitSlopes } from './unitSlopes.js';

const spec = (name: string, ...shape: number[]): ParameterSpec => ({
  name,
  shape,
  init: name.endsWith('bias') ? zeros : heNormal,
});

function subjectOf(fn: Fn, inputs: Record<string, TensorSpec>, specs: ParameterSpec[], seed = 'inside') {
  const parameters = new Parameters(specs);
  const rng = new RandomStream(seed);
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] = 2 * rng.uniform() - 1;
  return { fn, inputs, parameters, input: Object.keys(inputs)[0] };
}

const fill = (values: { length: number; [i: number]: number }, seed: string): void => {
  const rng = new RandomStream(seed);
  for (let i = 0; i < values.length; i++) values[i] = 2 * rng.uniform() - 1;
};

/** A picture of 5×6 halved, one zero around it, two filters of 3×3 with step 2, the largest of 2×2, three units. */
const PARAMETERS = [spec('conv.weight', 3, 3, 2, 2), spec('conv.bias', 2), spec('out.weight', 4, 3), spec('out.bias', 3)]; // prettier-ignore
const network: Fn = ({ x }, p) => {
  const padded = tf.pad(tf.mul(x, 0.5) as tf.Tensor4D, [[0, 0], [1, 1], [1, 1], [0, 0]]); // prettier-ignore
  const seen = tf.relu(
    tf.add(tf.conv2d(padded, p['conv.weight'] as tf.Tensor4D, 2, 'valid'), p['conv.bias']),
  );
  const pooled = tf.maxPool(seen as tf.Tensor4D, 2, 1, 'valid');
  const flat = tf.reshape(tf.slice(pooled, [0, 0, 0, 0], [1, 2, 1, 2]), [1, 4]) as tf.Tensor2D;
  return { logits: tf.add(tf.matMul(flat, p['out.weight'] as tf.Tensor2D), p['out.bias']) };
};
const small = () => subjectOf(network, { x: { shape: [1, 5, 6, 2] } }, PARAMETERS);

describe('the layers of a network', () => {
  it('are its input, product and pools, with names, steps, shapes and windows', async () => {
    const inside = await Inside.of(small());
    expect(inside.layers).toEqual([
      { name: 'x', kind: 'input', shape: [5, 6, 2], steps: [{ kernel: 'input' }, { kernel: 'Multiply' }], sum: 1, reads: [], outputs: [] }, // prettier-ignore
      {
        name: 'conv',
        kind: 'convolution',
        shape: [3, 3, 2],
        steps: [{ kernel: 'Conv2D' }, { kernel: 'Add', parameter: 'conv.bias' }, { kernel: 'Relu' }],
        sum: 1,
        reads: ['x'],
        weights: 'conv.weight',
        outputs: [],
        field: { first: [-1, -1], size: [3, 3], jump: [2, 2] },
      },
      {
        name: 'max pooling',
        kind: 'max pooling',
        shape: [2, 2, 2],
        steps: [{ kernel: 'MaxPool' }],
        sum: 0,
        reads: ['conv'],
        outputs: [],
        field: { first: [-1, -1], size: [5, 5], jump: [2, 2] },
      },
      {
        name: 'out',
        kind: 'dense',
        shape: [3],
        steps: [{ kernel: 'BatchMatMul' }, { kernel: 'Add', parameter: 'out.bias' }],
        sum: 1,
        reads: ['max pooling'],
        weights: 'out.weight',
        outputs: ['logits'],
      },
    ]);
    await inside.dispose();
  });

  it('have the values of plain loops', async () => {
    const subject = small();
    const inside = await Inside.of(subject);
    const x = inside.inputs.x as Float32Array;
    fill(x, 'picture');
    await inside.run();
    const at = (y: number, column: number, c: number): number =>
      y < 0 || column < 0 || y >= 5 || column >= 6 ? 0 : x[(y * 6 + column) * 2 + c] / 2;
    const [filter, bias] = ['conv.weight', 'conv.bias'].map((name) => subject.parameters.view(name));
    const sums = Array.from({ length: 18 }, (_, i) => {
      const [y, column, map] = [Math.floor(i / 6), Math.floor(i / 2) % 3, i % 2];
      let sum = bias[map];
      for (let dy = 0; dy < 3; dy++)
        for (let dx = 0; dx < 3; dx++)
          for (let c = 0; c < 2; c++)
            sum += at(2 * y + dy - 1, 2 * column + dx - 1, c) * filter[((dy * 3 + dx) * 2 + c) * 2 + map];
      return sum;
    });
    sums.forEach((sum, i) => {
      expect(inside.values(1, 1)[i]).toBeCloseTo(sum, 5);
      expect(inside.values(1)[i]).toBeCloseTo(Math.max(0, sum), 5);
    });
    const pool = (y: number, column: number, map: number): number =>
      Math.max(...[0, 2, 6, 8].map((step) => Math.max(0, sums[y * 6 + column * 2 + step + map])));
    expect(inside.values(2)[(1 * 2 + 0) * 2 + 1]).toBeCloseTo(pool(1, 0, 1), 5);
    const flat = [pool(0, 0, 0), pool(0, 0, 1), pool(1, 0, 0), pool(1, 0, 1)];
    const [weight, end] = ['out.weight', 'out.bias'].map((name) => subject.parameters.view(name));
    const logit = flat.reduce((sum, value, i) => sum + value * weight[i * 3 + 2], end[2]);
    expect(inside.values(3)[2]).toBeCloseTo(logit, 5);
    await inside.dispose();
  });
});

describe('a unit', () => {
  it('is the sum of its inputs times its weights, each told by its place, and its bias', async () => {
    const subject = small();
    const inside = await Inside.of(subject);
    fill(inside.inputs.x, 'picture');
    await inside.run();
    // In the upper left corner 5 of 9 taps lie on zeros of the padding.
    const { terms, values } = inside.sumOf(1, 1);
    expect(terms).toHaveLength(8);
    expect(terms?.[0]).toEqual({
      layer: 'x',
      place: [0, 0, 0],
      value: inside.inputs.x[0] / 2,
      weight: subject.parameters.view('conv.weight')[(4 * 2 + 0) * 2 + 1],
    });
    const sum = terms?.reduce((total, { value, weight }) => total + value * weight, 0) as number;
    expect(values[0]).toBeCloseTo(sum, 5);
    expect(values[1]).toBeCloseTo(sum + subject.parameters.view('conv.bias')[1], 5);
    expect(values[2]).toBe(Math.max(0, values[1]));
    // Flattened and cut values are told by where they come from.
    expect(inside.sumOf(3, 0).terms?.map(({ layer }) => layer)).toEqual(Array(4).fill('max pooling'));
    await inside.dispose();
  });

  it('of a pool is its largest operand', async () => {
    const inside = await Inside.of(small());
    fill(inside.inputs.x, 'picture');
    await inside.run();
    const { terms, values } = inside.sumOf(2, 5);
    expect(terms?.map(({ place }) => place)).toEqual([[1, 0, 1], [1, 1, 1], [2, 0, 1], [2, 1, 1]]); // prettier-ignore
    const most = Math.max(...(terms ?? []).map(({ value }) => value));
    expect(terms?.filter(({ weight }) => weight === 1).map(({ value }) => value)).toEqual([most]);
    expect(values).toEqual([most]);
    await inside.dispose();
  });
});

describe('where branches meet', () => {
  const specs = ['a.weight', 'b.weight'].map((name) => spec(name, 3, 3));
  const dense = (x: tf.Tensor, weight: tf.Tensor): tf.Tensor =>
    tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D);

  it('a layer begins that is their sum', async () => {
    const block: Fn = ({ x }, p) => ({
      y: tf.relu(tf.add(x, dense(tf.relu(dense(x, p['a.weight'])), p['b.weight']))),
    });
    const inside = await Inside.of(subjectOf(block, { x: { shape: [1, 3] } }, specs));
    expect(inside.layers.map(({ name, reads }) => [name, reads])).toEqual([
      ['x', []],
      ['a', ['x']],
      ['b', ['a']],
      ['sum of branches', ['x', 'b']],
    ]);
    fill(inside.inputs.x, 'row');
    await inside.run();
    const { terms, values } = inside.sumOf(3, 1);
    expect(terms).toEqual([
      { layer: 'x', place: [1], value: inside.values(0)[1], weight: 1 },
      { layer: 'b', place: [1], value: inside.values(2)[1], weight: 1 },
    ]);
    expect(values).toEqual([
      expect.closeTo(inside.values(0)[1] + inside.values(2)[1], 5),
      inside.values(3)[1],
    ]);
    await inside.dispose();
  });

  it('numbers about the values of a layer are none of their own: means of a normalisation', async () => {
    const normal: Fn = ({ x }, p) => {
      const sum = dense(x, p['a.weight']);
      const centred = tf.sub(sum, tf.mean(sum, 1, true));
      return { y: tf.relu(tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), 1e-5)))) };
    };
    const inside = await Inside.of(subjectOf(normal, { x: { shape: [1, 3] } }, specs.slice(0, 1)));
    expect(inside.layers.map(({ name }) => name)).toEqual(['x', 'a']);
    expect(inside.layers[1].steps.map(({ kernel }) => kernel)).toEqual([
      'BatchMatMul',
      'Sub',
      'Multiply',
      'Relu',
    ]);
    expect(inside.layers[1].outputs).toEqual(['y']);
    await inside.dispose();
  });
});

describe('the slope of a unit by the input', () => {
  it.each([1, 2, 3])('is what moves it: differences, layer %i', async (layer) => {
    const subject = small();
    const inside = await Inside.of(subject);
    const slopes = await UnitSlopes.of(subject, layer);
    const picture = inside.inputs.x as Float32Array;
    fill(picture, 'picture');
    const { sum, shape } = inside.layers[layer];
    const units = shape.reduce((product, length) => product * length, 1);
    for (const unit of [0, units - 1]) {
      slopes.inputs.x.set(picture);
      const { value, slope } = await slopes.run(unit);
      await inside.run();
      expect(value).toBeCloseTo(inside.values(layer, sum)[unit], 5);
      const found = slope.slice();
      for (let i = 0; i < picture.length; i += 7) {
        const [low, high] = [await moved(-1, i, unit), await moved(1, i, unit)];
        expect(found[i], `pixel ${i}`).toBeCloseTo((high - low) / 2e-3, 2);
      }
    }
    await slopes.dispose();
    await inside.dispose();

    async function moved(direction: number, i: number, unit: number): Promise<number> {
      const before = picture[i];
      picture[i] = before + direction * 1e-3;
      await inside.run();
      picture[i] = before;
      return inside.values(layer, sum)[unit];
    }
  });

  it('is there too for a unit that its activation cuts off', async () => {
    const cut: Fn = ({ x }, p) => ({
      y: tf.relu(tf.sub(tf.matMul(x as tf.Tensor2D, p['a.weight'] as tf.Tensor2D), 100)),
    });
    const subject = subjectOf(cut, { x: { shape: [1, 2] } }, [spec('a.weight', 2, 3)]);
    const slopes = await UnitSlopes.of(subject, 1);
    const { value, slope } = await slopes.run(1);
    expect(value).toBeCloseTo(-100, 4);
    const weight = subject.parameters.view('a.weight');
    expect([...slope]).toEqual([weight[1], weight[4]]);
    await slopes.dispose();
  });
});

it('takes changed weights over', async () => {
  const subject = small();
  const inside = await Inside.of(subject);
  inside.inputs.x.fill(1);
  await inside.run();
  const before = inside.values(3)[0];
  subject.parameters.view('out.bias')[0] += 1;
  await inside.refresh();
  await inside.run();
  expect(inside.values(3)[0]).toBeCloseTo(before + 1, 5);
  await inside.dispose();
});
