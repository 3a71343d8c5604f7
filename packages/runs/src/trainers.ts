/** All that can be trained, by id: what learns to play and what learns from data. */
import { algorithms, presentName, type Algorithm } from '@agon/agents';
import { unknownName } from '@agon/core';
import { dataTrainers, type DataTrainer } from '@agon/models';

/** What `agon train ID` runs. */
export type AnyTrainer = Algorithm | DataTrainer;

export const trainers: Readonly<Record<string, AnyTrainer>> = { ...algorithms, ...dataTrainers };

/** The trainer of that id, or that had it before. @throws unknown-algorithm with the near name */
export function trainer(name: string): AnyTrainer {
  const id = presentName(name);
  if (Object.hasOwn(trainers, id)) return trainers[id];
  const ids = Object.keys(trainers);
  throw unknownName('unknown-algorithm', 'algorithm', id, ids, `There are: ${ids.join(', ')}.`);
}
