/** One iteration of on-policy learning after another: steps in N environments, then learning from them. */
import { anyJson, wholeNumber, type Json } from '@agon/core';
import {
  Progress,
  readState,
  savedProgressSchema,
  type Kept,
  type MetricValues,
  type ProgressMetric,
  type Run,
  type SavedProgress,
  type SavedState,
  type TrainEvent,
} from '@agon/learning';
import * as v from 'valibot';
import type { Actors } from './actors.js';
import type { OnPolicyLearner } from './learner.js';
import { Rollout } from './rollout.js';

/** How an algorithm collects. */
export interface Collection {
  numEnvs: number;
  /** Steps of each environment in an iteration. */
  rolloutSteps: number;
  /** Each iteration begins new episodes; the loop stops early when each environment has ended its first one. */
  wholeEpisodes: boolean;
}

/** The JSON part of a state. */
interface Saved {
  step: number;
  learner: Json;
  actors: Json;
  progress: SavedProgress;
}

const savedSchema = v.object({
  step: wholeNumber,
  learner: anyJson,
  actors: anyJson,
  progress: savedProgressSchema,
}) satisfies v.GenericSchema<unknown, Saved>;

/** N = environments, T = rolloutSteps. A step is one decision of one environment. */
export class OnPolicyRun<Id extends string> implements Run<Id | ProgressMetric> {
  step = 0;
  readonly warnings: readonly string[];
  private readonly network: string;
  private readonly actors: Actors;
  private readonly learner: OnPolicyLearner<Id>;
  private readonly progress = new Progress<Id>();
  private readonly collection: Collection;
  private readonly rollout: Rollout;
  /** [T] Views of the rollout's actions, a row each. */
  private readonly actions: readonly Int32Array[];

  /** @param network its spec, to be told @param warnings sentences that the user should read */
  constructor(
    network: string,
    collection: Collection,
    actors: Actors,
    learner: OnPolicyLearner<Id>,
    warnings: readonly string[] = [],
  ) {
    this.warnings = warnings;
    this.network = network;
    this.collection = collection;
    this.actors = actors;
    this.learner = learner;
    const { numEnvs, rolloutSteps } = collection;
    this.rollout = new Rollout(rolloutSteps, actors);
    this.actions = Array.from({ length: rolloutSteps }, (_, t) =>
      this.rollout.actions.subarray(t * numEnvs, (t + 1) * numEnvs),
    );
  }

  info(): Record<string, Json> {
    return { network: this.network, parameters: this.learner.parameters.size, ...this.collection };
  }

  begin(resume: SavedState | undefined): void {
    if (resume) {
      this.load(resume);
      return;
    }
    this.actors.wantRecording();
    this.actors.start(true);
  }

  /** Collects one rollout and learns from it; tells recorded episodes that ended. */
  async advance(): Promise<readonly TrainEvent<Id | ProgressMetric>[]> {
    const ended: TrainEvent<Id | ProgressMetric>[] = [];
    const { rollout, learner, collection, actors } = this;
    const { numEnvs } = collection;
    const begun = this.step;
    const running = new Set(collection.wholeEpisodes ? Array(numEnvs).keys() : []);
    if (collection.wholeEpisodes && begun > 0) actors.start(false);
    rollout.length = 0;
    while (rollout.length < rollout.capacity && (running.size > 0 || !collection.wholeEpisodes)) {
      const t = rollout.length++;
      await this.look(actors.observations);
      rollout.observations.set(actors.observations, t * numEnvs * rollout.size);
      if (actors.masks) rollout.masks?.set(actors.masks, t * actors.masks.length);
      rollout.values.set(learner.values, t * numEnvs);
      learner.choose(rollout, t, this.step);
      const episode = actors.act(this.actions[t], () => learner.analysis());
      this.step += numEnvs;
      await this.record(t, running);
      if (episode) ended.push({ kind: 'episode', step: this.step, episode });
    }
    for (const i of running) this.countCut(i);
    await this.look(actors.observations);
    rollout.values.set(learner.values, rollout.length * numEnvs);
    await learner.learn(rollout, begun, this.progress);
    return ended;
  }

  metrics(): MetricValues<Id | ProgressMetric> {
    return this.progress.take(this.step);
  }

  /** An episode is recorded after each checkpoint that was due. */
  measure(isDue: boolean): readonly never[] {
    if (isDue) this.actors.wantRecording();
    return [];
  }

  /** Counters and environments as plain data, the learner's arrays by name. */
  checkpoint(): Kept {
    const { json, arrays } = this.learner.save();
    const saved: Saved = {
      step: this.step,
      learner: json,
      actors: this.actors.save(),
      progress: this.progress.save(),
    };
    return {
      weights: this.learner.parameters.toSafetensors(),
      state: { json: saved as unknown as Json, arrays, segments: {} },
    };
  }

  close(): Promise<void> {
    return this.learner.dispose();
  }

  /** @throws bad-checkpoint where the state is damaged or of other settings */
  private load(state: SavedState): void {
    const saved = readState(savedSchema, state.json);
    this.step = saved.step;
    this.learner.load(saved.learner, state.arrays);
    this.actors.load(saved.actors);
    this.progress.load(saved.progress, this.step);
  }

  /** Evaluates observations, [N, S]. */
  private look(observations: Uint8Array | Float32Array): Promise<void> {
    this.learner.seen.set(observations);
    return this.learner.evaluate();
  }

  /** Counts an episode that began with the rollout and that its end cuts, with what it has returned until then. */
  private countCut(env: number): void {
    const { length, numEnvs, rewards } = this.rollout;
    let total = 0;
    for (let t = 0; t < length; t++) total += rewards[t * numEnvs + env];
    this.progress.episode(total, length);
  }

  /**
   * Keeps what the last step of the environments gave; those whose episode ended leave `running`. Where whole episodes are
   * learned from, later ones are not counted.
   */
  private async record(t: number, running: Set<number>): Promise<void> {
    const { rollout, progress, learner } = this;
    const { actors } = this;
    const base = t * actors.numEnvs;
    rollout.rewards.set(actors.rewards, base);
    rollout.terminated.set(actors.terminated, base);
    rollout.truncated.set(actors.truncated, base);
    if (actors.signs) rollout.signs?.set(actors.signs, base);
    let isCut = false;
    for (let i = 0; i < actors.numEnvs; i++) {
      if (!actors.terminated[i] && !actors.truncated[i]) continue;
      if (running.delete(i) || !this.collection.wholeEpisodes)
        progress.episode(actors.episodeReturns[i], actors.episodeLengths[i]);
      if (!actors.terminated[i]) isCut = true;
    }
    if (!isCut) return;
    await this.look(actors.finalObservations);
    for (let i = 0; i < actors.numEnvs; i++)
      if (actors.truncated[i]) rollout.finalValues[base + i] = learner.values[i];
  }
}
