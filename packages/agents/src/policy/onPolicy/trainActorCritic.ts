/** How PPO, A2C and REINFORCE are trained: an actor-critic learner in the on-policy loop. */
import { makeEnv } from '@agon/envs';
import type { TrainEvent, TrainOptions } from '@agon/learning';
import { ActorCriticLearner, type ActorCriticOptions } from './actorCritic.js';
import type { Actors } from './actors.js';
import { checkOnPolicy } from './check.js';
import { EnvActors } from './envActors.js';
import type { ActorCriticMetric } from './metrics.js';
import { decayStepsOf } from './settings.js';
import { trainOnPolicy } from './train.js';

/** What an algorithm chooses; `decaySteps` 0: the steps of the run. */
export type ActorCriticChoices = ActorCriticOptions & {
  /** Whether each iteration plays whole episodes, one in each environment. */
  wholeEpisodes?: boolean;
  /** The weights that it begins with; '' for none. */
  start?: string;
};

/**
 * After `checkOnPolicy`.
 * @param makeActors where it acts, with streams named after the seed that it gets; the environments of `options.env` if not given
 * @throws unsupported, bad-option, not-finite
 */
export function trainActorCritic(
  id: string,
  options: TrainOptions,
  choices: ActorCriticChoices,
  makeActors: (seed: string) => Actors = (seed) =>
    new EnvActors(() => makeEnv(options.env), choices.numEnvs, seed),
): AsyncGenerator<TrainEvent<ActorCriticMetric>, void> {
  checkOnPolicy(id, options, choices);
  const { network, start, numEnvs, rolloutSteps, wholeEpisodes = false } = choices;
  const seed = `run ${options.seed}`;
  const algorithm = {
    network,
    start,
    collection: { numEnvs, rolloutSteps, wholeEpisodes },
    makeActors: () => makeActors(seed),
    makeLearner: (actors: Actors) =>
      ActorCriticLearner.create(actors, seed, { ...choices, decaySteps: decayStepsOf(choices, options) }),
  };
  return trainOnPolicy(algorithm, options);
}
