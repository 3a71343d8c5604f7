/**
 * The loop that all on-policy algorithms share: a fixed number of steps in N environments, then learning from them.
 * Nothing is kept between iterations but the learner and the environments, so states are saved there.
 */
import { passes, type TrainEvent, type TrainOptions } from '@agon/learning';
import type { Actors } from './actors.js';
import type { OnPolicyLearner } from './learner.js';
import { OnPolicyRun, type Collection } from './run.js';

/** Steps between two metrics events, at least. */
const METRICS_EVERY = 1_000;

/** What an algorithm brings to the loop. */
interface OnPolicyAlgorithm {
  /** The network's spec, for the run's first event. */
  network: string;
  collection: Collection;
  /** Makes `collection.numEnvs` environments. */
  makeActors(): Actors;
  makeLearner(actors: Actors): Promise<OnPolicyLearner>;
}

/**
 * Trains from step 0, or on from `options.resume`, in whole iterations: the last one may pass `options.steps`. The same
 * settings, seed and steps give the same bytes, however often the run was interrupted (metrics of speed apart).
 * @throws unsupported, bad-option; not-finite where learning diverged
 */
export async function* trainOnPolicy(
  { network, collection, makeActors, makeLearner }: OnPolicyAlgorithm,
  options: TrainOptions,
): AsyncGenerator<TrainEvent, void> {
  const { checkpointEvery, signal, steps = Infinity, minutes = Infinity } = options;
  const actors = makeActors();
  const learner = await makeLearner(actors);
  try {
    const run = new OnPolicyRun(collection, actors, learner);
    if (options.resume) run.load(options.resume);
    else {
      actors.wantRecording();
      actors.start(true);
    }
    const info = { network, parameters: learner.parameters.size, ...collection };
    yield { kind: 'start', step: run.step, info };
    const deadline = performance.now() + minutes * 60_000;
    let saved = options.resume ? run.step : -1;
    const checkpoint = (): TrainEvent => {
      saved = run.step;
      const state = { ...run.save(), segments: {} };
      return { kind: 'checkpoint', step: run.step, weights: learner.parameters.toSafetensors(), state };
    };
    while (run.step < steps && performance.now() < deadline && !signal?.aborted) {
      const before = run.step;
      for await (const episode of run.iterate()) yield { kind: 'episode', step: run.step, episode };
      if (passes(METRICS_EVERY, before, run.step))
        yield { kind: 'metrics', step: run.step, values: run.progress.take(run.step) };
      if (passes(checkpointEvery, before, run.step)) {
        actors.wantRecording();
        yield checkpoint();
      }
    }
    if (saved !== run.step) yield checkpoint();
  } finally {
    await learner.dispose();
  }
}
