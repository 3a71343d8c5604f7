import fc from 'fast-check';
import sabaki from '@sabaki/sgf';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '@agon/core';
import { playMoves } from '../../game.js';
import { makeGame } from '../../registry.js';
import type { Go, GoState } from '../go.js';
import { formatSgf, parseSgf, sgfState, type SgfGame } from './index.js';

const one = (contents: string | Uint8Array): SgfGame => {
  const { games, faults } = parseSgf(contents);
  expect(faults).toEqual([]);
  return games[0];
};

describe('writing SGF', () => {
  it('gives a file that reads back as the same game', () => {
    const state = (makeGame('go:size=9,handicap=3,komi=0.5,suicide=true') as Go).newInitialState();
    playMoves(state, 'E5 pass D4 F6');
    state.undo();
    const text = formatSgf(state, {
      black: 'a]b\\c',
      white: 'Wü',
      comments: ['start', undefined, 'after a pass'],
    });
    const game = one(text);
    expect(game).toMatchObject({ players: ['a]b\\c', 'Wü'], handicap: 3, result: '' });
    const again = sgfState(game);
    expect(again.toString()).toBe(state.toString());
    expect(again.game.options).toMatchObject({ suicide: true, superko: true, komi: 0.5 });
    expect(again.history).toEqual(state.history);
    expect(game.nodes.map((node) => node.properties.C?.[0])).toEqual([
      'start',
      undefined,
      'after a pass',
      undefined,
    ]);
  });

  it('names the result of a finished game', () => {
    const state = (makeGame('go:size=5,komi=0.5') as Go).newInitialState();
    playMoves(state, 'C3 pass pass');
    expect(one(formatSgf(state)).result).toBe('B+24.5');
  });

  it('gives what @sabaki/sgf reads, too', () => {
    const state = (makeGame('go:size=9,handicap=2') as Go).newInitialState();
    playMoves(state, 'E5 D4 pass');
    const [root] = sabaki.parse(formatSgf(state, { black: '[a\\]', comments: [undefined, 'x:]\ny'] }));
    expect(root.data).toMatchObject({ SZ: ['9'], AB: ['cg', 'gc'], PB: ['[a\\]'], PL: ['W'] });
    const [first] = root.children;
    expect(first.data).toEqual({ W: ['ee'], C: ['x:]\ny'] });
    expect(first.children[0].children[0].data).toEqual({ W: [''] });
  });

  it('reads back the same, whatever the game, the komi, the names and the comments are', () => {
    const word = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((text) => text.replace(/\r/g, ' ').trim());
    const tricky = fc.constantFrom(
      '(;GM[1]SZ[9]',
      ';B[aa]',
      ']',
      '\\',
      '[',
      'CA[GBK]',
      '\\]',
      ')',
      'PW[x',
      '古力',
      'é',
    );
    const text = fc.oneof(
      word,
      fc.array(tricky, { maxLength: 4 }).map((parts) => parts.join('')),
    );
    const options = fc.record({
      size: fc.constantFrom(5, 9, 19),
      komi: fc.oneof(
        fc.integer({ min: -800, max: 800 }).map((twice) => twice / 2),
        fc.constantFrom(3.75, 375, 50, 150, 0.1),
      ),
      superko: fc.boolean(),
      suicide: fc.boolean(),
      first: fc.constantFrom(0, 1),
      stones: fc.nat(3),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(options, text, text, text, (game, black, white, comment) => {
        const { size, komi, superko, suicide, first, stones, seed } = game;
        const go = makeGame(`go:size=${size},komi=${komi},superko=${superko},suicide=${suicide}`) as Go;
        const placed = Array.from({ length: stones }, (_, i) => [2 * i, i % 2] as const);
        const state = go.newStateFrom(placed, first);
        playRandomly(state, 30, seed);
        const written = formatSgf(state, { black, white, comments: [comment, comment] });
        for (const contents of [written, new TextEncoder().encode(written)]) {
          const read = one(contents);
          expect(read.players).toEqual([black, white]);
          expect(read.nodes[0].properties.C?.[0] ?? '').toBe(comment);
          const again = sgfState(read);
          expect(again.game.options).toEqual(go.options);
          expect(again.toString()).toBe(state.toString());
          expect(again.history).toEqual(state.history);
          expect([again.firstToMove, new Set(again.setUp)]).toEqual([
            state.firstToMove,
            new Set(state.setUp),
          ]);
        }
      }),
      { seed: 20261203, numRuns: process.env.AGON_SLOW === '1' ? 5000 : 60 },
    );
  });
});

function playRandomly(state: GoState, moves: number, seed: number): void {
  const rng = new RandomStream(`moves ${seed}`);
  for (let ply = 0; ply < moves && !state.isTerminal; ply++) {
    const legal = state.legalActions();
    state.apply(legal[rng.int(legal.length)]);
  }
}
