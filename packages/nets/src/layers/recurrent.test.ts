/** Recurrent layers against their papers' equations, step by step in plain loops. */
import { RandomStream } from '@agon/core';
import { Parameters, type ParameterSpec, type TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { expectClose } from '../testing/plainLoops.js';
import { gru, gruSpecs } from './gru.js';
import { lstm, lstmSpecs } from './lstm.js';
import { rnn, rnnSpecs } from './rnn.js';

const [B, T, F, H] = [2, 4, 3, 5];
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
type Row = readonly number[];

/** Of every row of every step: [H] pre-activations of gate `gate` from a matrix [rows, gates · H]. */
const times = (x: Row, weight: Float32Array, gates: number, gate: number): number[] =>
  Array.from({ length: H }, (_, j) =>
    x.reduce((sum, each, i) => sum + each * weight[i * gates * H + gate * H + j], 0),
  );
const plus = (...rows: Row[]): number[] => rows[0].map((_, i) => rows.reduce((sum, row) => sum + row[i], 0));

type Step = (x: Row, state: number[], view: (name: string) => Float32Array) => number[];
type Run = (
  x: tf.Tensor2D,
  state: tf.Tensor2D,
  values: TensorMap,
) => { outputs: tf.Tensor2D; state: tf.Tensor2D };

const CASES: readonly [name: string, specs: ParameterSpec[], held: number, run: Run, step: Step][] = [
  [
    'Elman',
    rnnSpecs('r', F, H),
    1,
    (x, state, values) => rnn(x, state, values, 'r'),
    (x, h, view) => plus(times(x, view('r.weight'), 1, 0), times(h, view('r.recurrent'), 1, 0), [...view('r.bias')]).map(Math.tanh), // prettier-ignore
  ],
  [
    'GRU',
    gruSpecs('r', F, H),
    1,
    (x, state, values) => gru(x, state, values, 'r'),
    (x, h, view) => {
      const bias = (gate: number): number[] => [...view('r.bias')].slice(gate * H, (gate + 1) * H);
      const gate = (k: number): number[] =>
        plus(times(x, view('r.weight'), 3, k), times(h, view('r.gates'), 2, k), bias(k)).map(sigmoid);
      const [z, r] = [gate(0), gate(1)];
      const reset = h.map((each, i) => r[i] * each);
      const next = plus(times(x, view('r.weight'), 3, 2), times(reset, view('r.recurrent'), 1, 0), bias(2)).map(Math.tanh); // prettier-ignore
      return h.map((each, i) => z[i] * each + (1 - z[i]) * next[i]);
    },
  ],
  [
    'LSTM',
    lstmSpecs('r', F, H),
    2,
    (x, state, values) => lstm(x, state, undefined, values, 'r'),
    (x, state, view) => {
      const [h, c] = [state.slice(0, H), state.slice(H)];
      const sum = (k: number): number[] =>
        plus(times(x, view('r.weight'), 4, k), times(h, view('r.recurrent'), 4, k), [...view('r.bias')].slice(k * H, (k + 1) * H)); // prettier-ignore
      const [i, f, g, o] = [
        sum(0).map(sigmoid),
        sum(1).map(sigmoid),
        sum(2).map(Math.tanh),
        sum(3).map(sigmoid),
      ];
      const cell = c.map((each, j) => f[j] * each + i[j] * g[j]);
      return [...cell.map((each, j) => o[j] * Math.tanh(each)), ...cell];
    },
  ],
];

it.each(CASES)('%s', async (_, specs, held, run, step) => {
  await tf.setBackend('cpu');
  const parameters = new Parameters(specs).initialise(new RandomStream('weights'));
  const rng = new RandomStream('inputs');
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] += 0.3 * (rng.uniform() - 0.5);
  const x = Float32Array.from({ length: B * T * F }, () => 2 * rng.uniform() - 1);
  const start = Float32Array.from({ length: B * held * H }, () => rng.uniform() - 0.5);
  const values = Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(parameters.view(name), [...shape])])); // prettier-ignore
  const found = run(tf.tensor2d(x, [B * T, F]), tf.tensor2d(start, [B, held * H]), values);
  const outputs: number[] = [];
  const states: number[] = [];
  for (let row = 0; row < B; row++) {
    let state = [...start.subarray(row * held * H, (row + 1) * held * H)];
    for (let t = 0; t < T; t++) {
      state = step([...x.subarray((row * T + t) * F, (row * T + t + 1) * F)], state, (name) =>
        parameters.view(name),
      );
      outputs.push(...state.slice(0, H));
    }
    states.push(...state);
  }
  expectClose(found.outputs.dataSync(), outputs);
  expectClose(found.state.dataSync(), states);
  expect(found.outputs.shape).toEqual([B * T, H]);
});
