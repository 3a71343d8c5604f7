import { RandomStream } from '@agon/core';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from './compile.js';
import { exportOnnx } from './exportOnnx.js';
import { heNormal, zeros } from './initialisers.js';
import { Parameters } from './parameters.js';
import { loadRuntime } from './runtime.js';
import type { Fn } from './tensors.js';
import { failure } from './testing/failure.js';

const INPUTS = { x: { shape: [2, 5, 5, 3] } };
const network: Fn = ({ x }, { filter, bias, head }) => {
  const hidden = tf.relu(tf.add(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'), bias));
  return { q: tf.matMul(tf.reshape(hidden, [2, -1]), head) };
};
const parametersOf = (seed: number) =>
  new Parameters([
    { name: 'filter', shape: [3, 3, 3, 4], init: heNormal },
    { name: 'bias', shape: [4], init: zeros },
    { name: 'head', shape: [100, 6], init: heNormal },
  ]).initialise(new RandomStream(seed));

/** The network by tfjs itself. */
function expected(parameters: Parameters, x: ArrayLike<number>): number[] {
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      parameters.specs.map(({ name, shape }) => [name, tf.tensor(parameters.view(name), [...shape])]),
    );
    return [...network({ x: tf.tensor(Float32Array.from(x), [2, 5, 5, 3]) }, tensors).q.dataSync()];
  });
}

const close = (found: ArrayLike<number>, values: number[]) =>
  values.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));

beforeAll(() => tf.setBackend('cpu'));

