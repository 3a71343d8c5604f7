/** Every trainer that learns from data, by its id: one line each. */
import { unknownName } from '@agon/core';
import type { DataTrainer } from './dataTrainer.js';
import { classifier } from './vision/classifier/classifier.js';

export const dataTrainers: Readonly<Record<string, DataTrainer>> = { classifier };

/** The trainer of that id. @throws unknown-algorithm with the near name */
export function dataTrainer(id: string): DataTrainer {
  if (Object.hasOwn(dataTrainers, id)) return dataTrainers[id];
  const ids = Object.keys(dataTrainers);
  throw unknownName('unknown-algorithm', 'algorithm', id, ids, `There are: ${ids.join(', ')}.`);
}
