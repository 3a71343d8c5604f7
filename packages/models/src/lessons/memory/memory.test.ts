/** What the lesson on memory says, over several seeds; and that its task and its gradients are what they are said to be. */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import { batchOf, makeNetwork } from '@agon/nets';
import { describe, expect, it } from 'vitest';
import { lastOf } from '../testing/lastOf.js';
import { gradientReach } from './gradientReach.js';
import { memory } from './memory.js';
import { CUES, VOCABULARY, writeRows } from './recallTask.js';

describe('the task', () => {
  it('has one cue at its distance before the sign, and letters elsewhere', () => {
    const [distances, length] = [[1, 5, 3], 6];
    const tokens = new Int32Array(3 * length);
    const answers = new Int32Array(3);
    writeRows(distances, tokens, answers, new RandomStream('task'));
    distances.forEach((distance, row) => {
      const own = Array.from(tokens.subarray(row * length, (row + 1) * length));
      expect(own.flatMap((token, place) => (token < CUES ? [place] : []))).toEqual([length - 1 - distance]);
      expect(own[length - 1 - distance]).toBe(answers[row]);
      expect(own.indexOf(VOCABULARY - 1)).toBe(length - 1);
    });
  });
});

describe('how far gradients reach', () => {
  it('is what small changes of the vectors say, relative to one token before', async () => {
    const [spec, units, length] = ['rnn:units=3,width=1', 3, 5];
    const sizes = { length, vocabulary: VOCABULARY };
    const network = makeNetwork(spec, 'language-model', sizes);
    const parameters = new Parameters(network.parameters).initialise(new RandomStream('w'));
    const [table, weight] = ['embedding.table', 'layer1.weight'].map((name) => parameters.view(name));
    // All tokens alike, so that each row is the same; and a slope of each unit along a direction sums to that of all directions.
    table.fill(0.3);
    const reach = await gradientReach(spec, units, parameters, length, 'reach');

    const recurrent = parameters.view('layer1.recurrent');
    const bias = parameters.view('layer1.bias');
    const stateAfter = (vectors: readonly number[]): number[] =>
      vectors.reduce<number[]>(
        (h, x) => h.map((_, j) => Math.tanh(h.reduce((sum, each, i) => sum + each * recurrent[i * units + j], x * weight[j] + bias[j]))), // prettier-ignore
        [0, 0, 0],
      );
    const vectors = Array.from({ length }, () => Math.fround(0.3));
    const slopes = vectors.map((x, place) => {
      const [above, below] = [1e-4, -1e-4].map((change) => stateAfter(vectors.with(place, x + change)));
      return above.map((value, i) => (value - below[i]) / 2e-4);
    });
    // Mean squares over random directions are those of the slopes, about: by the same directions exactly.
    const rng = new RandomStream('reach');
    const squares = new Float64Array(length);
    for (let i = 0; i < 16; i++) {
      writeRows([1 + rng.int(length - 1)], new Int32Array(length), new Int32Array(1), rng);
      const direction = Array.from({ length: units }, () => rng.uniform() - 0.5);
      slopes.forEach((slope, place) => {
        squares[length - 1 - place] +=
          slope.reduce((sum, each, unit) => sum + each * direction[unit], 0) ** 2;
      });
    }
    reach.forEach((value, d) => expect(value).toBeCloseTo(Math.sqrt(squares[d] / squares[1]), 3));
    expect(reach[4]).toBeLessThan(0.9);
  });

  it('reads rows as the network reads their tokens', async () => {
    // The state at the end over a table of places is that over the tokens.
    const length = 4;
    const spec = 'lstm:units=2,width=3';
    const [own, places] = [VOCABULARY, length].map((vocabulary) =>
      makeNetwork(spec, 'language-model', { length, vocabulary }),
    );
    const parameters = new Parameters(own.parameters).initialise(new RandomStream('w'));
    const tokens = [5, 0, 6, 8];
    const moved = new Parameters(places.parameters);
    for (const { name } of places.parameters)
      if (name.startsWith('layer')) moved.view(name).set(parameters.view(name));
    tokens.forEach(
      (token, place) =>
      moved.view('embedding.table').set(parameters.view('embedding.table').subarray(3 * token, 3 * token + 3), 3 * place), // prettier-ignore
    );
    const states = await Promise.all(
      [
        { network: own, values: parameters, read: tokens },
        { network: places, values: moved, read: [0, 1, 2, 3] },
      ].map(async ({ network, values, read }) => {
        const program = await compile(network.apply, { inputs: batchOf(network, 1), parameters: values });
        program.inputs.tokens.set(read);
        await program.run();
        const state = Array.from(program.outputs.nextState);
        await program.dispose();
        return state;
      }),
    );
    states[0].forEach((value, i) => expect(value).toBeCloseTo(states[1][i], 6));
  });
});

describe('the lesson memory', () => {
  it.each([1, 2, 3])(
    'finds with seed %d: a window has an edge, what is carried has none; gradients vanish in the RNN alone',
    async (seed) => {
      const { numbers } = await lastOf(memory, {}, seed);
      expect(numbers.windowNear).toBeGreaterThan(0.9);
      expect(numbers.windowFar).toBeLessThan(0.45);
      expect(numbers.lstmFar).toBeGreaterThan(0.95);
      expect(numbers.rnnReachBefore).toBeLessThan(1e-4);
      expect(numbers.rnnReachAfter).toBeLessThan(1e-4);
      expect(numbers.lstmReachBefore).toBeLessThan(1e-2);
      expect(numbers.lstmReachAfter).toBeGreaterThan(1e-2);
    },
    60_000,
  );

  it('is the same again by its seed, and stops at the signal', async () => {
    const settings = { updates: 20, distance: 8 };
    const [a, b] = [await lastOf(memory, settings, 4), await lastOf(memory, settings, 4)];
    expect(a).toEqual(b);
    expect(await memory.run({}, { seed: 1, signal: AbortSignal.abort() }).next()).toEqual({ done: true, value: undefined }); // prettier-ignore
  });
});
