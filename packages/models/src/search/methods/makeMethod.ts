/** Methods of search by their names. */
import type { Rng } from '@agon/core';
import type { SearchSettings } from '../settings.js';
import type { Space } from '../space.js';
import { Asha } from './asha.js';
import type { SearchMethod } from './method.js';
import { randomSearch } from './randomSearch.js';
import { RegularisedEvolution } from './regularisedEvolution.js';

/** What decides what a method asks for. */
export type MethodSettings = Pick<
  SearchSettings,
  'method' | 'budget' | 'reduction' | 'least' | 'population' | 'sample'
>;

/** Updates of ASHA's first rung. */
const leastOf = ({ least, budget, reduction }: MethodSettings): number =>
  least > 0 ? least : Math.max(1, Math.round(budget / reduction ** 2));

/** The method that the settings name. */
export function makeMethod(space: Space, rng: Rng, settings: MethodSettings): SearchMethod {
  switch (settings.method) {
    case 'asha':
      return new Asha(space, rng, { ...settings, least: leastOf(settings) });
    case 'evolution':
      return new RegularisedEvolution(space, rng, settings);
    case 'random':
      return randomSearch(space, rng, settings);
  }
}
