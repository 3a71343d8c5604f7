/** A replay on stage: every position drawn by playing it again, with what the player thought there. No page, no clock. */
import type { Account } from '@agon/agents';
import { AgonError, formatSpec } from '@agon/core';
import { makeEnvironment, type Drawing, type Environment, type State } from '@agon/envs';
import { Resimulation, type Replay } from '@agon/runs';
import { actionName } from '../board/actionName.js';
import { seatOf, type Seat } from '../board/seats.js';
import { actionValues, moveThoughts, seenBy, winRate, type Thoughts } from '../board/thoughts.js';
import type { GraphLine } from '../charts/episodeGraph.js';
import { replayWords } from './words.js';

/** What is to be seen at one position. */
export interface Scene {
  position: number;
  drawing: Drawing;
  /** Returns so far, one for each player. */
  returns: number[];
  /** The action that led here, in words; undefined at the start. */
  lastAction: string | undefined;
  /** Board games: the players as they stand at this position. */
  seats: Seat[];
  /** What the player is about to do thinks here; undefined where it does not tell, and at the end. */
  thoughts: Thoughts | undefined;
}

/** Values of searches with fewer visits are shown as unsure; a single visit is the bare network, which stands for itself. */
export const SURE_VISITS = 10;

/** One replay. Positions are 0..length, position i being the one before action i. */
export class Theatre {
  readonly replay: Replay;
  readonly environment: Environment;
  /** The number of actions that can be shown: up to the first divergence. */
  readonly length: number;
  /** Why the replay cannot be trusted to its end; undefined where all hashes and the result agree. */
  readonly divergence: AgonError | undefined;
  /** For each position, what was thought there; from the replay, or from an analysis in this page. */
  private readonly accounts: (Account | null | undefined)[];
  /** For each position, the returns so far of every player. */
  private readonly returns: number[][] = [];
  private readonly resimulation: Resimulation;
  /** Board games: the position with its history, for legal moves and their names. */
  private readonly state: State | undefined;

  /** Plays the whole replay once. @throws unknown-env, bad-option, diverged (another version of the rules) */
  constructor(replay: Replay) {
    this.replay = replay;
    this.accounts = [...(replay.account ?? [])];
    this.environment = makeEnvironment(formatSpec(replay.env, replay.options));
    this.resimulation = new Resimulation(replay);
    this.state = this.environment.kind === 'game' ? this.environment.game.newInitialState() : undefined;
    this.divergence = this.playThrough();
    this.length = this.returns.length - 1;
  }

  /** Takes over what an analysis found at a position. */
  setAccount(position: number, account: Account | undefined): void {
    this.accounts[position] = account;
  }

  /** Fills `returns` up to the end or the first divergence. */
  private playThrough(): AgonError | undefined {
    for (let position = 0; position <= this.replay.actions.length; position++) {
      try {
        this.returns.push(this.resimulation.seek(position).returns);
      } catch (error) {
        if (!(error instanceof AgonError) || error.code !== 'diverged') throw error;
        return error;
      }
    }
    return undefined;
  }

  /** The names of the actions or players, for people. */
  get playerNames(): readonly string[] {
    return this.environment.kind === 'game' ? this.environment.game.playerNames : [this.replay.players[0]];
  }

  /**
   * The returns at the end: what the game played again gives; the recorded ones where it was resigned or forfeited, which
   * the rules do not know.
   */
  get finalReturns(): readonly number[] {
    const { ended, result } = this.replay;
    if (ended && ended.reason !== 'limit' && !this.divergence) return result;
    return this.returns[this.length];
  }

  /** The position after so many actions, values seen by the player `viewer`. */
  scene(position: number, viewer: number): Scene {
    const frame = this.resimulation.seek(Math.min(position, this.length));
    const lastAction = this.moveTo(frame.index);
    return {
      position: frame.index,
      drawing: frame.draw(),
      returns: frame.returns,
      lastAction,
      seats: this.seats(),
      thoughts: this.thoughts(frame.index, viewer),
    };
  }

