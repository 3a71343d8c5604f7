/** What an on-policy learner acts in: environments, or games against itself, stepped together. */
import type { Json } from '@agon/core';
import type { VectorEnv } from '@agon/envs';
import type { Episode } from '@agon/learning';
import type { Analysis } from '../../agent.js';

/** What a learner reads of `VectorEnv`, which says what each array holds. */
type Shown = Pick<
  VectorEnv,
  | 'numEnvs'
  | 'observation'
  | 'numActions'
  | 'observations'
  | 'finalObservations'
  | 'rewards'
  | 'terminated'
  | 'truncated'
  | 'episodeReturns'
  | 'episodeLengths'
>;

/**
 * N environments, A = actions. The same arrays at every step; episodes restart by themselves, in the step that ends them.
 * The episodes of environment 0 can be recorded.
 */
export interface Actors extends Shown {
  /** [N, A] 1 for each action that is legal now; absent where all always are. */
  readonly masks?: Uint8Array;
  /** [N] −1 where who acts next is the opponent of who acted last, 1 where it is the same player; absent in single-player environments. */
  readonly signs?: Float32Array;
  /** Begins an episode in each environment: the first one, or a new one in the place of that which runs. */
  start(isFirst: boolean): void;
  /** The next episode that environment 0 begins is to be recorded. */
  wantRecording(): void;
  /**
   * Plays actions[i] in environment i.
   * @param account what was thought about environment 0, asked for where its episode is being recorded
   * @returns the recorded episode that this step ended, if it did
   */
  act(actions: Int32Array, account: () => Analysis): Episode | undefined;
  save(): Json;
  /** @throws bad-checkpoint where the state is damaged, or of others or another number of environments */
  load(state: Json): void;
}
