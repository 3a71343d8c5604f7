/** What an actor's worker thread answers to. */
import { numbers, randomState, type RandomState } from '@agon/core';
import { BIT_ROOM, Parameters } from '@agon/engine';
import { posted, readState, type Episode, type ServedThread } from '@agon/learning';
import * as v from 'valibot';
import { Rows } from '../replay/rows.js';
import { EnvGroup } from './envGroup.js';
import { rowShape } from './experience.js';
import { LifelongCounts } from './exploration/novelty.js';
import { NoiseTable } from './noise.js';
import { Actor, savedActorSchema, type SavedActor } from './actor.js';
import { epsilonAt, type DqnSettings } from './settings.js';
import { valueKind, valueNetwork } from './valueNetwork.js';

/** What a worker thread serves actors as. */
export const ACTORS = 'actors';

/** Chunks that the shared rows hold: one is played while the other is learned from. */
export const NUM_CHUNKS = 2;

/** Who an actor is and what it shares. W workers, N environments each, T = W · N. */
export interface ActingConfig {
  spec: string;
  settings: DqnSettings;
  seed: string;
  /** Which of the workers this is. */
  worker: number;
  /** T */
  tracks: number;
  /** Rounds of a chunk. */
  rounds: number;
  /** [2, rounds, T] Rows of two chunks, see `rowShape`. */
  rows: ArrayBuffer;
  /** [W] int32: the last chunk that each worker has written. */
  written: ArrayBuffer;
  /** float32: the parameters that the next chunk is played by. */
  weights: ArrayBuffer;
  /** Life-long counts, where novelty is rewarded. */
  counts?: ArrayBuffer | undefined;
}

/** A chunk to play. */
interface ActingJob {
  chunk: number;
  /** Steps taken before it, of all environments. */
  firstStep: number;
  /** The next episode of the first environment is to be recorded. */
  record: boolean;
}

/** What is told of a chunk; its steps lie in the shared rows. */
export interface ActingResult {
  /** Episodes that ended, in order, and in which round. */
  episodes: { round: number; episodeReturn: number; length: number }[];
  recorded?: Episode | undefined;
}

/** What a worker goes on from. */
export interface SavedThread extends Omit<SavedActor, 'memory'> {
  memory?: number[];
  noise?: RandomState;
}

/** `SavedThread` in a saved state. */
export const savedThreadSchema = v.object({
  ...savedActorSchema.entries,
  memory: v.optional(numbers),
  noise: v.optional(randomState),
}) satisfies v.GenericSchema<unknown, SavedThread>;

/** The messages of an actor's worker thread. */
export interface ActorService {
  join(config: ActingConfig): Promise<void>;
  /** Begins the first episodes. @param record whether that of the first environment is to be recorded */
  start(record: boolean): Promise<void>;
  act(job: ActingJob): Promise<ActingResult>;
  save(): Promise<SavedThread>;
  load(saved: SavedThread): Promise<void>;
  /** Finishes the chunk in play, releases the session and leaves. */
  leave(): Promise<void>;
}

export function actorService({ leave }: ServedThread): ActorService {
  let thread: ActingThread | undefined;
  let acting: Promise<unknown> = Promise.resolve();
  const present = (): ActingThread => {
    if (!thread) throw new Error('an actor was asked to act before it had joined');
    return thread;
  };
  return {
    join: (config) =>
      posted(
        ActingThread.create(config).then((created) => {
          thread = created;
        }),
      ),
    async start(record) {
      const { actor } = present();
      if (record) actor.group.wantRecording();
      actor.start();
    },
    act(job) {
      const played = present().act(job);
      acting = played.catch(() => undefined); // the one who asked for the chunk hears of the failure
      return posted(played);
    },
    save: async () => present().save(),
    load: (saved) => posted(present().load(saved)),
    async leave() {
      await acting;
      await thread?.actor.dispose();
      leave();
    },
  };
}

/** One worker's environments, played a chunk at a time. */
class ActingThread {
  readonly actor: Actor;
  private readonly config: ActingConfig;
  private readonly parameters: Parameters;
  private readonly noise: NoiseTable | undefined;
  private readonly rows: Rows;

  private constructor(
    config: ActingConfig,
    parameters: Parameters,
    actor: Actor,
    rows: Rows,
    noise: NoiseTable | undefined,
  ) {
    this.config = config;
    this.parameters = parameters;
    this.actor = actor;
    this.rows = rows;
    this.noise = noise;
  }

  static async create(config: ActingConfig): Promise<ActingThread> {
    const { spec, settings, seed, worker, tracks, rounds } = config;
    const { numEnvs } = settings;
    const group = new EnvGroup(spec, numEnvs, seed, worker * numEnvs);
    const [env] = group.envs;
    const network = valueNetwork(env, settings, valueKind(settings));
    const parameters = new Parameters(network.parameters, BIT_ROOM);
    const { noiseSize } = network;
    const suffix = ` / worker ${worker}`;
    const noise = noiseSize > 0 ? new NoiseTable(`${seed} / noise${suffix}`, noiseSize) : undefined;
    const rows = new Rows(NUM_CHUNKS * rounds * tracks, rowShape(env, settings), config.rows);
    const counts = config.counts && new LifelongCounts(config.counts);
    const parts = { settings, group, network, parameters, noise, counts, rows, seed, suffix };
    const actor = await Actor.create(parts);
    return new ActingThread(config, parameters, actor, rows, noise);
  }

  async act({ chunk, firstStep, record }: ActingJob): Promise<ActingResult> {
    const { actor, rows, config } = this;
    const { rounds, tracks, worker, settings } = config;
    const { group, extras } = actor;
    const numEnvs = group.envs.length;
    const size = extras.length / numEnvs;
    const result: ActingResult = { episodes: [] };
    this.parameters.flat.set(new Float32Array(config.weights));
    if (record) group.wantRecording();
    for (let round = 0; round < rounds; round++) {
      const first = ((chunk % NUM_CHUNKS) * rounds + round) * tracks + worker * numEnvs;
      const epsilon = epsilonAt(settings, firstStep + round * tracks);
      const recorded = await actor.round(epsilon, (i, action) => {
        const { observations, reward, terminated, truncated, rested } = group;
        rows.write(first + i, observations[i], action, reward, terminated, rested);
        rows.setExtras(first + i, extras, i * size);
        if (!terminated && !truncated) return;
        result.episodes.push({ round, episodeReturn: group.episodeReturn, length: group.episodeLength });
      });
      result.recorded ??= recorded;
    }
    Atomics.store(new Int32Array(config.written), worker, chunk);
    return result;
  }

  save(): SavedThread {
    const { noise } = this;
    const { memory, ...actor } = this.actor.save();
    return {
      ...actor,
      ...(memory ? { memory: Array.from(memory) } : {}),
      ...(noise ? { noise: noise.save() } : {}),
    };
  }

  async load({ noise, memory, ...actor }: SavedThread): Promise<void> {
    this.actor.load({ ...actor, ...(memory ? { memory: Float32Array.from(memory) } : {}) });
    this.noise?.restore(readState(randomState, noise, 'noise'));
  }
}
