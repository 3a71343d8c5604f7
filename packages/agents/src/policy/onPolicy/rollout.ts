/** What a group of environments went through in a fixed number of steps: the data of one iteration of on-policy learning. */
import { observationArray, observationSize } from '@agon/envs';
import type { Actors } from './actors.js';

/** T = capacity in steps, N = environments, S = values in an observation. Row t·N + i is step t of environment i. */
export class Rollout {
  /** T */
  readonly capacity: number;
  readonly numEnvs: number;
  /** Steps that it holds: rows of the first `length` steps are valid. */
  length = 0;
  /** S */
  readonly size: number;
  /** [T, N, S] What was seen before each action. */
  readonly observations: Uint8Array | Float32Array;
  /** [T, N] */
  readonly actions: Int32Array;
  /** [T, N] Log-probability with which the acting policy chose the action; left alone by learners without a policy. */
  readonly logProbs: Float32Array;
  /** [T, N] */
  readonly rewards: Float32Array;
  /** [T, N] 1 where the step ended the episode by the game's own rules: nothing follows. */
  readonly terminated: Uint8Array;
  /** [T, N] 1 where a time limit ended it: what would have followed is worth `finalValues`. */
  readonly truncated: Uint8Array;
  /** [T, N] −1 where who acts next is the opponent, else 1; absent where there is none. */
  readonly signs: Float32Array | undefined;
  /** [T, N, A] 1 for each legal action; absent where all always are. */
  readonly masks: Uint8Array | undefined;
  /** [T + 1, N] The value of each observation; row `length` is of those after the last step. */
  readonly values: Float32Array;
  /** [T, N] Where truncated: the value of the episode's last observation. */
  readonly finalValues: Float32Array;

  /** For so many steps of these actors. */
  constructor(capacity: number, actors: Pick<Actors, 'numEnvs' | 'observation' | 'masks' | 'signs'>) {
    const { numEnvs, observation, masks, signs } = actors;
    this.capacity = capacity;
    this.numEnvs = numEnvs;
    const rows = capacity * numEnvs;
    this.size = observationSize(observation);
    this.observations = observationArray(observation, rows);
    this.actions = new Int32Array(rows);
    this.logProbs = new Float32Array(rows);
    this.rewards = new Float32Array(rows);
    this.terminated = new Uint8Array(rows);
    this.truncated = new Uint8Array(rows);
    this.signs = signs && new Float32Array(rows);
    this.masks = masks && new Uint8Array(capacity * masks.length);
    this.values = new Float32Array(rows + numEnvs);
    this.finalValues = new Float32Array(rows);
  }
}
