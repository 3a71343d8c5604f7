/** Every training algorithm by its id: one line each. */
import { unknownName } from '@agon/core';
import { a2c } from './policy/a2c/index.js';
import { alphazero } from './alphazero/alphazero.js';
import { alphago } from './alphago/alphago.js';
import { supervised } from './imitation/supervised.js';
import { valueFamily } from './value/dqn/index.js';
import { ppo } from './policy/ppo/index.js';
import { ppoSelfplay } from './ppoSelfplay/index.js';
import { pqn } from './policy/pqn/index.js';
import { reinforce } from './policy/reinforce/index.js';
import type { Algorithm } from './algorithm.js';

/** By id: what `agon train ID` runs. */
export const algorithms: Readonly<Record<string, Algorithm>> = {
  a2c,
  alphago,
  alphazero,
  ...Object.fromEntries(valueFamily.map((each) => [each.id, each])),
  ppo,
  'ppo-selfplay': ppoSelfplay,
  pqn,
  reinforce,
  supervised,
};

/** The algorithm of that id. @throws unknown-algorithm with the near name */
export function algorithm(id: string): Algorithm {
  if (Object.hasOwn(algorithms, id)) return algorithms[id];
  const ids = Object.keys(algorithms);
  throw unknownName('unknown-algorithm', 'algorithm', id, ids, `There are: ${ids.join(', ')}.`);
}
