/** The settings of a search, as one flat schema that agents' own schemas can spread, and named sets of them. */
import { parseSettings, type Settings } from '@agon/core';
import * as v from 'valibot';

const number = (description: string, value: number, min: number, max = Number.MAX_VALUE) =>
  v.optional(v.pipe(v.number(), v.minValue(min), v.maxValue(max), v.description(description)), value);
const flag = (description: string, value: boolean) =>
  v.optional(v.pipe(v.boolean(), v.description(description)), value);

/** Every setting of a search with its default; text is parsed and checked by `parseSettings`. */
export const searchSchema = v.strictObject({
  selection: v.optional(
    v.pipe(
      v.picklist(['puct', 'uct', 'gumbel']),
      v.description(
        'how the tree is walked: PUCT (AlphaZero), UCT (Kocsis & Szepesvári), Gumbel (Danihelka et al.)',
      ),
    ),
    'puct',
  ),
  cInit: number('exploration constant of PUCT and UCT', 1.25, 0),
  cBase: number('PUCT: visits at which exploration begins to grow', 19652, 1),
  qTransform: v.optional(
    v.pipe(
      v.picklist(['identity', 'unit', 'minmax-siblings']),
      v.description(
        'PUCT: Q as it is, (Q + 1) / 2, or rescaled to 0..1 between the siblings and the parent (MuZero)',
      ),
    ),
    'identity',
  ),
  firstPlay: v.optional(
    v.pipe(
      v.picklist(['parent', 'zero', 'loss']),
      v.description("PUCT: Q of an unvisited move: its parent's value, a draw, or a loss"),
    ),
    'parent',
  ),
  firstPlayReduction: number(
    'PUCT: taken off Q of an unvisited move, times the root of the visited prior mass',
    0.2,
    0,
  ),
  rootFirstPlayReduction: number('the same at the root', 0, 0),
  dirichletFraction: number('share of Dirichlet noise in the root prior', 0, 0, 1),
  dirichletAlpha: number('concentration of the Dirichlet noise', 0.3, 1e-6),
  forcedPlayouts: number(
    'PUCT: k; every root move walked gets at least √(k · prior · visits) visits, which the policy leaves out (KataGo: 2)',
    0,
    0,
  ),
  virtualLoss: number('losses that a leaf in flight counts for on its path; 0 counts its visit only', 1, 0),
  discount: number('discount of a move, without the sign for a change of player', 1, 0, 1),
  prove: flag('carry finished games up the tree as exact values, and stop once the root is decided', true),
  bestReturn: number('a proved return that cannot be beaten, so that no other move need be proved', 1, 0),
  recordGrowth: flag('keep the root move and value of every simulation for the account', false),
  gumbelScale: number('Gumbel: scale of the noise; 0 plays the best move', 1, 0),
  maxConsidered: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.description('Gumbel: root moves that sequential halving begins with'),
    ),
    16,
  ),
  valueScale: number('Gumbel: weight of completed Q-values', 0.1, 0),
  visitOffset: number('Gumbel: added to the largest visit count in that weight', 50, 0),
  rescaleQ: flag('Gumbel: rescale completed Q-values to 0..1 among the siblings', true),
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
