/** AlphaZero's settings, one schema for the command line, files and help texts. `presets.ts` has sets of them for each game. */
import {
  AgonError,
  choice,
  count,
  flag,
  fraction,
  MOST_HELD,
  MOST_STEPS,
  MOST_THREADS,
  number,
  words,
  type Settings,
} from '@agon/core';
import { searchSchema, type SearchSettings } from '@agon/mcts';
import * as v from 'valibot';

/** With its defaults: plain AlphaZero. Accelerators are off by default. */
export const alphazeroSchema = v.strictObject({
  network: v.optional(
    words('the network with its options, such as residual-tower:blocks=4,channels=64'),
    'residual-tower',
  ),
  planes: v.optional(
    choice(
      ['game', 'alphago'],
      "what the network sees: the game's own planes or, in Go, AlphaGo's, like the networks of train imitation",
    ),
    'game',
  ),
  start: v.optional(
    words(
      'weights to start from: runs/NAME, runs/NAME@STEP or zoo/NAME; a residual-tower with more blocks or channels grows from them',
    ),
    '',
  ),
  visits: v.optional(count(2, 'simulations per move in self-play', MOST_HELD), 64),
  visitsStart: v.optional(
    count(
      0,
      'simulations per move in the first game, growing to `visits` if that is more; 0: no growth',
      MOST_HELD,
    ),
    0,
  ),
  visitsRiseGames: v.optional(count(1, 'games until `visits` is reached', MOST_STEPS), 5000),
  gamesPerIteration: v.optional(
    count(1, 'games per iteration, between two rounds of training', MOST_HELD),
    64,
  ),
  parallelGames: v.optional(count(1, 'games that share inference batches', MOST_HELD), 16),
  selection: v.optional(
    choice(
      ['puct', 'gumbel'],
      'puct: learn towards visits; gumbel: sequential halving, learn towards the improved policy (few visits)',
    ),
    'puct',
  ),
  cInit: searchSchema.entries.cInit,
  firstPlay: searchSchema.entries.firstPlay,
  firstPlayReduction: searchSchema.entries.firstPlayReduction,
  dirichletAlpha: v.optional(searchSchema.entries.dirichletAlpha.wrapped, 1),
  dirichletFraction: v.optional(searchSchema.entries.dirichletFraction.wrapped, 0.25),
  forcedPlayouts: searchSchema.entries.forcedPlayouts,
  prove: searchSchema.entries.prove,
  discount: v.optional(
    fraction('what an outcome is worth one move earlier; below 1, quick wins and slow losses are preferred'),
    1,
  ),
  maxConsidered: searchSchema.entries.maxConsidered,
  gumbelScale: searchSchema.entries.gumbelScale,
  valueScale: searchSchema.entries.valueScale,
  visitOffset: searchSchema.entries.visitOffset,
  rescaleQ: searchSchema.entries.rescaleQ,
  cheapShare: v.optional(
    fraction(
      'share of moves that are searched cheaply and without noise, and not learned from; below 1 (KataGo: 0.75)',
    ),
    0,
  ),
  cheapVisits: v.optional(
    count(2, 'simulations of a cheap search, at most `visits`; grows with them', MOST_HELD),
    16,
  ),
  temperatureMoves: v.optional(
    count(
      0,
      'puct: moves at the start of a game that are drawn in proportion to visits; later moves are the most visited',
      MOST_STEPS,
    ),
    10,
  ),
  openingMoves: v.optional(
    count(0, 'most random moves at the start of a game; nothing is learned from them', 1000),
    0,
  ),
  resignBelow: v.optional(fraction('a player resigns when its value stays below minus this; 1: never'), 1),
  resignPlayOut: v.optional(
    fraction('share of games that are played to the end regardless, to count false resignations'),
    0.1,
  ),
  window: v.optional(count(1, 'most positions kept for training', MOST_HELD), 50_000),
  windowStart: v.optional(
    count(0, 'positions after which the window grows more slowly than their number; 0: never', MOST_HELD),
    0,
  ),
  batchSize: v.optional(count(1, 'positions per minibatch', MOST_HELD), 128),
  augment: v.optional(
    flag('learn each position through a random symmetry of the board, if it has any'),
    true,
  ),
  reuse: v.optional(number(0, 'how often each new position is trained on, on average', 1000), 4),
  learnerThreads: v.optional(
    count(
      1,
      'threads that train, if there are spare cores; another number rounds sums differently',
      MOST_THREADS,
    ),
    1,
  ),
  learningRate: v.optional(number(0, 'learning rate of Adam'), 0.002),
  averaging: v.optional(
    number(0, 'decay of the moving average of the weights, which is what plays; 0: no average', 0.99999),
    0,
  ),
  l2: v.optional(number(0, 'weight of the sum of squared parameters in the loss'), 1e-4),
  searchValueShare: v.optional(
    fraction("share of the search's value in the value target; the rest is the game's outcome"),
    0,
  ),
  valueWeight: v.optional(number(0, 'weight of the squared value error in the loss'), 1),
  ownershipWeight: v.optional(
    number(0, 'weight of the squared error of the final owner of each cell (territory networks)'),
    0,
  ),
  scoreWeight: v.optional(
    number(0, 'weight of the squared error of the final lead, divided by the cells (territory networks)'),
    0,
  ),
  clipNorm: v.optional(number(0, 'largest norm of the gradient; 0 = not clipped'), 0),
  matchGames: v.optional(
    count(
      0,
      'games against a random player at each checkpoint, played by the network without search',
      100_000,
    ),
    20,
  ),
});

