/** Every training algorithm by its id: a line each in the two tables. */
import { unknownName } from '@agon/core';
import { a2c } from './policy/a2c/index.js';
import { alphazero } from './alphazero/alphazero.js';
import { alphago } from './alphago/alphago.js';
import { imitation } from './imitation/imitation.js';
import { moveModel } from './moveModel/moveModel.js';
import { valueFamily } from './value/dqn/index.js';
import { ppo } from './policy/ppo/index.js';
import { ppoSelfplay } from './ppoSelfplay/index.js';
import { pqn } from './policy/pqn/index.js';
import { reinforce } from './policy/reinforce/index.js';
import type { Algorithm } from './algorithm.js';
import { presentName } from './algorithmNames.js';

type ValueLearner = (typeof valueFamily)[number];
const valueLearners = Object.fromEntries(valueFamily.map((each) => [each.id, each])) as Record<
  ValueLearner['id'],
  ValueLearner
>;

/** What can be set of each: catalogues of words say what it means. */
export type Schemas = Readonly<Record<ValueLearner['id'], ValueLearner['schema']>> & {
  readonly a2c: (typeof a2c)['schema'];
  readonly alphago: (typeof alphago)['schema'];
  readonly alphazero: (typeof alphazero)['schema'];
  readonly imitation: (typeof imitation)['schema'];
  readonly 'move-model': (typeof moveModel)['schema'];
  readonly ppo: (typeof ppo)['schema'];
  readonly 'ppo-selfplay': (typeof ppoSelfplay)['schema'];
  readonly pqn: (typeof pqn)['schema'];
  readonly reinforce: (typeof reinforce)['schema'];
};

/** By id: what `agon train ID` runs. */
export const algorithms: Readonly<Record<string, Algorithm>> = {
  a2c,
  alphago,
  alphazero,
  ...valueLearners,
  imitation,
  'move-model': moveModel,
  ppo,
  'ppo-selfplay': ppoSelfplay,
  pqn,
  reinforce,
} satisfies { [Id in keyof Schemas]: Algorithm<string, Schemas[Id]> };

/** The algorithm of that id, or that had it before. @throws unknown-algorithm with the near name */
export function algorithm(name: string): Algorithm {
  const id = presentName(name);
  if (Object.hasOwn(algorithms, id)) return algorithms[id];
  const ids = Object.keys(algorithms);
  throw unknownName('unknown-algorithm', 'algorithm', id, ids, `There are: ${ids.join(', ')}.`);
}
