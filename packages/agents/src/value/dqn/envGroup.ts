/**
 * The environments that a learner steps together, each game with a seed of its own so that its first episode can be replayed.
 * An environment whose episode a time limit has cut rests for a turn, in which it shows the last observation: so that has
 * a place in replay like any other, and the step before it is learned from (Gymnasium's AutoresetMode.NEXT_STEP).
 */
import { anyJson, integers, numbers, type Json } from '@agon/core';
import { makeEnv, observationArray, type Env } from '@agon/envs';
import {
  HASH_EVERY,
  readingPart,
  readState,
  RECORDING_LIMIT,
  requireLength,
  type Episode,
} from '@agon/learning';
import * as v from 'valibot';
import { savedAccounts, type Analysis } from '../../agent.js';

/** An episode that is being recorded. */
interface Recording {
  actions: number[];
  hashes: number[];
  accounts: Analysis[];
}

/** What `save` returns: plain data. */
interface SavedEnvGroup {
  envs: Json[];
  episodes: number[];
  returns: number[];
  lengths: number[];
  wanted: boolean;
  recording: Recording | null;
  cut: boolean[];
}

const savedSchema = v.object({
  envs: v.array(anyJson),
  episodes: integers,
  returns: numbers,
  lengths: integers,
  wanted: v.boolean(),
  recording: v.nullable(v.object({ actions: integers, hashes: integers, accounts: savedAccounts })),
  cut: v.array(v.boolean()),
}) satisfies v.GenericSchema<unknown, SavedEnvGroup>;

/** N environments of one kind. Environment 0 of the run is the one whose episodes are recorded. */
export class EnvGroup {
  readonly envs: readonly Env[];
  /** What each environment showed at the last `look`; the same arrays at every step. */
  readonly observations: readonly (Uint8Array | Float32Array)[];
  /** Of the last `step`. */
  reward = 0;
  terminated = false;
  truncated = false;
  /** Nothing was played: what was seen is the last observation of an episode that was cut. */
  rested = false;
  /** Return and length of the episode that the last `step` ended. */
  episodeReturn = 0;
  episodeLength = 0;

  private readonly seed: string;
  private readonly first: number;
  /** Episodes begun with a seed, returns and lengths so far, of each environment. */
  private readonly episodes: number[];
  private readonly returns: number[];
  private readonly lengths: number[];
  /** Whether the episode of each environment was cut, and its next turn is one of rest. */
  private readonly cut: boolean[];
  private wanted = false;
  private recording: Recording | undefined;

  /**
   * @param first the number of the first environment among all of a run
   * @throws unknown-env, bad-option; unsupported for a board game
   */
  constructor(spec: string, numEnvs: number, seed: string, first = 0) {
    this.seed = seed;
    this.first = first;
    this.envs = Array.from({ length: numEnvs }, () => makeEnv(spec));
    this.observations = this.envs.map((env) => observationArray(env.observation));
    this.episodes = this.envs.map(() => 0);
    this.returns = this.envs.map(() => 0);
    this.lengths = this.envs.map(() => 0);
    this.cut = this.envs.map(() => false);
  }

  /** Begins the first episode of each environment. */
  start(): void {
    for (let i = 0; i < this.envs.length; i++) this.begin(i);
  }

  /** The next episode that environment 0 begins with a seed is to be recorded. */
  wantRecording(): void {
    this.wanted = true;
  }

  /** Whether environment 0's present episode is being recorded: `step` then wants an account. */
  isRecording(i: number): boolean {
    return i === 0 && this.recording !== undefined;
  }

  /** Writes what environment i shows now into `observations[i]`. */
  look(i: number): void {
    this.envs[i].observe(this.observations[i]);
  }

  /**
   * Plays one action in environment i, or none in a turn of rest. Begins its next episode where this one ended by its own rules,
   * or with the turn of rest.
   * @returns the episode, if this step ended a recorded one
   */
  step(i: number, action: number, account: Analysis | undefined): Episode | undefined {
    this.rested = this.cut[i];
    if (this.rested) return this.rest(i);
    const { reward, terminated, truncated } = this.envs[i].step(action);
    this.reward = reward;
    this.terminated = terminated;
    this.truncated = truncated;
    this.returns[i] += reward;
    this.lengths[i]++;
    const over = terminated || truncated;
    const episode = this.isRecording(i) ? this.record(i, action, account, over) : undefined;
    if (over) {
      this.episodeReturn = this.returns[i];
      this.episodeLength = this.lengths[i];
      this.cut[i] = !terminated;
      if (terminated) this.begin(i);
    }
    return episode;
  }

  private rest(i: number): undefined {
    this.reward = 0;
    this.terminated = false;
    this.truncated = false;
    this.cut[i] = false;
    this.begin(i);
  }

  /** All that the environments and recordings go on from, as plain data; a copy. */
  save(): Json {
    const { episodes, returns, lengths, wanted, recording, cut } = this;
    const envs = this.envs.map((env) => env.save());
    const saved: SavedEnvGroup = {
      envs,
      episodes,
      returns,
      lengths,
      wanted,
      recording: recording ?? null,
      cut,
    };
    return structuredClone(saved) as unknown as Json;
  }

  /** @throws bad-checkpoint where the state is damaged, or of others or another number of environments */
  load(state: Json): void {
    const saved = readState(savedSchema, structuredClone(state), 'actors');
    const { envs, episodes, returns, lengths, cut } = saved;
    for (const [name, list] of Object.entries({ envs, episodes, returns, lengths, cut }))
      requireLength(list, `actors.${name}`, this.envs.length, 'environments');
    for (let i = 0; i < this.envs.length; i++) {
      readingPart(`actors.envs.${i}`, () => this.envs[i].load(envs[i]));
      this.episodes[i] = episodes[i];
      this.returns[i] = returns[i];
      this.lengths[i] = lengths[i];
      this.cut[i] = cut[i];
    }
    this.wanted = saved.wanted;
    this.recording = saved.recording ?? undefined;
  }

  private episodeSeed(i: number, episode: number): string {
    return `${this.seed} / env ${this.first + i} / episode ${episode}`;
  }

  /** Begins environment i's next episode: with a seed, unless its game goes on; such an episode cannot be replayed by itself. */
  private begin(i: number): void {
    const env = this.envs[i];
    const { goesOn } = env;
    if (goesOn) env.reset();
    else env.reset(this.episodeSeed(i, this.episodes[i]++));
    this.returns[i] = 0;
    this.lengths[i] = 0;
    if (i !== 0) return;
    const isRecorded = this.wanted && !goesOn;
    this.recording = isRecorded ? { actions: [], hashes: [], accounts: [] } : undefined;
    if (isRecorded) this.wanted = false;
  }

  private record(
    i: number,
    action: number,
    account: Analysis | undefined,
    over: boolean,
  ): Episode | undefined {
    const recording = this.recording as Recording;
    const { actions, hashes, accounts } = recording;
    actions.push(action);
    accounts.push(account ?? {});
    if (actions.length % HASH_EVERY === 0) hashes.push(this.envs[i].hash());
    if (!over) {
      if (actions.length >= RECORDING_LIMIT) this.recording = undefined;
      return undefined;
    }
    this.recording = undefined;
    hashes.push(this.envs[i].hash());
    const seed = this.episodeSeed(i, this.episodes[i] - 1);
    return { seed, actions, hashes, result: [this.returns[i]], accounts };
  }
}
