/** Tree search without a network: the yardstick for learned players. */
import { searchSchema, UniformEvaluator } from '@agon/mcts';
import { AgonError } from '@agon/core';
import * as v from 'valibot';
import { defineAgent } from './agentKind.js';
import { SearchAgent } from './searchAgent.js';

/** `mcts:visits=800`: PUCT with equal priors and values from finished games alone; all settings of the search. */
export const mcts = defineAgent({
  title: 'tree search without a network',
  plays: 'game',
  schema: v.strictObject({
    visits: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.description('simulations for each move')),
      800,
    ),
    temperature: v.optional(
      v.pipe(
        v.number(),
        v.minValue(0),
        v.description('0: the best move; else drawn by visits^(1/temperature)'),
      ),
      0,
    ),
    ...searchSchema.entries,
  }),
  make(environment, { visits, temperature, ...search }, name) {
    if (environment.kind !== 'game') throw new AgonError('unsupported', 'mcts plays board games only.');
    const { game } = environment;
    return new SearchAgent({
      name,
      game,
      evaluator: new UniformEvaluator(game),
      search,
      visits,
      temperature,
    });
  },
});
