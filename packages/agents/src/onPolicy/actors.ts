/** What an on-policy learner acts in: environments, or games against itself, stepped together. */
import type { Json } from '@agon/core';
import type { ObservationSpace } from '@agon/envs';
import type { Account } from '../agent.js';
import type { Episode } from '../trainer.js';

/**
 * N environments, S = values in an observation, A = actions. The same arrays at every step; episodes restart by
 * themselves, in the step that ends them (see `VectorEnv`). The episodes of environment 0 can be recorded.
 */
export interface Actors {
  readonly numEnvs: number;
  /** Of one environment. */
  readonly observation: ObservationSpace;
  readonly numActions: number;
  /** [N, S] What each shows now. */
  readonly observations: Uint8Array | Float32Array;
  /** [N, S] Where the last step ended an episode: its last observation. */
  readonly finalObservations: Uint8Array | Float32Array;
  /** [N] Of the last step. */
  readonly rewards: Float32Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** [N] Of the episode that ended last. */
  readonly episodeReturns: Float64Array;
  readonly episodeLengths: Int32Array;
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
  step(actions: Int32Array, account: () => Account): Episode | undefined;
  save(): Json;
  /** @throws bad-file where the state is of other environments, or of another number of them */
  load(state: Json): void;
}
