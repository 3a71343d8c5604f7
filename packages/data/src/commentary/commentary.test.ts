/** Facts of moves, in positions where one can see them and against a slow count of all cells; and that they are told as they are. */
import { RandomStream } from '@agon/core';
import { makeGame, playMoves, type Go, type GoState, type SetUpStone, type State } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../testing/memoryFiles.js';
import { describeDataset, openText } from '../registry.js';
import { SPLITS } from '../pictures.js';
import type { Deed, News } from './facts.js';
import { livelyGame } from './livelyGame.js';
import { factsOf } from './moveFacts.js';
import { commentOn, commentOnReward } from './sentences.js';

/** X black, O white, . free; black is to move unless told otherwise. */
function go(picture: string, toMove = 0): GoState {
  const rows = picture.trim().split(/\s+/);
  const stones = rows.flatMap((row, y) =>
    [...row].flatMap((sign, x): SetUpStone[] =>
      sign === '.' ? [] : [[y * rows.length + x, sign === 'X' ? 0 : 1]],
    ),
  );
  return (makeGame(`go:size=${rows.length}`) as Go).newStateFrom(stones, toMove);
}

const deeds = (state: State, move: string): readonly Deed[] =>
  factsOf(state, state.parseAction(move)).deeds.slice(1);
const news = (state: State, move: string): readonly News[] => factsOf(state, state.parseAction(move)).news;

describe('facts of Go', () => {
  it.each<[what: string, picture: string, move: string, facts: Deed[]]>([
    ['nothing', '..... ..... ..... ..... .....', 'C3', []],
    ['captures', '.XX.. XOOX. .X... ..... .....', 'C3', [{ kind: 'captures', stones: 2 }]],
    ['no way out', '.X... XOOX. .X... ..... .....', 'C3', [{ kind: 'ladder', stones: 2 }]],
    ['atari', '..... ..... XOX.. ..... .....', 'B2', [{ kind: 'atari', stones: 1 }]],
    ['connects', '..... .X.X. ..... ..... .....', 'C4', [{ kind: 'connects', chains: 2 }]],
    ['saves', '.O... OX... .O... ..... .....', 'C4', [{ kind: 'saves', stones: 1 }]],
    ['self-atari', '..O.. O.... ..... ..... .....', 'A5', [{ kind: 'selfAtari', stones: 1 }]],
    [
      'a ko, the other side of it in atari',
      '.XO.. XO.O. .XO.. ..... .....',
      'C4',
      [{ kind: 'captures', stones: 1 }, { kind: 'atari', stones: 1 }, { kind: 'ko' }],
    ],
  ])('%s', (_what, picture, move, facts) => {
    const state = go(picture);
    const before = state.toString();
    expect(deeds(state, move)).toEqual(facts);
    expect(state.toString()).toBe(before);
  });

  it('tells a ladder that works, and one that a stone breaks as an atari', () => {
    // White at D5 runs down and to the right, along a staircase to the edge, or to a friend at F3.
    const ladder = (row3: string): string => `....... ...X... ..XO... ..X.... ${row3} ....... .......`;
    const [working, broken] = ['.......', '.....O.'].map((row3) => go(ladder(row3)));
    expect(deeds(working, 'E5')).toEqual([{ kind: 'ladder', stones: 1 }]);
    expect(deeds(broken, 'E5')).toEqual([{ kind: 'atari', stones: 1 }]);
  });

  it('tells passes, the end, and who takes the lead', () => {
    const state = makeGame('go:size=3,komi=0.5').newInitialState();
    expect(factsOf(state, state.parseAction('pass')).deeds).toEqual([{ kind: 'passes' }]);
    playMoves(state, 'A1 pass A2 C1');
    // Black has taken four of nine moves so far: from the fifth on the lead is told, but only where it changes.
    expect(news(state, 'A3')).toEqual([]);
    playMoves(state, 'pass');
    expect(news(state, 'pass')).toEqual([{ kind: 'wins', player: 0, points: 0.5 }]);
  });

  it('counts as a slow look at all cells does', () => {
    const game = makeGame('go:size=5,komi=0.5') as Go;
    const rng = new RandomStream('commentary');
    const seen = new Set<string>();
    for (let played = 0; played < 6; played++) {
      const state = game.newInitialState();
      while (!state.isTerminal && state.history.length < 60) {
        const legal = state.legalActions();
        const action = legal[rng.int(legal.length)];
        const { player, deeds: found } = factsOf(state, action);
        const before = chainsOf(state);
        state.apply(action);
        if (action === game.pass) continue;
        const after = chainsOf(state);
        const count = (chains: Chain[], colour: number): number =>
          chains.reduce((sum, chain) => sum + (chain.colour === colour ? chain.cells.length : 0), 0);
        const other = 1 - player;
        const stonesOf = (kind: Deed['kind']): number =>
          found.reduce((sum, deed) => sum + (deed.kind === kind && 'stones' in deed ? deed.stones : 0), 0);
        const beside = (chain: Chain): boolean =>
          chain.cells.some((cell) => isBeside(cell, action, game.size));
        expect(stonesOf('captures')).toBe(count(before, other) - count(after, other));
        const inAtari = after.filter(
          (chain) => chain.colour === other && chain.liberties === 1 && beside(chain),
        );
        expect(stonesOf('atari') + stonesOf('ladder')).toBe(count(inAtari, other));
        const joined = before.filter((chain) => chain.colour === player && beside(chain));
        expect(found.find((deed) => deed.kind === 'connects')?.chains ?? 1).toBe(Math.max(1, joined.length));
        const own = after.find((chain) => chain.cells.includes(action))!;
        const saved = joined.filter(({ liberties }) => liberties === 1);
        expect(stonesOf('saves')).toBe(own.liberties > 1 ? count(saved, player) : 0);
        if (stonesOf('selfAtari') > 0)
          expect([own.liberties, own.cells.length]).toEqual([1, stonesOf('selfAtari')]);
        for (const { kind } of found) seen.add(kind);
      }
    }
    expect([...seen].sort()).toEqual(expect.arrayContaining(['atari', 'captures', 'connects', 'ladder', 'saves', 'selfAtari'])); // prettier-ignore
  });
});

