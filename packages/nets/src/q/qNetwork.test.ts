/** The parts of q heads against their formulas in plain loops. B = batch, A = actions, N = values of an action. */
import { RandomStream } from '@agon/core';
import { compile, Parameters, type TensorMap, type TensorSpec } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import { makeQNetwork } from '../registry.js';
import { dense, expectClose } from '../testing/plainLoops.js';
import type { QHead, QInputs } from './qNetwork.js';

const B = 2;
const A = 3;
const INPUTS = 4;
const HIDDEN = 5;

/** Runs a network mlp:hidden=5 with that head, on random parameters and inputs. */
async function run(
  head: QHead,
  more: Record<string, TensorSpec> = {},
  rows = B,
  body = `mlp:hidden=${HIDDEN}`,
) {
  const network = makeQNetwork(body, { input: [INPUTS], actions: A }, head);
  const parameters = new Parameters(network.parameters);
  const rng = new RandomStream('weights');
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] = rng.uniform() - 0.5;
  const specs: Record<string, TensorSpec> = { observation: { shape: [rows, INPUTS] }, ...more };
  if (network.noiseSize) specs.noise = { shape: [network.noiseSize] };
  const program = await compile(
    (inputs, values) => {
      const { outputs, state } = network.apply(inputs as unknown as QInputs, values);
      const results: TensorMap = { outputs };
      if (state) results.after = state;
      return results;
    },
    { inputs: specs, parameters },
  );
  for (const name of Object.keys(specs)) {
    const array = program.inputs[name];
    for (let i = 0; i < array.length; i++) array[i] = name === 'policy' ? rng.int(2) : rng.uniform();
  }
  if (more.begins) program.inputs.begins.forEach((_, i, begins) => (begins[i] = i === 1 ? 1 : 0));
  await program.run();
  const arrays = { ...program.inputs, ...program.outputs };
  await program.dispose();
  const view = (name: string) => parameters.view(name);
  return { network, arrays, view };
}

const relu = (x: readonly number[]) => x.map((value) => Math.max(0, value));
const row = (x: ArrayLike<number>, i: number, size: number) => Array.from(x).slice(i * size, (i + 1) * size);

