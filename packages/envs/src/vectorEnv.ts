/** Many environments stepped together, with observations in one buffer and no allocation. */
import { AgonError, integers, numbers, type Json } from '@agon/core';
import * as v from 'valibot';
import { observationArray, observationSize, type Env, type ObservationSpace } from './env.js';
import { parseSaved } from './saved.js';

const savedSchema = v.object({ envs: v.array(v.unknown()), returns: numbers, lengths: integers });

/**
 * N environments of one kind. Letters: N = number of environments, S = values in one observation.
 *
 * Episodes restart by themselves, in the same step (Gymnasium's AutoresetMode.SAME_STEP): where the step of environment i ends its
 * episode, `rewards`, `terminated` and `truncated` are of the last step, `finalObservations` row i holds the last observation,
 * and `observations` row i already shows the first one of the next episode. A learner bootstraps from the final
 * observation where `truncated`, and from nothing where `terminated`.
 */
export class VectorEnv {
  readonly numEnvs: number;
  readonly envs: readonly Env[];
  /** Of one environment. */
  readonly observation: ObservationSpace;
  readonly numActions: number;
  /** [N, S] What each agent sees now. The same array at every step. */
  readonly observations: Uint8Array | Float32Array;
  /** [N, S] Row i is valid after a step with terminated[i] or truncated[i], until the next episode of i ends. */
  readonly finalObservations: Uint8Array | Float32Array;
  /** [N] Of the last step. */
  readonly rewards: Float32Array;
  /** [N] 1 where the last step ended the episode by the game's own rules. */
  readonly terminated: Uint8Array;
  /** [N] 1 where the last step met a time limit. */
  readonly truncated: Uint8Array;
  /** [N] Sum of rewards of the episode that last ended (valid like finalObservations). */
  readonly episodeReturns: Float64Array;
  /** [N] Its length in steps. */
  readonly episodeLengths: Int32Array;

  /** [N] Of the running episode. */
  private readonly runningReturns: Float64Array;
  private readonly runningLengths: Int32Array;
  private readonly rows: readonly (Uint8Array | Float32Array)[];
  private readonly finalRows: readonly (Uint8Array | Float32Array)[];

  /**
   * Call `reset` before the first step.
   * @param make makes environment `index`; all must be of one kind
   */
  constructor(make: (index: number) => Env, numEnvs: number) {
    this.numEnvs = numEnvs;
    this.envs = Array.from({ length: numEnvs }, (_, index) => make(index));
    this.observation = this.envs[0].observation;
    this.numActions = this.envs[0].actionNames.length;
    const size = observationSize(this.observation);
    this.observations = observationArray(this.observation, numEnvs);
    this.finalObservations = observationArray(this.observation, numEnvs);
    this.rows = this.envs.map((_, i) => this.observations.subarray(i * size, (i + 1) * size));
    this.finalRows = this.envs.map((_, i) => this.finalObservations.subarray(i * size, (i + 1) * size));
    this.rewards = new Float32Array(numEnvs);
    this.terminated = new Uint8Array(numEnvs);
    this.truncated = new Uint8Array(numEnvs);
    this.episodeReturns = new Float64Array(numEnvs);
    this.episodeLengths = new Int32Array(numEnvs);
    this.runningReturns = new Float64Array(numEnvs);
    this.runningLengths = new Int32Array(numEnvs);
  }

  /** Begins an episode everywhere. With a seed, environment i's stream starts anew from "SEED / env i". */
  reset(seed?: string | number): void {
    for (let i = 0; i < this.numEnvs; i++) {
      this.envs[i].reset(seed === undefined ? undefined : `${seed} / env ${i}`);
      this.envs[i].observe(this.rows[i]);
    }
    this.rewards.fill(0);
    this.terminated.fill(0);
    this.truncated.fill(0);
    this.runningReturns.fill(0);
    this.runningLengths.fill(0);
  }

  /** Plays actions[i] in environment i. @throws illegal-action */
  step(actions: ArrayLike<number>): void {
    const { envs, rows, rewards, terminated, truncated, runningReturns, runningLengths } = this;
    for (let i = 0; i < envs.length; i++) {
      const env = envs[i];
      const result = env.step(actions[i]);
      const over = result.terminated || result.truncated;
      rewards[i] = result.reward;
      terminated[i] = result.terminated ? 1 : 0;
      truncated[i] = result.truncated ? 1 : 0;
      runningReturns[i] += result.reward;
      runningLengths[i]++;
      if (over) this.endEpisode(i);
      env.observe(rows[i]);
    }
  }

  /** Every environment's state, streams included, as plain data. */
  save(): Json {
    return {
      envs: this.envs.map((env) => env.save()),
      returns: Array.from(this.runningReturns),
      lengths: Array.from(this.runningLengths),
    };
  }

  /** Goes on from a saved state: the same future, and `observations` as they were. @throws bad-file */
  load(state: Json): void {
    const { envs, returns, lengths } = parseSaved(savedSchema, state, `${this.numEnvs} environments`);
    for (const [name, { length }] of Object.entries({ envs, returns, lengths })) {
      if (length === this.numEnvs) continue;
      throw new AgonError(
        'bad-file',
        `expected the saved state of ${this.numEnvs} environments, got ${length} ${name}.`,
      );
    }
    envs.forEach((one, i) => {
      this.envs[i].load(one as Json);
      this.envs[i].observe(this.rows[i]);
    });
    this.runningReturns.set(returns);
    this.runningLengths.set(lengths);
  }

  /** Begins the next episode of environment `index`, whose last one is counted already and whose end `env` still shows. */
  protected restart(env: Env, _index: number): void {
    env.reset();
  }

  private endEpisode(i: number): void {
    const env = this.envs[i];
    env.observe(this.finalRows[i]);
    this.episodeReturns[i] = this.runningReturns[i];
    this.episodeLengths[i] = this.runningLengths[i];
    this.runningReturns[i] = 0;
    this.runningLengths[i] = 0;
    this.restart(env, i);
  }
}
