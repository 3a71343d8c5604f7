/** Broken files: what is read or refused, nothing crashes or hangs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgonError } from '@agon/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOf, parseSgf, sgfState } from './index.js';

/** How many broken files are read. */
const FUZZED = process.env.AGON_SLOW === '1' ? 100_000 : 1500;

/** Reads and plays; every fault has a place. */
function tryAll(contents: string | Uint8Array): void {
  const { games, faults } = parseSgf(contents);
  expect(games.length + faults.length).toBeGreaterThan(0);
  for (const game of games) {
    try {
      sgfState(game);
    } catch (error) {
      expect((error as AgonError).message).toMatch(/^SGF \d+:\d+: /);
      faults.push(faultOf(error));
    }
  }
  for (const { line, column, what } of faults) {
    expect([line, column].every((each) => Number.isInteger(each) && each > 0)).toBe(true);
    expect(what).not.toMatch(/undefined|NaN|\[object/);
  }
}

const FIELD = join(import.meta.dirname, 'testdata/field');
const files = readdirSync(FIELD)
  .filter((name) => name.endsWith('.sgf'))
  .map((name) => readFileSync(join(FIELD, name)));

describe('the reader of SGF', () => {
  it('takes pieces of SGF in any order', () => {
    const pieces = fc.constantFrom(
      ...'( ) ; B W AE SZ AB C CA HA KM PL RU [ ] \\ aa zz tt 9 3 : \n é ( (; (;SZ[5] ] );'.split(' '),
      '',
      ' ',
      '\r',
      '(;GM[1]SZ[5];B[aa]',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => tryAll(parts.join(''))),
      { seed: 20261123, numRuns: FUZZED },
    );
  }, 3_600_000);

  it('takes files of the field with bytes changed, cut out and put in, and several in one', () => {
    const changes = fc.array(
      fc.record({ at: fc.nat(600), cut: fc.nat(4), add: fc.uint8Array({ maxLength: 4 }) }),
      { minLength: 1, maxLength: 6 },
    );
    const chosen = fc.array(fc.constantFrom(...files), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(chosen, changes, (contents, all) => {
        const bytes = contents.flatMap((each) => [...each]);
        for (const { at, cut, add } of all) bytes.splice(at % (bytes.length + 1), cut, ...add);
        tryAll(Uint8Array.from(bytes));
      }),
      { seed: 20261125, numRuns: FUZZED },
    );
  }, 3_600_000);

  it('takes random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => tryAll(bytes)),
      { seed: 20261204, numRuns: FUZZED },
    );
  }, 3_600_000);

  it('loses no game beside the one that is broken', () => {
    const good = '(;GM[1]SZ[9];B[aa];W[bb](;B[cc])(;B[dd]))';
    const place = fc.nat(good.length - 1);
    const added = fc.constantFrom('', '(', ')', '[', ']', ';', '\\', '=', 'é', 'B[zz]', ';B[');
    fc.assert(
      fc.property(place, fc.nat(3), added, fc.constantFrom('', '\n', ' '), (at, cut, add, between) => {
        const broken = good.slice(0, at) + add + good.slice(at + cut);
        const text = [good, good, broken, '(;FF[4]GM[1]SZ[13];B[ee])', good].join(between);
        const { games } = parseSgf(text);
        const sizes = games.map(({ size, nodes }) => `${size} ${nodes.length}`);
        expect(sizes.slice(0, 2)).toEqual(['9 4', '9 4']);
        expect(sizes.slice(-2)).toEqual(['13 2', '9 4']);
      }),
      { seed: 20261205, numRuns: FUZZED },
    );
  }, 3_600_000);

  it('takes time in proportion to what is large, deep or hostile', () => {
    const times = (piece: string): string => piece.repeat(Math.ceil(300_000 / piece.length));
    for (const piece of [
      '(;',
      '(',
      '(;SZ[',
      '(;PB[\\](',
      '(;SZ[9]C[\\]',
      ';B[aa]',
      '(;SZ[9]',
      '[',
      '(;PB[é\\](;',
      '(;CA[x]PB[\x83]',
      '(  ',
    ])
      parseSgf(times(piece));
    const names = Array.from({ length: 50_000 }, (_, i) => `P${i}[]`).join('');
    expect(parseSgf(`(;${names})`).faults).toMatchObject([{ what: 'a node has more than 500 properties' }]);
    expect(parseSgf(';'.padStart(2, '(') + ';'.repeat(500_001)).faults).toMatchObject([
      { what: 'a game has more than 500000 nodes and values' },
    ]);
  }, 60_000);
});
