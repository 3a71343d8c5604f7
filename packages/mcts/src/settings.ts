/** The settings of a search, as one flat schema that agents' own schemas can spread, and named sets of them. */
import { count, described, fraction, number, parseSettings, type Settings } from '@agon/core';
import * as v from 'valibot';

/** Every setting of a search with its default; text is parsed and checked by `parseSettings`. */
export const searchSchema = v.strictObject({
  selection: v.optional(
    described(
      v.picklist(['puct', 'uct', 'gumbel']),
      'how the tree is walked: PUCT (AlphaZero), UCT (Kocsis & Szepesvári), Gumbel (Danihelka et al.)',
    ),
    'puct',
  ),
  cInit: v.optional(described(number(0), 'exploration constant of PUCT and UCT'), 1.25),
  cBase: v.optional(described(number(1), 'PUCT: visits from which exploration grows'), 19652),
  qTransform: v.optional(
    described(
      v.picklist(['identity', 'unit', 'minmax-siblings']),
      'PUCT: Q as it is, (Q + 1) / 2, or rescaled to 0..1 between the siblings and the parent (MuZero)',
    ),
    'identity',
  ),
  firstPlay: v.optional(
    described(
      v.picklist(['parent', 'zero', 'loss']),
      "PUCT: Q of an unvisited move: its parent's value, a draw, or a loss",
    ),
    'parent',
  ),
  firstPlayReduction: v.optional(
    described(
      number(0),
      'PUCT: subtracted from Q of an unvisited move, times the square root of the visited prior mass',
    ),
    0.2,
  ),
  rootFirstPlayReduction: v.optional(described(number(0), 'the same at the root'), 0),
  dirichletFraction: v.optional(described(fraction, 'share of Dirichlet noise in the root prior'), 0),
  dirichletAlpha: v.optional(described(number(1e-6), 'concentration of the Dirichlet noise'), 0.3),
  forcedPlayouts: v.optional(
    described(
      number(0),
      'PUCT: k; every root move that is tried gets at least √(k · prior · visits) visits, which the policy target leaves out (KataGo: 2)',
    ),
    0,
  ),
  virtualLoss: v.optional(
    described(
      number(0),
      'virtual losses on the path to a leaf that is being evaluated; 0: only its visit counts',
    ),
    1,
  ),
  discount: v.optional(
    described(fraction, 'discount factor per move, without the sign for a change of player'),
    1,
  ),
  prove: v.optional(
    described(
      v.boolean(),
      'carry results of finished games up the tree as exact values, and stop once the root is decided',
    ),
    true,
  ),
  bestReturn: v.optional(
    described(
      number(0),
      'the best return there can be (before discounting): once a move is proved to reach it, no other move needs a proof',
    ),
    1,
  ),
  recordGrowth: v.optional(
    described(v.boolean(), 'keep the root move and value of every simulation for the analysis'),
    false,
  ),
  gumbelScale: v.optional(described(number(0), 'Gumbel: scale of the noise; 0 plays the best move'), 1),
  maxConsidered: v.optional(
    described(count(1, 10_000), 'Gumbel: root moves that sequential halving starts with'),
    16,
  ),
  valueScale: v.optional(described(number(0), 'Gumbel: weight of completed Q-values'), 0.1),
  visitOffset: v.optional(
    described(number(0), 'Gumbel: added to the largest visit count in the weight of completed Q-values'),
    50,
  ),
  rescaleQ: v.optional(
    described(v.boolean(), 'Gumbel: rescale completed Q-values to 0..1 among the siblings'),
    true,
  ),
});

/** All settings, completed; `searchSchema` says what each means. */
export type SearchSettings = Settings<typeof searchSchema>;

/**
 * Named sets of settings. `alphazero` is the pseudocode of Silver et al. (2018), noise of Go's size; `muzero` and `gumbel` are mctx's defaults without noise (their exploration noise is
 * `dirichletFraction` 0.25 and `gumbelScale` 1).
 */
export const searchPresets = {
  alphazero: {
    qTransform: 'unit',
    firstPlay: 'loss',
    firstPlayReduction: 0,
    dirichletFraction: 0.25,
    dirichletAlpha: 0.03,
    prove: false,
  },
  muzero: { qTransform: 'minmax-siblings', prove: false },
  gumbel: { selection: 'gumbel', gumbelScale: 0 },
  uct: { selection: 'uct', cInit: 1.4142135623730951 },
} as const satisfies Readonly<Record<string, Partial<SearchSettings>>>;

/** Completes settings with their defaults. @throws bad-option with the allowed range */
export function completeSettings(settings: Partial<SearchSettings>): SearchSettings {
  return parseSettings(searchSchema, settings, 'tree search');
}
