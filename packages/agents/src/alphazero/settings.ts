/** AlphaZero's settings, one schema for the command line and files. `presets.ts` has sets of them for each game. */
import {
  AgonError,
  count,
  fraction,
  MOST_HELD,
  MOST_STEPS,
  MOST_THREADS,
  number,
  type Settings,
} from '@agon/core';
import { searchSchema, type SearchSettings } from '@agon/mcts';
import * as v from 'valibot';

/** With its defaults: plain AlphaZero. Accelerators are off by default. Entries of the search keep its texts. */
export const alphazeroSchema = v.strictObject({
  network: v.optional(v.string(), 'residual-tower'),
  planes: v.optional(v.picklist(['game', 'alphago']), 'game'),
  start: v.optional(v.string(), ''),
  visits: v.optional(count(2, MOST_HELD), 64),
  visitsStart: v.optional(count(0, MOST_HELD), 0),
  visitsRiseGames: v.optional(count(1, MOST_STEPS), 5000),
  gamesPerIteration: v.optional(count(1, MOST_HELD), 64),
  parallelGames: v.optional(count(1, MOST_HELD), 16),
  selection: v.optional(v.picklist(['puct', 'gumbel']), 'puct'),
  cInit: searchSchema.entries.cInit,
  firstPlay: searchSchema.entries.firstPlay,
  firstPlayReduction: searchSchema.entries.firstPlayReduction,
  dirichletAlpha: v.optional(searchSchema.entries.dirichletAlpha.wrapped, 1),
  dirichletFraction: v.optional(searchSchema.entries.dirichletFraction.wrapped, 0.25),
  forcedPlayouts: searchSchema.entries.forcedPlayouts,
  prove: searchSchema.entries.prove,
  discount: v.optional(fraction, 1),
  maxConsidered: searchSchema.entries.maxConsidered,
  gumbelScale: searchSchema.entries.gumbelScale,
  valueScale: searchSchema.entries.valueScale,
  visitOffset: searchSchema.entries.visitOffset,
  rescaleQ: searchSchema.entries.rescaleQ,
  cheapShare: v.optional(fraction, 0),
  cheapVisits: v.optional(count(2, MOST_HELD), 16),
  temperatureMoves: v.optional(count(0, MOST_STEPS), 10),
  openingMoves: v.optional(count(0, 1000), 0),
  resignBelow: v.optional(fraction, 1),
  resignPlayOut: v.optional(fraction, 0.1),
  window: v.optional(count(1, MOST_HELD), 50_000),
  windowStart: v.optional(count(0, MOST_HELD), 0),
  batchSize: v.optional(count(1, MOST_HELD), 128),
  augment: v.optional(v.boolean(), true),
  reuse: v.optional(number(0, 1000), 4),
  learnerThreads: v.optional(count(1, MOST_THREADS), 1),
  learningRate: v.optional(number(0), 0.002),
  averaging: v.optional(number(0, 0.99999), 0),
  l2: v.optional(number(0), 1e-4),
  searchValueShare: v.optional(fraction, 0),
  valueWeight: v.optional(number(0), 1),
  ownershipWeight: v.optional(number(0), 0),
  scoreWeight: v.optional(number(0), 0),
  clipNorm: v.optional(number(0), 0),
  matchGames: v.optional(count(0, 100_000), 20),
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
