/** Another story for each kind of environment. */
import type { Environment } from '@agon/envs';
import type { Replay } from '@agon/runs';
import { EnvStory } from './envStory.js';
import { GameStory } from './gameStory.js';
import type { Story } from './story.js';

/** The story of a replay. */
export const storyOf = (environment: Environment, replay: Replay): Story =>
  environment.kind === 'env'
    ? new EnvStory(environment.env, replay)
    : new GameStory(environment.game, replay);
