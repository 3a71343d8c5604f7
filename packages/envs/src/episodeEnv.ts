/** What environments share whose state is a few numbers: the stream, the end of an episode, saving and hashing. */
import { AgonError, randomState, RandomStream, type Json, type Rng } from '@agon/core';
import * as v from 'valibot';
import { illegalAction, type Action, type Env, type ObservationSpace, type StepResult } from './env.js';
import { hashFields, loadFields, saveFields } from './fields.js';
import { HASH_START } from './hash.js';
import { parseSaved } from './saved.js';

const savedSchema = v.strictObject({
  game: v.unknown(),
  terminal: v.boolean(),
  random: randomState,
});

/** Who an environment is: what its registry line says of it. */
export interface EnvIdentity {
  readonly id: string;
  readonly version: number;
  /** The resolved options; those of wrappers around it included. */
  readonly options: Readonly<Record<string, Json>>;
}

/** An environment with `begin` and `play` to fill in. Time limits are a wrapper's (`TimeLimit`). */
export abstract class EpisodeEnv implements Env {
  readonly id: string;
  readonly version: number;
  readonly options: Readonly<Record<string, Json>>;
  readonly framesPerStep = 1;
  readonly stepsPerSecond: number | undefined = undefined;
  abstract readonly observation: ObservationSpace;
  abstract readonly actionNames: readonly string[];

  /** Names of the fields that make up the state: numbers, booleans, typed arrays. */
  protected abstract readonly fields: readonly string[];
  /** The game is over by its own rules; `play` sets it, `reset` clears it. */
  protected terminal = false;
  private readonly stream = new RandomStream(0);
  private rng: Rng = this.stream;
  private readonly result: StepResult = { reward: 0, terminated: false, truncated: false };

  constructor({ id, version, options }: EnvIdentity) {
    this.id = id;
    this.version = version;
    this.options = options;
  }

  /** Sets all fields to the start of an episode. */
  protected abstract begin(rng: Rng): void;
  /** Moves on by one action, which is legal; returns the reward and sets `terminal` at the end. No allocation. */
  protected abstract play(action: Action, rng: Rng): number;
  abstract observe(out: Uint8Array | Float32Array): void;

  reset(seed?: string | number): void {
    if (seed !== undefined) {
      this.stream.restore(new RandomStream(seed).save());
      this.rng = this.stream;
    }
    this.terminal = false;
    this.begin(this.rng);
  }

  useRng(rng: Rng): void {
    this.rng = rng;
  }

  step(action: Action): StepResult {
    if (this.actionNames[action] === undefined) throw illegalAction(this, action);
    this.result.reward = this.terminal ? 0 : this.play(action, this.rng);
    this.result.terminated = this.terminal;
    return this.result;
  }

  hash(): number {
    return hashFields(HASH_START, this, ['terminal', ...this.fields]) >>> 0;
  }

  /** @throws unsupported while the random numbers come from a stream that somebody else owns (`useRng`) */
  save(): Json {
    if (this.rng !== this.stream) throw foreignStream(this.id);
    return { game: saveFields(this, this.fields), terminal: this.terminal, random: this.stream.save() };
  }

  load(state: Json): void {
    const saved = parseSaved(savedSchema, state, this.id);
    loadFields(this, this.fields, saved.game as Json, this.id);
    this.terminal = saved.terminal;
    this.stream.restore(saved.random);
    this.rng = this.stream;
    this.result.reward = 0;
    this.result.terminated = saved.terminal;
  }
}

/** The error for saving an environment whose random numbers are somebody else's. */
export function foreignStream(id: string): AgonError {
  return new AgonError(
    'unsupported',
    `${id} cannot save a random stream that was passed in; call reset(seed) first.`,
  );
}
