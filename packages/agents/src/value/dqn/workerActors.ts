/**
 * Actors in worker threads, the learner apart. Steps come in chunks: while the learner takes the steps of one chunk and learns
 * from them, the workers play the next one, by the parameters that the learner had before. Then both wait for each other:
 * so the learner makes as many updates a step as without workers, and what is learned depends on the settings, the seed and
 * the number of workers, not on who was faster. Steps, parameters and counts lie in shared memory; messages say whose turn it is.
 */
import { AgonError, wholeNumber, type Json } from '@agon/core';
import type { Env } from '@agon/envs';
import {
  openThreads,
  readState,
  sharedBuffer,
  takeArray,
  type Episode,
  type Progress,
  type SavedState,
  type SpawnWorker,
  type WorkerThread,
} from '@agon/learning';
import * as v from 'valibot';
import { Rows } from '../replay/rows.js';
import type { Actors, SavedActors } from './actors.js';
import {
  ACTORS,
  NUM_CHUNKS,
  savedThreadSchema,
  type ActingConfig,
  type ActingResult,
  type ActorService,
} from './actorService.js';
import { rowShape, type Experience } from './experience.js';
import { LifelongCounts } from './exploration/novelty.js';
import type { Learner } from './learner.js';
import type { DqnSettings } from './settings.js';

/** Steps of a chunk, at least. */
const CHUNK_STEPS = 64;

/** Names of what the actors read, among a group's arrays. */
const WEIGHTS = 'actorWeights';
const COUNTS = 'actorCounts';

/** The threads in a state; a run without has none. */
const workersSchema = v.object({ workers: v.optional(v.array(savedThreadSchema)) });
/** What else a group goes on from. */
const savedSchema = v.object({ wanted: v.boolean(), chunk: wholeNumber });

/** What a group is made with. */
interface WorkerActorsOptions {
  env: Env;
  /** The environment's spec. */
  spec: string;
  settings: DqnSettings;
  seed: string;
  workers: number;
  spawn: SpawnWorker | undefined;
  learner: Learner;
  experience: Experience;
  progress: Progress;
  /** Whether the state is to be whole after a chunk, the steps between `before` and `after`: it then waits to be saved. */
  restsAfter(before: number, after: number): boolean;
}

/** W workers with N environments each. */
export class WorkerActors implements Actors {
  readonly tracks: number;
  private readonly options: WorkerActorsOptions;
  private threads: WorkerThread<ActorService>[] = [];
  private readonly rounds: number;
  /** [2, rounds, T] */
  private readonly rows: Rows;
  /** [W] The last chunk that each worker has written. */
  private readonly written: Int32Array;
  private readonly weights: Float32Array;
  private readonly counts: LifelongCounts | undefined;
  private readonly shared: Pick<ActingConfig, 'rows' | 'written' | 'weights' | 'counts'>;
  /** The next chunk that is to be played, and what is being played. */
  private chunk = 0;
  private playing: Promise<ActingResult[]> | undefined;
  /** The chunk that is being taken: what its workers said, and the next of its rounds. */
  private taken: ActingResult[] = [];
  private takenChunk = -1;
  private at: number;
  private isPaused = false;
  private wanted = false;

  private constructor(options: WorkerActorsOptions) {
    const { env, settings, workers, learner, experience } = options;
    this.options = options;
    this.tracks = workers * settings.numEnvs;
    this.rounds = Math.ceil(CHUNK_STEPS / this.tracks);
    this.at = this.rounds;
    const shape = rowShape(env, settings);
    const count = NUM_CHUNKS * this.rounds * this.tracks;
    this.shared = {
      rows: sharedBuffer(count * new Rows(0, shape).rowBytes),
      written: sharedBuffer(4 * workers),
      weights: sharedBuffer(4 * learner.parameters.size),
      counts: experience.counts && sharedBuffer(LifelongCounts.bytes),
    };
    this.rows = new Rows(count, shape, this.shared.rows);
    this.written = new Int32Array(this.shared.written).fill(-1);
    this.weights = new Float32Array(this.shared.weights);
    this.counts = this.shared.counts && new LifelongCounts(this.shared.counts);
    this.publish();
  }

