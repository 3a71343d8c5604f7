/** What a run has trained, as its trainer has it: of a search the best network that it has found. */
import { AgonError } from '@agon/core';
import { searchedBy } from '@agon/models';
import { trainedOf, type RunConfig, type Trained, type TrialLine } from './run.js';
import { searchFor } from './trainers.js';

/** Whether a run is a search for a network. */
export const isSearch = ({ algorithm }: Pick<RunConfig, 'algorithm'>): boolean =>
  searchedBy(algorithm) !== undefined;

/**
 * What the weights of a step are.
 * @param trials those of a search; nothing is read of them for other runs
 * @throws not-found where a search knows no network yet
 */
export function trainedBy(config: RunConfig, trials: readonly TrialLine[], step: number): Trained {
  const searched = searchedBy(config.algorithm);
  if (searched === undefined) return trainedOf(config);
  const best = trials.findLast((trial) => trial.isBest && trial.step <= step);
  if (!best)
    throw new AgonError('not-found', `the search "${config.name}" has found no network yet at step ${step}.`);
  const settings = searchFor(searched).settingsWith(config.settings, best.network);
  return trainedOf({ ...config, algorithm: searched, settings });
}
