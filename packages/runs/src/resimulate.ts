/** Re-simulates replays: random access to every position, with a check against the recorded hashes. */
import { AgonError, formatSpec, type Json } from '@agon/core';
import {
  drawEnv,
  drawState,
  makeEnvironment,
  unwrapped,
  type Drawing,
  type Environment,
  type State,
} from '@agon/envs';
import { HASH_EVERY } from '@agon/learning';
import type { Replay } from './replay.js';

/** A position of a replay: what is to be seen after `index` actions. */
export interface Frame {
  /** Actions played so far. */
  index: number;
  /** The action that led here; undefined at the start. */
  action: number | undefined;
  /** Returns so far, one for each player. */
  returns: number[];
  /** The player to move: 0 in an environment, `TERMINAL_PLAYER` at a finished game. */
  player: number;
  draw(): Drawing;
}

/** Steps between two keyframes of an environment; a jump backwards plays at most so many steps. */
const KEYFRAME_EVERY = 100;

/** The environment behind the replay's positions, with one interface for both kinds. */
interface Stage {
  play(action: number): void;
  hash(): number;
  returns(): number[];
  player(): number;
  draw(): Drawing;
  /** A copy of the present position; `load` goes back to it. */
  save(): unknown;
  load(saved: unknown): void;
}

function stageOf(environment: Environment, seed: string): Stage {
  if (environment.kind === 'game') {
    let state = environment.game.newInitialState();
    return {
      play: (action) => state.apply(action),
      hash: () => state.hash(),
      returns: () => state.returns(),
      player: () => state.currentPlayer,
      draw: () => drawState(state),
      save: () => state.clone(),
      load: (saved) => void (state = (saved as State).clone()),
    };
  }
  const { env } = environment;
  let total = 0;
  env.reset(seed);
  return {
    play: (action) => void (total += env.step(action).reward),
    hash: () => env.hash(),
    returns: () => [total],
    player: () => 0,
    draw: () => drawEnv(env),
    save: () => [env.save(), total],
    load: (saved) => {
      const [state, sum] = saved as [Json, number];
      env.load(state);
      total = sum;
    },
  };
}

/**
 * A replay that can be moved through. `seek` goes anywhere at the cost of at most 100 steps once a position was passed.
 * The recorded hashes are checked whenever a position that has one is first reached.
 */
export class Resimulation {
  readonly replay: Replay;
  /** The number of actions: positions are 0..length. */
  readonly length: number;
  private readonly stage: Stage;
  private readonly keyframes: unknown[];
  private index = 0;

  /** @throws unknown-env, bad-option; diverged where the environment's rules have another version than the replay's */
  constructor(replay: Replay) {
    const environment = makeEnvironment(formatSpec(replay.env, replay.options));
    const { version } = unwrapped(environment);
    if (version !== replay.version) {
      throw new AgonError(
        'diverged',
        `the replay was recorded with version ${replay.version} of ${replay.env}; this is version ${version}, which behaves differently. Watch it with the agon that wrote it.`,
        { details: { step: 0, recorded: replay.version, present: version } },
      );
    }
    this.replay = replay;
    this.length = replay.actions.length;
    this.stage = stageOf(environment, replay.seed);
    this.keyframes = [this.stage.save()];
  }

  /** The position that the stage stands at. */
  get position(): number {
    return this.index;
  }

  /**
   * Goes to a position, clamped to 0..length.
   * @throws diverged at the first position whose hash differs, or at the end where the result differs; the message and
   *   `details.step` name it. The stage then stands at that position.
   */
  seek(position: number): Frame {
    const target = Math.max(0, Math.min(this.length, Math.trunc(position)));
    if (target < this.index) {
      const keyframe = Math.min(Math.floor(target / KEYFRAME_EVERY), this.keyframes.length - 1);
      this.stage.load(this.keyframes[keyframe]);
      this.index = keyframe * KEYFRAME_EVERY;
    }
    while (this.index < target) this.step();
    return this.frame();
  }

  private step(): void {
    const action = this.replay.actions[this.index];
    try {
      this.stage.play(action);
    } catch (cause) {
      if (!(cause instanceof AgonError) || cause.code !== 'illegal-action') throw cause;
      throw this.diverged(`action ${action} is not legal: ${cause.message}`, { action }, cause);
    }
    this.index++;
    if (this.index === KEYFRAME_EVERY * this.keyframes.length) this.keyframes.push(this.stage.save());
    this.check();
  }

  private check(): void {
    const { hashes, result, ended } = this.replay;
    const atEnd = this.index === this.length;
    const checks: number[] = [];
    if (this.index % HASH_EVERY === 0) checks.push(hashes[this.index / HASH_EVERY - 1]);
    if (atEnd) checks.push(hashes[hashes.length - 1]);
    const got = checks.length ? this.stage.hash() : 0;
    for (const expected of checks) {
      if (got !== expected)
        throw this.diverged(`the hash is ${got}, recorded was ${expected}`, { expected, got });
    }
    if (!atEnd || (ended && ended.reason !== 'limit')) return;
    const returns = this.stage.returns();
    // Recorders may add rewards in another order: allow for rounding.
    const same = returns.every(
      (value, i) => Math.abs(value - result[i]) <= 1e-6 * Math.max(1, Math.abs(value)),
    );
    if (returns.length !== result.length || !same) {
      throw this.diverged(`the result is ${returns.join(' : ')}, recorded was ${result.join(' : ')}`, {
        expected: result,
        got: returns,
      });
    }
  }

  private diverged(what: string, details: Record<string, Json>, cause?: unknown): AgonError {
    const text = `the replay of ${this.replay.env} diverges at step ${this.index}: ${what}. It was recorded by other rules, or it is damaged.`;
    return new AgonError('diverged', text, { cause, details: { step: this.index, ...details } });
  }

  private frame(): Frame {
    const { stage, index } = this;
    const action = index > 0 ? this.replay.actions[index - 1] : undefined;
    return { index, action, returns: stage.returns(), player: stage.player(), draw: () => stage.draw() };
  }
}

/**
 * All positions of a replay in order, the start included: length + 1 frames. Draw a frame before asking for the next.
 * @throws diverged as `Resimulation.seek`
 */
export function* resimulate(replay: Replay): Generator<Frame, void> {
  const resimulation = new Resimulation(replay);
  for (let position = 0; position <= resimulation.length; position++) yield resimulation.seek(position);
}
