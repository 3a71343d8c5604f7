/** All that can be trained, by id: what learns to play, what learns from data, and searches for the networks of either. */
import { algorithms, presentName, type Algorithm } from '@agon/agents';
import { unknownName } from '@agon/core';
import { learnsFromData, type DataTask, type EnvironmentTask } from '@agon/learning';
import { dataTrainers, searchedBy, searchOf, type DataTrainer, type SearchTrainer } from '@agon/models';

/** A search for the networks of one of them. */
export type AnySearch = SearchTrainer<EnvironmentTask> | SearchTrainer<DataTask>;
/** What `agon train ID` runs, and `agon search ID`. */
export type AnyTrainer = Algorithm | DataTrainer | AnySearch;

export const trainers: Readonly<Record<string, Algorithm | DataTrainer>> = { ...algorithms, ...dataTrainers };

const places = { trainer: (id: string) => trainer(id) };

/** The search for the networks of a trainer. @throws unknown-algorithm with the near name; unsupported where it has none to compare */
export function searchFor(name: string): AnySearch {
  const found = trainer(name);
  return learnsFromData(found) ? searchOf(found, places) : searchOf<EnvironmentTask>(found, places);
}

/** The trainer of that id, or that had it before. @throws unknown-algorithm with the near name */
export function trainer(name: string): AnyTrainer {
  const searched = searchedBy(name);
  if (searched !== undefined) return searchFor(searched);
  const id = presentName(name);
  if (Object.hasOwn(trainers, id)) return trainers[id];
  const ids = Object.keys(trainers);
  throw unknownName('unknown-algorithm', 'algorithm', id, ids, `There are: ${ids.join(', ')}.`);
}

/** The words after `agon` that train with a trainer of this id, or search. */
export function commandWords(id: string): [command: string, id: string] {
  const searched = searchedBy(id);
  return searched === undefined ? ['train', id] : ['search', searched];
}