describe('compile', () => {
  it.each(['live', 'baked'] as const)('gives the values of tfjs with %s weights', async (weights) => {
    const parameters = parametersOf(1);
    const program = await compile(network, { inputs: INPUTS, parameters, weights });
    const rng = new RandomStream('inputs');
    for (let i = 0; i < program.inputs.x.length; i++) program.inputs.x[i] = rng.uniform();
    const { q } = program.outputs;
    await program.run();
    close(q, expected(parameters, program.inputs.x));
    expect(program.outputs.q).toBe(q);
    await program.dispose();
  });

  it('reads live weights at every run, and baked ones when refreshed', async () => {
    const parameters = parametersOf(1);
    const live = await compile(network, { inputs: INPUTS, parameters, weights: 'live' });
    const baked = await compile(network, { inputs: INPUTS, parameters });
    for (const program of [live, baked]) program.inputs.x.fill(0.5);
    const before = expected(parameters, live.inputs.x);
    parameters.copyFrom(parametersOf(2));
    const after = expected(parameters, live.inputs.x);
    await live.run();
    await baked.run();
    close(live.outputs.q, after);
    close(baked.outputs.q, before);
    await baked.refresh();
    await baked.run();
    close(baked.outputs.q, after);
    await live.dispose();
    await baked.dispose();
  });

  it('takes int32 inputs and gives booleans as 0 and 1', async () => {
    const isSame: Fn = ({ a, b }) => ({ isSame: tf.equal(a, b), sum: tf.add(a, b) });
    const spec = { shape: [3], dtype: 'int32' as const };
    const program = await compile(isSame, { inputs: { a: spec, b: spec } });
    program.inputs.a.set([1, 2, 3]);
    program.inputs.b.set([1, 5, 3]);
    await program.run();
    expect(program.outputs.isSame).toEqual(Int32Array.of(1, 0, 1));
    expect(program.outputs.sum).toEqual(Int32Array.of(2, 7, 6));
    await program.dispose();
  });

  it('passes inputs, parameters and constants straight through', async () => {
    const parameters = new Parameters([{ name: 'p', shape: [1], init: (out) => out.fill(4) }]).initialise(
      new RandomStream(1),
    );
    const same: Fn = ({ x }, { p }) => ({ input: x, parameter: p, constant: tf.tensor([7]), twice: x });
    const program = await compile(same, { inputs: { x: { shape: [1] } }, parameters });
    program.inputs.x[0] = 3;
    await program.run();
    expect(Object.values(program.outputs).map((array) => array[0])).toEqual([3, 4, 7, 3]);
    await program.dispose();
  });

  it('leaves tensors of other backends usable, and the backend as it was', async () => {
    const outside = tf.tensor([1, 2, 3]);
    const program = await compile(({ x }) => ({ y: tf.mul(x, outside) }), { inputs: { x: { shape: [3] } } });
    program.inputs.x.fill(2);
    await program.run();
    expect([...program.outputs.y]).toEqual([2, 4, 6]);
    expect(tf.getBackend()).toBe('cpu');
    expect([...tf.add(outside, 1).dataSync()]).toEqual([2, 3, 4]);
    await program.dispose();
  });

  it('names kernel, shapes and operation where it cannot compile one', async () => {
    const error = await failure(() =>
      compile(({ x }) => ({ y: tf.spectral.rfft(x) }), { inputs: { x: { shape: [4, 8] } } }),
    );
    expect(error.code).toBe('unsupported-kernel');
    expect(error.message).toMatch(/kernel \w+ on .*\[4, 8\].* called by tf\.\w+ at .*compile\.test\.ts:\d+/);
  });

  it('says where tensor values are read', async () => {
    const error = await failure(() =>
      compile(({ x }) => ({ y: x.dataSync()[0] > 0 ? x : tf.neg(x) }), { inputs: { x: { shape: [4] } } }),
    );
    expect(error.code).toBe('unsupported');
    expect(error.message).toMatch(
      /input "x", shape \[4\].*were read while the function was traced, by .*compile\.test\.ts:\d+/,
    );
  });

  it('works on after a failure', async () => {
    await failure(() => compile(({ x }) => ({ y: tf.spectral.rfft(x) }), { inputs: { x: { shape: [4] } } }));
    expect(tf.getBackend()).toBe('cpu');
    const program = await compile(({ x }) => ({ y: tf.neg(x) }), { inputs: { x: { shape: [1] } } });
    await program.run();
    await program.dispose();
  });

  it('refuses two runs at once and runs after its end', async () => {
    const program = await compile(({ x }) => ({ y: tf.neg(x) }), { inputs: { x: { shape: [1] } } });
    const first = program.run();
    expect((await failure(() => program.run())).message).toMatch(/while it was running/);
    await first;
    await program.dispose();
    await program.dispose();
    expect((await failure(() => program.run())).message).toMatch(/after it was disposed/);
  });

  it('waits with its end for a run under way', async () => {
    const program = await compile(network, { inputs: INPUTS, parameters: parametersOf(1) });
    const run = program.run();
    await program.dispose();
    await expect(run).resolves.toBeUndefined();
  });

  it('refuses an output that is called like an input', async () => {
    const error = await failure(() =>
      compile(({ x }) => ({ x: tf.neg(x) }), { inputs: { x: { shape: [1] } } }),
    );
    expect(error.message).toMatch(/are called "x"; rename/);
  });

  it('compiles graphs far deeper than the call stack', async () => {
    const deep: Fn = ({ x }) => {
      let y = x;
      for (let i = 0; i < 20_000; i++) y = tf.add(y, 1);
      return { y };
    };
    const program = await compile(deep, { inputs: { x: { shape: [1] } } });
    await program.run();
    expect(program.outputs.y[0]).toBe(20_000);
    await program.dispose();
  }, 60_000);
});

describe('exportOnnx', () => {
  it('writes a model that onnxruntime opens by name and that gives the same values', async () => {
    const parameters = parametersOf(1);
    const bytes = exportOnnx(network, { inputs: INPUTS, parameters, name: 'q' });
    const { InferenceSession, Tensor } = await loadRuntime();
    const session = await InferenceSession.create(bytes);
    expect(session.inputNames).toEqual(['x']);
    expect(session.outputNames).toEqual(['q']);
    const x = Float32Array.from({ length: 150 }, (_, i) => Math.sin(i));
    const { q } = await session.run({ x: new Tensor('float32', x, [2, 5, 5, 3]) });
    expect(q.dims).toEqual([2, 6]);
    close(q.data as Float32Array, expected(parameters, x));
    await session.release();
  });

  it('gives the same bytes every time', () => {
    const [first, second] = [1, 2].map(() =>
      exportOnnx(network, { inputs: INPUTS, parameters: parametersOf(1) }),
    );
    expect(second).toEqual(first);
  });
});