describe('a q head', () => {
  it('gives a plain value, or several, for each action', async () => {
    const { arrays, view } = await run({ numValues: 2 });
    const expected = [0, 1].flatMap((b) =>
      dense(relu(dense(row(arrays.observation, b, INPUTS), view, 'hidden0')), view, 'q'),
    );
    expectClose(arrays.outputs, expected);
  });

  it('adds the value of the state to advantages that are centred over the actions', async () => {
    const N = 2;
    const { arrays, view } = await run({ dueling: true, numValues: N });
    const expected = [0, 1].flatMap((b) => {
      const x = row(arrays.observation, b, INPUTS);
      const value = dense(relu(dense(x, view, 'value-hidden0')), view, 'value');
      const advantage = dense(relu(dense(x, view, 'advantage-hidden0')), view, 'advantage');
      return advantage.map((each, i) => {
        let mean = 0;
        for (let a = 0; a < A; a++) mean += advantage[a * N + (i % N)] / A;
        return value[i % N] + each - mean;
      });
    });
    expectClose(arrays.outputs, expected);
  });

  it.each([1, 8])(
    'perturbs weights and biases by their sigma times factorised noise, %i rows',
    async (rows) => {
      const { network, arrays, view } = await run({ noisy: 0.5 }, {}, rows);
      expect(network.noiseSize).toBe(INPUTS + HIDDEN + HIDDEN + A);
      const noisy = (x: readonly number[], name: string, at: number): number[] => {
        const bias = view(`${name}.bias`);
        return Array.from(bias, (mean, j) => {
          const out = arrays.noise[at + x.length + j];
          return x.reduce(
            (sum, value, i) => {
              const place = i * bias.length + j;
              const epsilon = arrays.noise[at + i] * out;
              return (
                sum + value * (view(`${name}.weight`)[place] + view(`${name}.weightSigma`)[place] * epsilon)
              );
            },
            mean + view(`${name}.biasSigma`)[j] * out,
          );
        });
      };
      const expected = Array.from({ length: rows }).flatMap((_, b) => {
        const hidden = relu(noisy(row(arrays.observation, b, INPUTS), 'hidden0', 0));
        return noisy(hidden, 'q', INPUTS + HIDDEN);
      });
      expectClose(arrays.outputs, expected);
    },
  );

  it('gives a value for each fraction that it is asked, by cosines times features', async () => {
    const N = 3;
    const { arrays, view } = await run({ implicit: true }, { fractions: { shape: [B, N] } });
    const expected = new Array<number>(B * A * N).fill(NaN);
    for (let b = 0; b < B; b++) {
      const features = row(arrays.observation, b, INPUTS);
      for (let n = 0; n < N; n++) {
        const fraction = arrays.fractions[b * N + n];
        const cosines = Array.from({ length: 64 }, (_, i) => Math.cos(Math.PI * i * fraction));
        const embedded = relu(dense(cosines, view, 'cosines')).map((value, f) => value * features[f]);
        const values = dense(relu(dense(embedded, view, 'hidden0')), view, 'q');
        values.forEach((value, a) => (expected[(b * A + a) * N + n] = value));
      }
    }
    expectClose(arrays.outputs, expected);
  });

  it('reads the policy that a row names as one more feature each', async () => {
    const { arrays, view } = await run({ policies: 2 }, { policy: { shape: [B], dtype: 'int32' } });
    const expected = [0, 1].flatMap((b) => {
      const oneHot = [0, 1].map((j) => (j === arrays.policy[b] ? 1 : 0));
      const x = [...row(arrays.observation, b, INPUTS), ...oneHot];
      return dense(relu(dense(x, view, 'hidden0')), view, 'q');
    });
    expectClose(arrays.outputs, expected);
  });

  it('remembers by an LSTM from step to step, and forgets where an episode begins', async () => {
    const H = 4;
    const T = 3;
    const { arrays, view } = await run(
      { lstm: H },
      { state: { shape: [B, 2 * H] }, begins: { shape: [B, T] } },
      B * T,
    );
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const expected: number[] = [];
    const after: number[] = [];
    for (let b = 0; b < B; b++) {
      let hidden = row(arrays.state, b, 2 * H).slice(0, H);
      let cell = row(arrays.state, b, 2 * H).slice(H);
      for (let t = 0; t < T; t++) {
        if (arrays.begins[b * T + t]) {
          hidden = hidden.map(() => 0);
          cell = cell.map(() => 0);
        }
        const sums = dense(row(arrays.observation, b * T + t, INPUTS), view, 'lstm').map((sum, j) =>
          hidden.reduce((s, h, i) => s + h * view('lstm.recurrent')[i * 4 * H + j], sum),
        );
        const gate = (index: number) => sums.slice(index * H, (index + 1) * H);
        const [input, forget, candidate, output] = [0, 1, 2, 3].map(gate);
        cell = cell.map((c, i) => sigmoid(forget[i]) * c + sigmoid(input[i]) * Math.tanh(candidate[i]));
        hidden = cell.map((c, i) => sigmoid(output[i]) * Math.tanh(c));
        expected.push(...dense(hidden, view, 'q'));
      }
      after.push(...hidden, ...cell);
    }
    expectClose(arrays.outputs, expected);
    expectClose(arrays.after, after);
  });

  it('normalises each hidden layer before its ReLU where the body says so', async () => {
    const { arrays, view } = await run({}, {}, B, 'mlp:hidden=6/5,layerNorm=true');
    const norm = (x: readonly number[], name: string) => {
      const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
      const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
      return x.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * view(`${name}.scale`)[i] + view(`${name}.shift`)[i]); // prettier-ignore
    };
    const expected = [0, 1].flatMap((b) => {
      let x = row(arrays.observation, b, INPUTS);
      for (const name of ['hidden0', 'hidden1']) x = relu(norm(dense(x, view, name), `${name}.norm`));
      return dense(x, view, 'q');
    });
    expectClose(arrays.outputs, expected);
  });
});

describe('nature-cnn', () => {
  it('has the layers of the 2015 paper', () => {
    const { parameters } = makeQNetwork('nature-cnn', { input: [84, 84, 4], actions: 6 }, {});
    expect(parameters.map(({ name, shape }) => `${name} ${shape.join('×')}`)).toEqual([
      'conv0.weight 8×8×4×32',
      'conv0.bias 32',
      'conv1.weight 4×4×32×64',
      'conv1.bias 64',
      'conv2.weight 3×3×64×64',
      'conv2.bias 64',
      'hidden.weight 3136×512',
      'hidden.bias 512',
      'q.weight 512×6',
      'q.bias 6',
    ]);
  });

  it('refuses pictures that are too small for it', () => {
    expect(() => makeQNetwork('nature-cnn', { input: [10, 10, 4], actions: 6 }, {})).toThrow(
      /at least 36×36, got \[10, 10, 4\]; use alexnet or blocks or convnet or .*minatar-cnn or mlp/,
    );
  });
});
