/** Sentences about games of ours: a game played here by chance, each of its moves told from its facts, as under a replay. */
import { count, described, formatSpec, parseSettings, RandomStream } from '@agon/core';
import { makeGame } from '@agon/envs';
import * as v from 'valibot';
import type { TextEntry } from '../dataset.js';
import { eachSplit, type SplitName } from '../pictures.js';
import { livelyGame } from './livelyGame.js';
import { commentOn } from './sentences.js';

const GAMES = ['go:size=7,komi=7', 'othello', 'connect_four'];

const schema = v.strictObject({
  games: v.optional(
    described(
      count(10, 10_000),
      'games that are told; a tenth of them is for validation, a tenth for the test',
    ),
    150,
  ),
  seed: v.optional(described(count(0, Number.MAX_SAFE_INTEGER), 'decides games and words'), 1),
});

/** A game as a text: its name, then a line a move. */
function told(spec: string, rng: RandomStream): string {
  const state = makeGame(spec).newInitialState();
  const { title, playerNames } = state.game;
  const lines: string[] = [title];
  for (const facts of livelyGame(state, rng))
    lines.push(`${lines.length}. ${commentOn(facts, playerNames, rng)}`);
  return `${lines.join('\n')}\n\n`;
}

const splitOf = (index: number): SplitName =>
  index % 10 === 8 ? 'validation' : index % 10 === 9 ? 'test' : 'train';

export const commentary: TextEntry = {
  kind: 'text',
  title: 'commentary: sentences about games of Go, Othello and Connect Four',
  licence: 'MIT (made by agon)',
  source: 'made by agon',
  origin: { kind: 'made' },
  schema,
  splits: { train: 254_596, validation: 35_449, test: 32_022 },

  async open(options) {
    const settings = parseSettings(schema, options, 'dataset "commentary"');
    const splits: Record<SplitName, string[]> = { train: [], validation: [], test: [] };
    for (let index = 0; index < settings.games; index++) {
      const rng = new RandomStream(`commentary ${settings.seed} / game ${index}`);
      splits[splitOf(index)].push(told(GAMES[index % GAMES.length], rng));
    }
    const { title, licence, source } = commentary;
    return {
      spec: formatSpec('commentary', settings),
      ...{ title, licence, source },
      splits: eachSplit((split) => splits[split].join('')),
      faults: [],
    };
  },
};
