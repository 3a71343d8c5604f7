/** A replay on stage: every position drawn by playing it again, with what the player thought there. No page, no clock. */
import type { Analysis } from '@agon/agents';
import { AgonError, formatSpec } from '@agon/core';
import { makeEnvironment, type Drawing, type Environment } from '@agon/envs';
import { Resimulation, type Replay } from '@agon/runs';
import type { Seat } from '../board/seats.js';
import type { Thoughts } from '../board/thoughts.js';
import type { GraphLine } from '../charts/episodeGraph.js';
import type { Story } from './story.js';
import { storyOf } from './storyOf.js';

/** What is to be seen at one position. */
export interface Scene {
  position: number;
  drawing: Drawing;
  /** Returns so far, one for each player. */
  returns: number[];
  /** The action that led here, in words; undefined at the start. */
  lastAction: string | undefined;
  /** What it did, in a sentence or two; undefined where there is nothing to tell. */
  commentary: string | undefined;
  /** Board games: the players as they stand at this position. */
  seats: Seat[];
  /** What the player is about to do thinks here; undefined where it does not tell, and at the end. */
  thoughts: Thoughts | undefined;
}

/** One replay. Positions are 0..length, position i being the one before action i. */
export class Theatre {
  readonly replay: Replay;
  readonly environment: Environment;
  /** The number of actions that can be shown: up to the first divergence. */
  readonly length: number;
  /** Why the replay cannot be trusted to its end; undefined where all hashes and the result agree. */
  readonly divergence: AgonError | undefined;
  /** For each position, what was thought there; from the replay, or from an analysis in this page. */
  private readonly accounts: (Analysis | null | undefined)[];
  /** For each position, the returns so far of every player. */
  private readonly returns: number[][] = [];
  private readonly resimulation: Resimulation;
  readonly story: Story;

  /** Plays the whole replay once. @throws unknown-env, bad-option, diverged (another version of the rules) */
  constructor(replay: Replay) {
    this.replay = replay;
    this.accounts = [...(replay.account ?? [])];
    this.environment = makeEnvironment(formatSpec(replay.env, replay.options));
    this.resimulation = new Resimulation(replay);
    this.story = storyOf(this.environment, replay);
    this.divergence = this.playThrough();
    this.length = this.returns.length - 1;
  }

  /** Takes over what an analysis found at a position. */
  setAnalysis(position: number, account: Analysis | undefined): void {
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
    const lastAction = this.story.moveTo(frame.index);
    return {
      position: frame.index,
      drawing: frame.draw(),
      returns: frame.returns,
      lastAction,
      commentary: this.story.commentary(frame.index, {
        now: this.returns[frame.index],
        before: this.returns[Math.max(0, frame.index - 1)],
      }),
      seats: this.story.seats(),
      thoughts: this.thoughts(frame.index, viewer),
    };
  }

  /** Player 0's lead in points at the end, in games of territory that were played to their end. */
  get finalLead(): number | undefined {
    return this.divergence || this.replay.ended ? undefined : this.story.finalLead();
  }

  private thoughts(position: number, viewer: number): Thoughts | undefined {
    const account = this.accounts[position];
    return account ? this.story.thoughts(account, this.replay.actions[position], viewer) : undefined;
  }

  /** Numbers over the whole replay: the return and the largest Q-value of an environment, the win rate in a board game. */
  graphs(viewer: number): GraphLine[] {
    const { returns } = this;
    const accounts = returns.map((_, position) => this.accounts[position] ?? undefined);
    return this.story.graphs({ accounts, returns, isWhole: !this.divergence }, viewer);
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
}
