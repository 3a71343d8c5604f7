/** The training loop of the value family (DQN: Mnih et al. 2015, algorithm 1), with several environments stepped together. */
import {
  parseSettings,
  RandomStream,
  randomState,
  wholeNumber,
  type Json,
  type RandomState,
} from '@agon/core';
import { makeEnv } from '@agon/envs';
import { beginWith } from '@agon/models/vision';
import {
  drive,
  passes,
  Progress,
  readCheckpoint,
  readState,
  savedProgressSchema,
  segmentOf,
  type Kept,
  type MetricValues,
  type Run,
  type SavedProgress,
  type SavedState,
  type TrainEvent,
  type TrainOptions,
} from '@agon/learning';
import * as v from 'valibot';
import type { Actors } from './actors.js';
import { checkDqn } from './check.js';
import { Experience } from './experience.js';
import { Learner, learnerCountersSchema, type LearnerCounters } from './learner.js';
import { LocalActors } from './localActors.js';
import { epsilonAt, type dqnSchema, type DqnSettings } from './settings.js';
import type { DqnMetric } from './metrics.js';
import { WorkerActors } from './workerActors.js';

/** Steps between two metrics events. */
const METRICS_EVERY = 1_000;
const NO_EVENTS: readonly never[] = [];

/** The JSON part of a state, beside that of the actors. */
interface SavedCounters {
  step: number;
  learner: LearnerCounters;
  sampling: RandomState;
  progress: SavedProgress;
}

const savedSchema = v.object({
  step: wholeNumber,
  learner: learnerCountersSchema,
  sampling: randomState,
  progress: savedProgressSchema,
}) satisfies v.GenericSchema<unknown, SavedCounters>;

/** The arrays of a state that are neither the learner's nor the actors'. */
const PRIORITIES = 'priorities';
const COUNTS = 'counts';

/** All parts of a run: actors, and the learner in this thread. */
class DqnRun implements Run<DqnMetric> {
  step = 0;
  private readonly settings: DqnSettings;
  private readonly actors: Actors;
  private readonly learner: Learner;
  private readonly experience: Experience;
  private readonly progress: Progress<DqnMetric>;
  private readonly sampling: RandomStream;
  /** What was taken from other weights, where it begins with some. */
  readonly warnings: readonly string[];
  /** Rows of the replay log that the last state holds. */
  private savedRows = 0;

  private constructor(
    settings: DqnSettings,
    seed: string,
    actors: Actors,
    learner: Learner,
    experience: Experience,
    progress: Progress<DqnMetric>,
    warnings: readonly string[],
  ) {
    this.warnings = warnings;
    this.settings = settings;
    this.actors = actors;
    this.learner = learner;
    this.experience = experience;
    this.progress = progress;
    this.sampling = new RandomStream(`${seed} / replay`);
  }

  static async create(options: TrainOptions, id: string, schema: typeof dqnSchema): Promise<DqnRun> {
    const settings = parseSettings(schema, options.settings, `algorithm "${id}"`);
    const { env: spec, workers, spawnWorker: spawn, checkpointEvery, steps = Infinity } = options;
    const seed = `run ${options.seed}`;
    const env = makeEnv(spec);
    const experience = new Experience(env, settings, settings.numEnvs * Math.max(1, workers), steps);
    const progress = new Progress<DqnMetric>();
    const learner = await Learner.create(env, settings, seed);
    try {
      const warnings = options.resume ? [] : await begun(learner, settings, options);
      const common = { spec, settings, seed, learner, experience, progress };
      const restsAfter = (before: number, after: number): boolean =>
        after >= steps || passes(checkpointEvery, before, after);
      const actors = workers
        ? await WorkerActors.create({ ...common, env, workers, spawn, restsAfter })
        : await LocalActors.create(common);
      return new DqnRun(settings, seed, actors, learner, experience, progress, warnings);
    } catch (error) {
      await learner.dispose();
      throw error;
    }
  }

  get isAtRest(): boolean {
    return this.actors.isAtRest;
  }

  info(): Record<string, Json> {
    return {
      network: this.settings.network,
      parameters: this.learner.parameters.size,
      replayCapacity: this.experience.ring.capacity,
      replayBytes: this.experience.bytes,
      numEnvs: this.settings.numEnvs,
    };
  }

