/** What a group of environments went through in a fixed number of steps: the data of one iteration of on-policy learning. */
import { observationSize, type ObservationSpace } from '@agon/envs';

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
  /** [T + 1, N] The value of each observation; row `length` is of those after the last step. */
  readonly values: Float32Array;
  /** [T, N] Where truncated: the value of the episode's last observation. */
  readonly finalValues: Float32Array;

  constructor(capacity: number, numEnvs: number, space: ObservationSpace) {
    this.capacity = capacity;
    this.numEnvs = numEnvs;
    const rows = capacity * numEnvs;
    this.size = observationSize(space);
    const Observations = space.dtype === 'uint8' ? Uint8Array : Float32Array;
    this.observations = new Observations(rows * this.size);
    this.actions = new Int32Array(rows);
    this.logProbs = new Float32Array(rows);
    this.rewards = new Float32Array(rows);
    this.terminated = new Uint8Array(rows);
    this.truncated = new Uint8Array(rows);
    this.values = new Float32Array(rows + numEnvs);
    this.finalValues = new Float32Array(rows);
  }
}