  /** Needs `state` at the position. */
  private seats(): Seat[] {
    const { state, replay } = this;
    return state ? replay.players.map((agent, player) => seatOf(state, player, agent)) : [];
  }

  /** Player 0's lead in points at the end, in games of territory that were played to their end. */
  get finalLead(): number | undefined {
    if (this.environment.kind !== 'game' || this.divergence || this.replay.ended) return undefined;
    const state = this.environment.game.newInitialState();
    for (const action of this.replay.actions) state.applyAssumeLegal(action);
    const { observation } = state.game;
    return state.ownershipInto?.(new Int8Array(observation.shape[0] * observation.shape[1]));
  }

  /** Brings `state` to a position; returns the name of the last action. */
  private moveTo(position: number): string | undefined {
    const { state, environment } = this;
    const { actions } = this.replay;
    const last = actions[position - 1];
    if (environment.kind === 'env') {
      return last === undefined ? undefined : actionName(environment.env.actionNames[last]);
    }
    if (!state) return undefined;
    while (state.history.length >= Math.max(1, position)) state.undo();
    while (state.history.length < position - 1) state.apply(actions[state.history.length]);
    if (last === undefined) return undefined;
    const text = state.actionToString(last);
    state.apply(last);
    return text;
  }

  /** Needs `state` at the position. */
  private thoughts(position: number, viewer: number): Thoughts | undefined {
    const account = this.accounts[position];
    const chosen = this.replay.actions[position];
    if (!account) return undefined;
    if (this.environment.kind === 'env') {
      return actionValues(account, this.environment.env.actionNames.map(actionName), chosen);
    }
    // An analysis names its own move; the account of whoever played is of the move that was played.
    return this.state ? moveThoughts({ move: chosen, ...account }, this.state, viewer, chosen) : undefined;
  }

  /** Numbers over the whole replay: the return and the largest Q-value of an environment, the win rate in a board game. */
  graphs(viewer: number): GraphLine[] {
    const { environment, returns } = this;
    const accounts = returns.map((_, position) => this.accounts[position] ?? undefined);
    if (environment.kind === 'env') {
      const score = { label: replayWords.graph.score, values: returns.map(([value]) => value) };
      const q = accounts.map((account) => largest(account?.q));
      return q.some((value) => value !== null) ? [score, { label: replayWords.graph.q, values: q }] : [score];
    }
    const { game } = environment;
    const values = accounts.map((account, position) =>
      account?.value === undefined
        ? null
        : 100 * winRate(seenBy(game, viewer, this.playerAt(position), account.value)),
    );
    if (values.every((value) => value === null)) return [];
    if (!this.divergence) values[this.length] = 100 * winRate(this.replay.result[viewer]);
    const isUnsure = accounts.map((account) => {
      const visits = account?.visits?.reduce((sum, count) => sum + count, 0) ?? 0;
      return visits > 1 && visits < SURE_VISITS;
    });
    const label = replayWords.graph.winRate(game.playerNames[viewer]);
    return [{ label, values, range: [-3, 103], middle: 50, isUnsure }];
  }

  /** The largest and smallest Q-value of the whole replay, so that bars keep one scale. */
  qRange(): [low: number, high: number] {
    let low = 0;
    let high = 0;
    for (const account of this.accounts) {
      for (const q of account?.q ?? []) {
        if (q === null) continue;
        low = Math.min(low, q);
        high = Math.max(high, q);
      }
    }
    return [low, high];
  }

  private players: number[] | undefined;

  /** Who is to move at a position of a board game. */
  playerAt(position: number): number {
    if (!this.players && this.environment.kind === 'game') {
      const state = this.environment.game.newInitialState();
      this.players = [state.currentPlayer];
      for (let i = 0; i < this.length; i++) {
        state.applyAssumeLegal(this.replay.actions[i]);
        this.players.push(state.currentPlayer);
      }
    }
    return this.players?.[position] ?? 0;
  }
}

function largest(values: readonly (number | null)[] | undefined): number | null {
  let result: number | null = null;
  for (const value of values ?? []) if (value !== null && (result === null || value > result)) result = value;
  return result;
}