  async begin(resume: SavedState | undefined): Promise<void> {
    if (resume) {
      await this.load(resume);
      return;
    }
    this.actors.wantRecording();
    await this.actors.start();
  }

  /** One decision in every environment, and the updates that are then due. */
  async advance(): Promise<readonly TrainEvent<DqnMetric>[]> {
    const episode = await this.actors.round(this.step);
    this.step += this.actors.tracks;
    await this.learn();
    return episode ? [{ kind: 'episode', step: this.step, episode }] : NO_EVENTS;
  }

  /** The updates that are due after the last decisions. */
  private async learn(): Promise<void> {
    const { learningStarts, trainEvery } = this.settings;
    if (this.step <= learningStarts || this.experience.ring.size === 0) return;
    const before = this.step - this.actors.tracks;
    const due = Math.floor(this.step / trainEvery) - Math.floor(before / trainEvery);
    for (let i = 0; i < due; i++) {
      this.experience.sampleInto(this.learner, this.sampling);
      await this.learner.update();
      this.experience.learned(this.learner);
      this.progress.add('loss', this.learner.loss);
      this.progress.add('qMean', this.learner.qMean);
    }
  }

  metrics(): MetricValues<DqnMetric> {
    const epsilon = epsilonAt(this.settings, this.step);
    return { ...this.progress.take(this.step), epsilon, updates: this.learner.updates };
  }

  pause(): void {
    this.actors.pause();
  }

  /** An episode is recorded after each checkpoint that was due. */
  measure(isDue: boolean): readonly never[] {
    if (isDue) this.actors.wantRecording();
    return NO_EVENTS;
  }

  async checkpoint(): Promise<Kept> {
    const { ring, sampler, counts } = this.experience;
    const actors = await this.actors.save();
    const { counters, arrays } = this.learner.save();
    const saved: SavedCounters = {
      step: this.step,
      learner: counters,
      sampling: this.sampling.save(),
      progress: this.progress.save(),
    };
    const segments = { replay: ring.segment(this.savedRows) };
    this.savedRows = ring.end;
    const priorities = sampler.save();
    if (priorities) arrays[PRIORITIES] = priorities;
    if (counts) arrays[COUNTS] = counts.save();
    const json = { ...saved, ...actors.json } as unknown as Json;
    return {
      weights: this.learner.weights(),
      state: { json, arrays: { ...arrays, ...actors.arrays }, segments },
    };
  }

  /** @throws bad-checkpoint where the state is damaged or of other settings */
  private async load(state: SavedState): Promise<void> {
    const { json, arrays, segments } = state;
    const saved = readState(savedSchema, json);
    this.step = saved.step;
    this.learner.load(saved.learner, arrays);
    this.sampling.restore(saved.sampling);
    await this.actors.load({ json, arrays });
    this.progress.load(saved.progress, this.step);
    const { ring, sampler, counts } = this.experience;
    ring.restore(segmentOf(segments, 'replay'));
    this.savedRows = ring.end;
    sampler.load(arrays[PRIORITIES]);
    counts?.load(COUNTS, arrays);
  }

  async close(): Promise<void> {
    await this.actors.close();
    await this.learner.dispose();
  }
}

/** Gives a new learner the weights that it is to begin with, and says what was taken. @throws what `readCheckpoint` and `beginWith` throw */
async function begun(
  learner: Learner,
  { start }: DqnSettings,
  { checkpoints }: TrainOptions,
): Promise<string[]> {
  if (start === '') return [];
  const { weights } = await readCheckpoint(start, checkpoints);
  const taken = beginWith(learner.parameters, weights, start);
  learner.begun();
  return taken;
}

/**
 * Trains from step 0, or on from `options.resume`. The same settings, seed and number of workers give the same bytes at the
 * same step, however often the run was interrupted (metrics of speed apart). With workers it stops and saves after whole
 * chunks of steps.
 * @throws unsupported where workers cannot be started; bad-option; not-finite where learning diverged; worker-failed
 */
export async function* trainDqn(
  options: TrainOptions,
  id: string,
  schema: typeof dqnSchema,
): AsyncGenerator<TrainEvent<DqnMetric>, void> {
  if (!options.resume) checkDqn(options, id, schema); // a run that goes on has the settings it has
  yield* drive(await DqnRun.create(options, id, schema), { ...options, metricsEvery: METRICS_EVERY });
}
