import { AgonError, integers, numbers, randomState, wholeNumber } from '@agon/core';
import { Parameters, zeros } from '@agon/engine';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { momentsOf, segmentOf, takeArray, takeParameters } from '../savedArrays.js';
import { readingPart, readState, requireLength } from './readState.js';

/** What reading says: code and message. */
function fault(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof AgonError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('it should have been refused');
}

const schema = v.object({
  step: wholeNumber,
  progress: v.object({ returns: numbers, lengths: integers }),
  rng: randomState,
});
const good = { step: 3, progress: { returns: [0.5], lengths: [2] }, rng: [1, 2, 3, 4] };

it('gives a whole state, or a part of it, as it is', () => {
  expect(readState(schema, good)).toEqual(good);
  expect(readState(numbers, [1.5, 2], 'progress.returns')).toEqual([1.5, 2]);
});

it.each<[string, unknown, string]>([
  ['a part that is missing', { ...good, step: undefined }, `the state's "step" must be number, got nothing`],
  [
    'a list that is missing',
    { ...good, progress: { lengths: [] } },
    `the state's "progress.returns" is missing`,
  ],
  ['a wrong number', { ...good, step: -1 }, `the state's "step" must be >=0, got -1`],
  [
    'a wrong item',
    { ...good, progress: { returns: [1], lengths: [1.5] } },
    `the state's "progress.lengths" must be a list of whole numbers`,
  ],
  ['a short stream', { ...good, rng: [1, 2, 3] }, `the state's "rng.3"`],
  ['a word that is none', { ...good, rng: [1, 2, 3, 2 ** 32] }, `the state's "rng.3" must be <=4294967295`],
  ['no object', null, 'it must be Object, got null'],
])('names %s', (_, state, said) => {
  const told = fault(() => readState(schema, state));
  expect(told).toMatch(/^bad-checkpoint: /);
  expect(told).toContain(said);
  expect(told).toMatch(/\. Resume with the settings it was saved with, or restore the state from a copy\.$/);
});

it('names what is wrong with a part by the whole way to it', () => {
  const part = v.object({ begun: wholeNumber });
  expect(fault(() => readState(part, { begun: 'x' }, 'actors.recorder'))).toContain(
    `the state's "actors.recorder.begun" must be number, got "x"`,
  );
  expect(fault(() => readState(part, undefined, 'actors.recorder'))).toContain(
    `the state's "actors.recorder" is missing`,
  );
});

it('names the part that an environment refuses, and passes on what is no fault of the state', () => {
  const refuse = (error: Error) => () =>
    readingPart('actors.envs.2', () => {
      throw error;
    });
  expect(fault(refuse(new AgonError('bad-file', 'not a saved state of x.')))).toMatch(
    /^bad-checkpoint: the state's "actors\.envs\.2": not a saved state of x\. Resume/,
  );
  expect(refuse(new TypeError('a mistake'))).toThrow(TypeError);
  expect(readingPart('a', () => 3)).toBe(3);
});

it('names a list of another length', () => {
  requireLength([1, 2], 'actors.returns', 2, 'environments');
  expect(fault(() => requireLength([1, 2], 'actors.returns', 3, 'environments'))).toMatch(
    /^bad-checkpoint: the state's "actors\.returns" is of 2 environments, this run has 3\./,
  );
});

it('takes arrays of the same type and length only', () => {
  const into = new Float32Array(3);
  takeArray(into, 'memory', { memory: Float32Array.of(1, 2, 3) });
  expect([...into]).toEqual([1, 2, 3]);
  const parameters = new Parameters([{ name: 'w', shape: [2], init: zeros }]);
  for (const [take, said] of [
    [() => takeArray(into, 'memory', {}), 'the state\'s "memory" should have 3 float32 values, it has none'],
    [() => takeArray(into, 'memory', { memory: new Float32Array(2) }), 'it has 2 values of float32'],
    [() => takeArray(into, 'memory', { memory: new Int32Array(3) }), 'it has 3 values of int32'],
    [() => takeArray(new Uint32Array(2), 'counts', { counts: new Uint32Array(1) }), 'have 2 uint32 values'],
    [() => takeParameters(parameters, 'target', {}), 'the state\'s "target" should have 2 float32 values'],
    [() => momentsOf({ 'optimiser.m': new Uint8Array(2) }), '"optimiser.m" should have float32 values'],
    [() => segmentOf({}, 'replay'), 'the state has no rows "replay"'],
  ] as const) {
    const told = fault(take);
    expect(told).toMatch(/^bad-checkpoint: /);
    expect(told).toContain(said);
  }
  const broken = { memory: Float32Array.of(1, NaN, 3) };
  expect(fault(() => takeArray(into, 'memory', broken))).toMatch(
    /^not-finite: .*"memory" holds NaN at index 1/,
  );
});