  /** @throws unsupported where `spawn` is not given, or threads cannot share memory */
  static async create(options: WorkerActorsOptions): Promise<WorkerActors> {
    const { spec, settings, seed, workers, spawn } = options;
    if (typeof SharedArrayBuffer === 'undefined') {
      throw new AgonError(
        'unsupported',
        `${workers} worker threads were asked for, but this page is not isolated and its threads cannot share memory: use workers: 0.`,
      );
    }
    const group = new WorkerActors(options);
    const { tracks, rounds, shared } = group;
    group.threads = await openThreads<ActorService>({
      part: ACTORS,
      count: workers,
      spawn,
      open: (service, worker) => service.join({ spec, settings, seed, worker, tracks, rounds, ...shared }),
      close: (service) => service.leave(),
    });
    return group;
  }

  get isAtRest(): boolean {
    return this.at === this.rounds && !this.playing;
  }

  async start(): Promise<void> {
    const record = this.wanted;
    this.wanted = false;
    await Promise.all(this.threads.map((thread, i) => thread.ask(thread.service.start(record && i === 0))));
  }

  wantRecording(): void {
    this.wanted = true;
  }

  async round(step: number): Promise<Episode | undefined> {
    const { experience, progress } = this.options;
    let recorded: Episode | undefined;
    if (this.at === this.rounds) {
      await this.nextChunk(step);
      [{ recorded }] = this.taken;
    }
    const first = ((this.takenChunk % NUM_CHUNKS) * this.rounds + this.at) * this.tracks;
    for (let track = 0; track < this.tracks; track++) experience.pushRow(this.rows, first + track);
    for (const { episodes } of this.taken) {
      for (const { round, episodeReturn, length } of episodes)
        if (round === this.at) progress.episode(episodeReturn, length);
    }
    this.at++;
    return recorded;
  }

  /** Waits for the chunk that is being played, and lets the next one begin unless the group is to rest. */
  private async nextChunk(step: number): Promise<void> {
    if (!this.playing) this.begin(step);
    this.taken = (await this.playing) as ActingResult[];
    this.playing = undefined;
    this.takenChunk = this.chunk - 1;
    this.at = 0;
    for (let worker = 0; worker < this.threads.length; worker++) {
      const chunk = Atomics.load(this.written, worker);
      if (chunk !== this.takenChunk)
        throw new AgonError('internal', `worker ${worker} wrote chunk ${chunk}, not ${this.takenChunk}.`);
    }
    this.publish();
    const after = step + this.rounds * this.tracks;
    if (!this.isPaused && !this.options.restsAfter(step, after)) this.begin(after);
  }

  /** Lets every worker play the next chunk, from `firstStep` on. */
  private begin(firstStep: number): void {
    const job = { chunk: this.chunk++, firstStep, record: this.wanted };
    this.wanted = false;
    this.playing = Promise.all(this.threads.map((thread) => thread.ask(thread.service.act(job))));
    this.playing.catch(() => undefined); // told to whoever waits for the chunk
  }

  /** Writes what the workers act by from the next chunk on. None of them plays now. */
  private publish(): void {
    const { learner, experience } = this.options;
    this.weights.set(learner.parameters.flat);
    if (experience.counts) this.counts?.copyFrom(experience.counts);
  }

  pause(): void {
    this.isPaused = true;
  }

  async save(): Promise<SavedActors> {
    const workers = await Promise.all(this.threads.map((thread) => thread.ask(thread.service.save())));
    const { weights, counts, wanted, chunk } = this;
    return {
      json: { workers: workers as unknown as Json[], wanted, chunk },
      arrays: { [WEIGHTS]: weights.slice(), ...(counts ? { [COUNTS]: counts.save() } : {}) },
    };
  }

  async load({ json, arrays }: Pick<SavedState, 'json' | 'arrays'>): Promise<void> {
    const { workers } = readState(workersSchema, json);
    if (workers?.length !== this.threads.length) {
      const has = workers ? `${workers.length} worker threads` : 'none';
      throw new AgonError(
        'bad-checkpoint',
        `this run has ${this.threads.length} worker threads, the state has ${has}. Resume with the --workers it was saved with.`,
      );
    }
    const { wanted, chunk } = readState(savedSchema, json);
    this.wanted = wanted;
    this.chunk = chunk;
    takeArray(this.weights, WEIGHTS, arrays);
    this.counts?.load(COUNTS, arrays);
    await Promise.all(this.threads.map((thread, i) => thread.ask(thread.service.load(workers[i]))));
  }

  /** Every worker plays its chunk to the end, releases its session and leaves. */
  async close(): Promise<void> {
    await Promise.all(this.threads.splice(0).map((thread) => thread.leave(thread.service.leave())));
  }
}
