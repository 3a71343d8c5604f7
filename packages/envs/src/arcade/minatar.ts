/**
 * The wrapper that the five MinAtar games share (Young & Tian 2019; reference MinAtar 1.0.15): six actions, sticky
 * actions, difficulty ramping, 10×10 observations of bits. Rules of each game are in their own file.
 */
import { described, fraction, randomState, RandomStream, type Json, type Rng } from '@agon/core';
import * as v from 'valibot';
import { illegalAction, type Action, type Env, type ObservationSpace, type StepResult } from '../env.js';
import { foreignStream } from '../episodeEnv.js';
import { HASH_START, mixHash } from '../hash.js';
import { integer, parseSaved } from '../saved.js';
import { limitOption } from '../wrappers/timeLimit.js';

/** Board side. Cells are (x, y) with x to the right and y downwards; cell index = y * SIDE + x. */
export const SIDE = 10;

/** The actions, numbered as the reference does. */
export const NO_OP = 0;
export const LEFT = 1;
export const UP = 2;
export const RIGHT = 3;
export const DOWN = 4;
export const FIRE = 5;
/** The six actions of every game, in order. A game treats those that it has no use for as no-ops. */
const MINATAR_ACTIONS: readonly string[] = ['no-op', 'left', 'up', 'right', 'down', 'fire'];

/** The rules of one game: a state that moves on by one action at a time. */
export interface MinAtarRules {
  /** The game is over; the wrapper then no longer calls `act`. */
  terminal: boolean;
  /** Difficulty reached in this episode; undefined in games that have no ramp. */
  readonly rampIndex: number | undefined;
  /** Begins a game. */
  reset(rng: Rng): void;
  /** Plays one of the six actions; returns the reward. No allocation. */
  act(action: Action, rng: Rng): number;
  /** Writes the [10, 10, channels] observation of 0 and 1, all of it. No allocation. */
  observe(out: Uint8Array | Float32Array): void;
  /** Mixes everything that decides the future into `hash`. */
  hash(hash: number): number;
  /** The state, `terminal` apart, as the crafted conformance cases write it; `load` reads it. */
  save(): Json;
  /** @throws bad-file */
  load(state: Json): void;
}

/** A game of the family: what the wrapper needs to know of it. */
export interface MinAtarGame<R extends MinAtarRules = MinAtarRules> {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  /** Names of the observation's planes. */
  readonly channels: readonly string[];
  /** The actions that the game has a use for, in order. */
  readonly minimalActions: readonly Action[];
  create(ramping: boolean): R;
}

/** The settings of every MinAtar environment. */
export const minAtarSchema = v.strictObject({
  sticky: v.optional(described(fraction, 'probability that the last action is repeated'), 0.1),
  ramping: v.optional(described(v.boolean(), 'difficulty rises as the game goes on'), true),
  minimal: v.optional(
    described(v.boolean(), 'offer only the actions that the game uses, instead of all six'),
    false,
  ),
  limit: limitOption(0),
});
type MinAtarOptions = v.InferOutput<typeof minAtarSchema>;

const savedSchema = v.strictObject({
  game: v.unknown(),
  terminal: v.boolean(),
  lastAction: integer(0, 5),
  elapsed: integer(0, Number.MAX_SAFE_INTEGER),
  random: randomState,
});

/**
 * One MinAtar game as an environment.
 *
 * Each step draws one number for the sticky mechanism, even with `sticky` 0 and after the end of the game, as the reference
 * does; so a step after the end leaves the game as it is, but not the stream nor the sticky memory.
 * The sticky memory survives `reset()`, and starts at 0 again with `reset(seed)`.
 */
export class MinAtarEnv<R extends MinAtarRules = MinAtarRules> implements Env {
  readonly id: string;
  readonly version: number;
  readonly options: Readonly<MinAtarOptions>;
  readonly observation: ObservationSpace;
  readonly actionNames: readonly string[];
  readonly framesPerStep = 1;
  /** Names of the observation's planes. */
  readonly channels: readonly string[];
  /** The game itself, for drawings, scripted players and conformance cases. */
  readonly rules: R;

  /** The six-action index of each offered action. */
  private readonly actions: readonly Action[];
  private readonly stream = new RandomStream(0);
  private rng: Rng = this.stream;
  private readonly sticky: number;
  private readonly limit: number;
  private lastAction: Action = NO_OP;
  private elapsed = 0;
  private readonly result: StepResult = { reward: 0, terminated: false, truncated: false };

  constructor(game: MinAtarGame<R>, options: MinAtarOptions) {
    this.id = game.id;
    this.version = game.version;
    this.options = options;
    this.sticky = options.sticky;
    this.limit = options.limit > 0 ? options.limit : Infinity;
    this.channels = game.channels;
    this.observation = { shape: [SIDE, SIDE, game.channels.length], dtype: 'uint8', high: 1 };
    this.actions = options.minimal ? game.minimalActions : MINATAR_ACTIONS.map((_, index) => index);
    this.actionNames = this.actions.map((action) => MINATAR_ACTIONS[action]);
    this.rules = game.create(options.ramping);
    this.rules.reset(this.rng);
  }

  reset(seed?: string | number): void {
    if (seed !== undefined) {
      this.stream.restore(new RandomStream(seed).save());
      this.rng = this.stream;
      this.lastAction = NO_OP;
    }
    this.elapsed = 0;
    this.rules.reset(this.rng);
  }

  useRng(rng: Rng): void {
    this.rng = rng;
  }

  step(action: Action): StepResult {
    const { result, rules } = this;
    let executed = this.actions[action];
    if (executed === undefined) throw illegalAction(this, action);
    result.reward = 0;
    result.truncated = !rules.terminal && this.elapsed >= this.limit;
    if (result.truncated) return result;

    if (this.rng.uniform() < this.sticky) executed = this.lastAction;
    this.lastAction = executed;
    if (!rules.terminal) {
      result.reward = rules.act(executed, this.rng);
      this.elapsed++;
    }
    result.terminated = rules.terminal;
    result.truncated = !rules.terminal && this.elapsed >= this.limit;
    return result;
  }

  observe(out: Uint8Array | Float32Array): void {
    this.rules.observe(out);
  }

  hash(): number {
    let hash = this.rules.hash(mixHash(HASH_START, this.lastAction));
    if (this.rules.terminal) hash = mixHash(hash, 1);
    if (this.limit !== Infinity) hash = mixHash(hash, this.elapsed);
    return hash >>> 0;
  }

  /** @throws unsupported while the random numbers come from a stream that somebody else owns (`useRng`) */
  save(): Json {
    if (this.rng !== this.stream) throw foreignStream(this.id);
    const { lastAction, elapsed, rules } = this;
    return { game: rules.save(), terminal: rules.terminal, lastAction, elapsed, random: this.stream.save() };
  }

  load(state: Json): void {
    const saved = parseSaved(savedSchema, state, this.id);
    this.rules.load(saved.game as Json);
    this.rules.terminal = saved.terminal;
    this.lastAction = saved.lastAction;
    this.elapsed = saved.elapsed;
    this.stream.restore(saved.random);
    this.rng = this.stream;
    this.result.reward = 0;
    this.result.terminated = saved.terminal;
    this.result.truncated = !saved.terminal && saved.elapsed >= this.limit;
  }
}
