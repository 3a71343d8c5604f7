/**
 * The loop that all on-policy algorithms share: a fixed number of steps in N environments, then learning from them.
 * Nothing is kept between iterations but the learner and the environments, so states are saved there.
 */
import {
  drive,
  readCheckpoint,
  type ProgressMetric,
  type TrainEvent,
  type TrainOptions,
} from '@agon/learning';
import { beginWith } from '@agon/models/vision';
import type { Actors } from './actors.js';
import type { OnPolicyLearner } from './learner.js';
import { OnPolicyRun, type Collection } from './run.js';

/** Steps between two metrics events, at least. */
const METRICS_EVERY = 1_000;

/** What an algorithm brings to the loop. */
interface OnPolicyAlgorithm<Id extends string> {
  /** The network's spec, for the run's first event. */
  network: string;
  /** The weights that it begins with: runs/NAME; '' for none. */
  start?: string;
  collection: Collection;
  /** Makes `collection.numEnvs` environments. */
  makeActors(): Actors;
  makeLearner(actors: Actors): Promise<OnPolicyLearner<Id>>;
}

/**
 * Trains from step 0, or on from `options.resume`, in whole iterations: the last one may pass `options.steps`. The same
 * settings, seed and steps give the same bytes, however often the run was interrupted (metrics of speed apart).
 * @throws unsupported, bad-option; not-finite where learning diverged
 */
export async function* trainOnPolicy<Id extends string>(
  { network, start = '', collection, makeActors, makeLearner }: OnPolicyAlgorithm<Id>,
  options: TrainOptions,
): AsyncGenerator<TrainEvent<Id | ProgressMetric>, void> {
  const actors = makeActors();
  const learner = await makeLearner(actors);
  let warnings: string[] = [];
  if (start !== '' && !options.resume) {
    try {
      const { weights } = await readCheckpoint(start, options.checkpoints);
      warnings = beginWith(learner.parameters, weights, start);
    } catch (error) {
      await learner.dispose();
      throw error;
    }
  }
  const run = new OnPolicyRun(network, collection, actors, learner, warnings);
  yield* drive(run, { ...options, metricsEvery: METRICS_EVERY });
}