/** AlphaZero's settings once parsed: every one has a value. */
export type AlphazeroSettings = Settings<typeof alphazeroSchema>;

/** What Gumbel search leaves out; those that presets set are not among them. */
const PUCT_ONLY = ['forcedPlayouts', 'dirichletFraction', 'dirichletAlpha'] as const;

/** Refuses settings that a run would not honour, or learn nothing with. @throws bad-option */
export function requireHonoured(settings: AlphazeroSettings): void {
  const { selection, visits, cheapShare, cheapVisits } = settings;
  const refuse = (text: string): never => {
    throw new AgonError('bad-option', `algorithm "alphazero": ${text}`);
  };
  if (cheapShare === 1) {
    refuse(
      '"cheapShare" is 1, and nothing is learned from moves that are searched cheaply; set less than 1.',
    );
  }
  if (cheapShare > 0 && cheapVisits > visits) {
    refuse(
      `"cheapVisits" is ${cheapVisits}, more than "visits", ${visits}; a cheap search has at most as many; set fewer.`,
    );
  }
  if (selection !== 'gumbel') return;
  const idle = PUCT_ONLY.filter((key) => settings[key] !== alphazeroSchema.entries[key].default);
  if (idle.length === 0) return;
  const names = idle.map((key) => `"${key}"`).join(', ');
  refuse(`with "selection" gumbel nothing comes of ${names}; leave it out, or set "selection" to puct.`);
}

/** What a search of self-play is made of. */
export function searchSettings(settings: AlphazeroSettings): Partial<SearchSettings> {
  const { selection, maxConsidered, gumbelScale, valueScale, visitOffset, rescaleQ } = settings;
  const { cInit, firstPlay, firstPlayReduction, dirichletAlpha, forcedPlayouts, prove, discount } = settings;
  // Gumbel noise explores already, and its policy would learn the other noise.
  const dirichletFraction = selection === 'gumbel' ? 0 : settings.dirichletFraction;
  return {
    ...{ selection, maxConsidered, gumbelScale, valueScale, visitOffset, rescaleQ },
    ...{ cInit, firstPlay, firstPlayReduction, dirichletAlpha, dirichletFraction },
    ...{ forcedPlayouts, prove, discount },
  };
}

/** Simulations of a full search in a run's game of that number: a geometric rise from `visitsStart`, if that is less, to `visits`. */
export function visitsAt(settings: AlphazeroSettings, game: number): number {
  const { visits, visitsStart, visitsRiseGames } = settings;
  if (visitsStart === 0) return visits;
  const first = Math.min(visitsStart, visits);
  return Math.round(first * (visits / first) ** Math.min(1, game / visitsRiseGames));
}

/** KataGo's growth: the window is the whole experience up to `windowStart` positions, then grows with its power 0.75. */
const WINDOW_POWER = 0.75;
const WINDOW_SLOPE = 0.4;

/** The newest positions that are trained on after `positions` of them (Wu 2020, appendix C). */
export function windowAt(settings: AlphazeroSettings, positions: number): number {
  const { window, windowStart } = settings;
  if (windowStart === 0 || positions <= windowStart) return Math.min(window, positions);
  const growth = (WINDOW_SLOPE * ((positions / windowStart) ** WINDOW_POWER - 1)) / WINDOW_POWER;
  return Math.min(window, Math.floor(windowStart * (1 + growth)));
}