interface Chain {
  colour: number;
  cells: number[];
  liberties: number;
}

const isBeside = (a: number, b: number, size: number): boolean =>
  Math.abs((a % size) - (b % size)) + Math.abs(Math.floor(a / size) - Math.floor(b / size)) === 1;

/** All chains, by looking at every pair of cells. */
function chainsOf(state: GoState): Chain[] {
  const { size, pass } = state.game;
  const cells = Array.from({ length: pass }, (_, cell) => cell);
  const chains: Chain[] = [];
  for (const cell of cells) {
    const colour = state.at(cell);
    if (colour < 0 || chains.some((chain) => chain.cells.includes(cell))) continue;
    const chain = [cell];
    for (const stone of chain)
      chain.push(...cells.filter((each) => state.at(each) === colour && isBeside(stone, each, size) && !chain.includes(each))); // prettier-ignore
    const free = cells.filter(
      (each) => state.at(each) < 0 && chain.some((stone) => isBeside(stone, each, size)),
    );
    chains.push({ colour, cells: chain, liberties: free.length });
  }
  return chains;
}

describe('facts of other games', () => {
  it('tells threats, blocks and wins of lines', () => {
    const state = makeGame('connect_four').newInitialState();
    playMoves(state, '41415');
    expect(deeds(state, '1')).toEqual([{ kind: 'threatens', moves: ['1'] }]);
    // Three in a row with both ends free: neither 3 nor 6 alone keeps it from winning.
    playMoves(state, '2');
    expect(deeds(state, '6')).toEqual([{ kind: 'threatens', moves: ['3', '7'] }]);
    playMoves(state, '62');
    expect(news(state, '3')).toEqual([{ kind: 'wins', player: 0 }]);
    const noughts = makeGame('tic_tac_toe').newInitialState();
    for (const action of [0, 4, 1]) noughts.apply(action);
    expect(factsOf(noughts, 2).deeds.slice(1)).toEqual([
      { kind: 'blocks' },
      { kind: 'threatens', moves: ['o(2,0)'] },
    ]);
    for (const action of [2, 6, 3, 5, 7]) noughts.apply(action);
    expect(factsOf(noughts, 8).news).toEqual([{ kind: 'drawn' }]);
  });

  it('tells what Othello turns, and its corners', () => {
    const state = makeGame('othello').newInitialState();
    expect(deeds(state, 'd3')).toEqual([{ kind: 'turns', stones: 1 }]);
    playMoves(state, 'd3 c3 c4 c5 b2');
    expect(deeds(state, 'a1')).toEqual([{ kind: 'corner' }, { kind: 'turns', stones: 3 }]);
  });
});

describe('sentences', () => {
  const facts = { player: 1, deeds: [{ kind: 'plays', move: 'D4' }, { kind: 'captures', stones: 7 }], news: [{ kind: 'leads', player: 0, points: 2.5 }] } as const; // prettier-ignore

  it('name who did what, in several wordings, the same for the same stream', () => {
    const say = (seed: number): string => commentOn(facts, ['black', 'white'], new RandomStream(seed));
    const said = Array.from({ length: 30 }, (_, seed) => say(seed));
    expect(new Set(said).size).toBeGreaterThan(10);
    for (const text of said)
      expect(text).toMatch(/^White .*D4.* and .*7 stones.*\. .*[Bb]lack.*2\.5 points\.$/);
    expect(say(3)).toBe(said[3]);
  });

  it('tell what a step brought', () => {
    const rng = new RandomStream('rewards');
    expect(commentOnReward(0, rng)).toBeUndefined();
    for (let i = 0; i < 9; i++) {
      expect(commentOnReward(-0.1, rng)).toMatch(/costs 0\.1|loss of 0\.1|0\.1 less/);
      expect(commentOnReward(1, rng)).toMatch(/reward of 1\.|brings 1\.|1 more/);
    }
  });
});

describe('the dataset', () => {
  const open = (spec: string) => openText(spec, memoryFiles({}));

  it('has whole games in each split, the same every time, others by another seed', async () => {
    const [one, same, other] = await Promise.all(
      ['', '', ',seed=2'].map((more) => open(`commentary:games=10${more}`)),
    );
    expect(same.splits).toEqual(one.splits);
    expect(other.splits).not.toEqual(one.splits);
    for (const split of SPLITS) {
      expect(one.splits[split]).toMatch(/^(Go 7×7|Othello|Connect Four)\n1\. /);
      expect(one.splits[split]).toMatch(/(wins|won|drawn|draw|game for).*\n\n$/);
    }
    expect(one.splits.train).not.toContain(one.splits.test);
  });

  it('has as many characters as the list says', async () => {
    const { splits } = await open('commentary');
    const sizes = SPLITS.map((split) => [split, [...splits[split]].length]);
    expect(Object.fromEntries(sizes)).toEqual(describeDataset('commentary').splits);
  });

  it('tells games in which something happens', () => {
    const game = makeGame('go:size=7,komi=7').newInitialState();
    const kinds = Array.from(livelyGame(game, new RandomStream('lively')), (facts) => facts.deeds.map(({ kind }) => kind)).flat(); // prettier-ignore
    expect(game.isTerminal).toBe(true);
    expect(kinds.filter((kind) => kind === 'captures').length).toBeGreaterThan(3);
  });
});
