/** The training loop of the value family (DQN: Mnih et al. 2015, algorithm 1), with several environments stepped together. */
import { AgonError, parseSettings, RandomStream, type Json, type RandomState } from '@agon/core';
import type { Episode, SavedState, TrainEvent, TrainOptions, TrainState } from '../trainer.js';
import { qAccount, argmax } from './account.js';
import { Actors } from './actors.js';
import { Experience } from './experience.js';
import { Explorer } from './exploration/explorer.js';
import { policyFamily } from './exploration/policyFamily.js';
import { inputScale, Learner, writeInput, type LearnerCounters } from './learner.js';
import { Progress, type SavedProgress } from './progress.js';
import { epsilonAt, type dqnSchema, type DqnSettings } from './settings.js';

/** Steps between two metrics events. */
const METRICS_EVERY = 1_000;

/** The JSON part of a state. */
interface SavedCounters {
  step: number;
  learner: LearnerCounters;
  exploration: RandomState;
  sampling: RandomState;
  actors: Json;
  progress: SavedProgress;
  explorer?: Json;
}

/** Arrays of a state beside the learner's. */
const PRIORITIES = 'priorities';
const MEMORY = 'memory';
const COUNTS = 'counts';

/** All parts of a run in one thread. N = numEnvs. */
class Run {
  step = 0;
  readonly options: TrainOptions;
  readonly settings: DqnSettings;
  readonly actors: Actors;
  readonly learner: Learner;
  readonly experience: Experience;
  readonly progress = new Progress();
  private readonly exploration: RandomStream;
  private readonly sampling: RandomStream;
  private readonly explorer: Explorer | undefined;
  private readonly scale: number;
  /** Rows of the replay log that the last state holds. */
  private savedRows = 0;

  private constructor(
    options: TrainOptions,
    settings: DqnSettings,
    seed: string,
    actors: Actors,
    learner: Learner,
  ) {
    this.options = options;
    this.settings = settings;
    this.actors = actors;
    this.learner = learner;
    this.exploration = new RandomStream(`${seed} / exploration`);
    this.sampling = new RandomStream(`${seed} / replay`);
    const [env] = actors.envs;
    this.scale = inputScale(env);
    this.experience = new Experience(env, settings);
    if (learner.actingPolicy)
      this.explorer = new Explorer(policyFamily(settings), learner.actingPolicy, seed);
  }

  static async create(options: TrainOptions, id: string, schema: typeof dqnSchema): Promise<Run> {
    const settings = parseSettings(schema, options.settings, `algorithm "${id}"`);
    if (options.workers > 1) {
      throw new AgonError(
        'unsupported',
        `${id} was asked for ${options.workers} workers; it trains in one thread. Leave --workers out, and set numEnvs to step several environments together.`,
      );
    }
    const seed = `run ${options.seed}`;
    const actors = new Actors(options.env, settings.numEnvs, seed);
    const learner = await Learner.create(actors.envs[0], settings, seed);
    return new Run(options, settings, seed, actors, learner);
  }

  /** What will be used, for the first event. */
  info(): Record<string, Json> {
    return {
      network: this.settings.network,
      parameters: this.learner.parameters.size,
      replayCapacity: this.experience.ring.capacity,
      replayBytes: this.experience.ring.bytes,
      numEnvs: this.settings.numEnvs,
    };
  }

  /** Begins anew or goes on. */
  begin(resume: SavedState | undefined): void {
    if (resume) {
      this.load(resume);
      return;
    }
    this.actors.wantRecording();
    this.actors.start();
    this.explorer?.start();
  }

  /** One decision in every environment; the recorded episode that it ended, if it did. */
  async act(): Promise<Episode | undefined> {
    const { actors, learner, exploration, explorer, scale } = this;
    const { ring } = this.experience;
    const { numEnvs } = this.settings;
    const { observations } = actors;
    const numActions = learner.q.length / numEnvs;
    const size = observations[0].length;
    for (let i = 0; i < numEnvs; i++) {
      actors.look(i);
      writeInput(learner.seen, i * size, observations[i], scale);
    }
    await learner.act();
    const epsilon = epsilonAt(this.settings, this.step);
    let finished: Episode | undefined;
    for (let i = 0; i < numEnvs; i++) {
      const random = exploration.uniform() < epsilon;
      const account = actors.isRecording(i) ? qAccount(learner.q, i * numActions, numActions) : undefined;
      explorer?.encourage(i, ring, observations[i], learner.q);
      const action = random ? exploration.int(numActions) : argmax(learner.q, i * numActions, numActions);
      const episode = actors.step(i, action, account);
      finished ??= episode;
      const over = actors.terminated || actors.truncated;
      ring.push(observations[i], action, actors.reward, actors.terminated, actors.truncated);
      this.experience.sampler.pushed();
      if (learner.memory) this.remember(i, over);
      explorer?.stepped(i, ring);
      if (over) {
        this.progress.episode(actors.episodeReturn, actors.episodeLength);
        explorer?.ended(i, actors.episodeReturn);
      }
    }
    this.step += numEnvs;
    return finished;
  }

