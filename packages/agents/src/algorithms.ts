/** Every training algorithm by its id: one line each. */
import { unknownName } from '@agon/core';
import { a2c } from './policy/a2c/index.js';
import { alphazero } from './alphazero/alphazero.js';
import { alphago } from './alphago/alphago.js';
import { imitation } from './imitation/imitation.js';
import { valueFamily } from './value/dqn/index.js';
import { ppo } from './policy/ppo/index.js';
import { ppoSelfplay } from './ppoSelfplay/index.js';
import { pqn } from './policy/pqn/index.js';
import { reinforce } from './policy/reinforce/index.js';
import type { Algorithm } from './algorithm.js';
import { presentName } from './algorithmNames.js';

/** By id: what `agon train ID` runs. */
export const algorithms: Readonly<Record<string, Algorithm>> = {
  a2c,
  alphago,
  alphazero,
  ...Object.fromEntries(valueFamily.map((each) => [each.id, each])),
  imitation,
  ppo,
  'ppo-selfplay': ppoSelfplay,
  pqn,
  reinforce,
};

/** The algorithm of that id, or that had it before. @throws unknown-algorithm with the near name */
export function algorithm(name: string): Algorithm {
  const id = presentName(name);
  if (Object.hasOwn(algorithms, id)) return algorithms[id];
  const ids = Object.keys(algorithms);
  throw unknownName('unknown-algorithm', 'algorithm', id, ids, `There are: ${ids.join(', ')}.`);
}
