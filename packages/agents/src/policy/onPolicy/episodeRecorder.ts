/** Records whole episodes of one environment for replay files. */
import { integers, wholeNumber, type Json } from '@agon/core';
import type { Env } from '@agon/envs';
import { HASH_EVERY, readState, RECORDING_LIMIT, type Episode } from '@agon/learning';
import * as v from 'valibot';
import { savedAccounts, type Analysis } from '../../agent.js';

interface Recording {
  seed: string;
  actions: number[];
  hashes: number[];
  accounts: Analysis[];
}

/** What `save` returns: plain data. */
interface Saved {
  begun: number;
  wanted: boolean;
  recording: Recording | null;
}

const savedSchema = v.object({
  begun: wholeNumber,
  wanted: v.boolean(),
  recording: v.nullable(
    v.object({ seed: v.string(), actions: integers, hashes: integers, accounts: savedAccounts }),
  ),
}) satisfies v.GenericSchema<unknown, Saved>;

/** An episode is recorded from a seed of its own, so that it can be played again from its actions. */
export class EpisodeRecorder {
  private readonly seed: string;
  private begun = 0;
  private wanted = false;
  private recording: Recording | undefined;

  /** @param seed names the run; each recorded episode is seeded "SEED / recorded K" */
  constructor(seed: string) {
    this.seed = seed;
  }

  /** The next episode is to be recorded. */
  want(): void {
    this.wanted = true;
  }

  /** The episode that is being recorded, if one is, was broken off. */
  drop(): void {
    this.recording = undefined;
  }

  /** Whether the episode that begins next is to be recorded. */
  get isWanted(): boolean {
    return this.wanted;
  }

  /** Whether `before` wants actions and accounts. */
  get isRecording(): boolean {
    return this.recording !== undefined;
  }

  /** Resets `env`: where an episode is wanted with a seed that can be recorded, else on its own stream. */
  begin(env: Env): void {
    this.recording = undefined;
    if (!this.wanted) {
      env.reset();
      return;
    }
    this.wanted = false;
    const seed = `${this.seed} / recorded ${this.begun++}`;
    this.recording = { seed, actions: [], hashes: [], accounts: [] };
    env.reset(seed);
  }

  /** An action is about to be played in `env`, which is as the actions so far have left it. */
  before(env: Env, action: number, account: Analysis): void {
    const { recording } = this;
    if (!recording) return;
    const { actions, hashes, accounts } = recording;
    if (actions.length > 0 && actions.length % HASH_EVERY === 0) hashes.push(env.hash());
    actions.push(action);
    accounts.push(account);
    if (actions.length > RECORDING_LIMIT) this.recording = undefined;
  }

  /** The episode, which is over in `env`; undefined where it was not recorded. */
  finish(env: Env, episodeReturn: number): Episode | undefined {
    const { recording } = this;
    if (!recording) return undefined;
    this.recording = undefined;
    const { seed, actions, hashes, accounts } = recording;
    const hash = env.hash();
    if (actions.length % HASH_EVERY === 0) hashes.push(hash);
    hashes.push(hash);
    return { seed, actions, hashes, result: [episodeReturn], accounts };
  }

  save(): Json {
    const { begun, wanted, recording } = this;
    const saved: Saved = { begun, wanted, recording: recording ?? null };
    return structuredClone(saved) as unknown as Json;
  }

  /** @throws bad-checkpoint where it is not what `save` returned */
  load(state: Json): void {
    const saved = readState(savedSchema, structuredClone(state), 'actors.recorder');
    this.begun = saved.begun;
    this.wanted = saved.wanted;
    this.recording = saved.recording ?? undefined;
  }
}