  /** Keeps the state that environment i's network acted from with the newest row, and goes on to the next one. */
  private remember(i: number, over: boolean): void {
    const { state, next } = this.learner.memory as NonNullable<Learner['memory']>;
    const { ring } = this.experience;
    const size = state.length / this.settings.numEnvs;
    ring.setExtras(ring.end - 1, state, i * size);
    for (let j = i * size; j < (i + 1) * size; j++) state[j] = over ? 0 : next[j];
  }

  /** The updates that are due after the last decisions. */
  async learn(): Promise<void> {
    const { learningStarts, trainEvery, numEnvs } = this.settings;
    if (this.step <= learningStarts || this.experience.ring.size === 0) return;
    const due = Math.floor(this.step / trainEvery) - Math.floor((this.step - numEnvs) / trainEvery);
    for (let i = 0; i < due; i++) {
      this.experience.sampleInto(this.learner, this.sampling, this.explorer);
      await this.learner.update();
      this.experience.learnt(this.learner);
      this.progress.update(this.learner.loss, this.learner.qMean);
    }
  }

  /** Whether a multiple of `every` lies among the steps last taken. */
  passed(every: number): boolean {
    return Math.floor(this.step / every) > Math.floor((this.step - this.settings.numEnvs) / every);
  }

  metrics(): TrainEvent {
    const epsilon = epsilonAt(this.settings, this.step);
    const values = { ...this.progress.take(this.step), epsilon, updates: this.learner.updates };
    return { kind: 'metrics', step: this.step, values };
  }

  checkpoint(): TrainEvent {
    const { counters, arrays } = this.learner.save();
    const saved: SavedCounters = {
      step: this.step,
      learner: counters,
      exploration: this.exploration.save(),
      sampling: this.sampling.save(),
      actors: this.actors.save(),
      progress: this.progress.save(),
      ...(this.explorer ? { explorer: this.explorer.save() } : {}),
    };
    const { ring, sampler } = this.experience;
    const segments = { replay: ring.segment(this.savedRows) };
    this.savedRows = ring.end;
    const priorities = sampler.save();
    if (priorities) arrays[PRIORITIES] = priorities;
    if (this.learner.memory) arrays[MEMORY] = this.learner.memory.state.slice();
    if (this.explorer) arrays[COUNTS] = this.explorer.counts.save();
    const state: TrainState = { json: saved as unknown as Json, arrays, segments };
    return { kind: 'checkpoint', step: this.step, weights: this.learner.parameters.toSafetensors(), state };
  }

  private load(state: SavedState): void {
    const saved = state.json as unknown as SavedCounters;
    this.step = saved.step;
    this.learner.load(saved.learner, state.arrays);
    this.exploration.restore(saved.exploration);
    this.sampling.restore(saved.sampling);
    this.actors.load(saved.actors);
    this.progress.load(saved.progress, this.step);
    const { ring, sampler } = this.experience;
    ring.restore(state.segments.replay);
    this.savedRows = ring.end;
    sampler.load(state.arrays[PRIORITIES] as Float64Array | undefined);
    this.learner.memory?.state.set(state.arrays[MEMORY]);
    if (this.explorer && saved.explorer) {
      this.explorer.load(saved.explorer);
      this.explorer.counts.load(state.arrays[COUNTS] as Uint32Array);
    }
  }
}

/**
 * Trains from step 0, or on from `options.resume`. The same settings and seed give the same bytes at the same step,
 * however often the run was interrupted (metrics of speed apart).
 * @throws unsupported for more than one worker; bad-option; not-finite where learning diverged
 */
export async function* trainDqn(
  options: TrainOptions,
  id: string,
  schema: typeof dqnSchema,
): AsyncGenerator<TrainEvent, void> {
  const run = await Run.create(options, id, schema);
  const { checkpointEvery, signal, steps = Infinity, minutes = Infinity } = options;
  try {
    run.begin(options.resume);
    yield { kind: 'start', step: run.step, info: run.info() };
    const deadline = performance.now() + minutes * 60_000;
    let saved = options.resume ? run.step : -1;
    while (run.step < steps && performance.now() < deadline && !signal?.aborted) {
      const episode = await run.act();
      if (episode) yield { kind: 'episode', step: run.step, episode };
      await run.learn();
      if (run.passed(METRICS_EVERY)) yield run.metrics();
      if (run.passed(checkpointEvery)) {
        run.actors.wantRecording();
        yield run.checkpoint();
        saved = run.step;
      }
    }
    if (saved !== run.step) yield run.checkpoint();
  } finally {
    await run.learner.dispose();
  }
}
