/** Agents: what plays. One interface for environments and board games; one registry of spec strings. */
import { listOf, type Json, type Rng } from '@agon/core';
import type { Parameters, TensorMap } from '@agon/engine';
import type { Action, Env, ObservationSpace, State } from '@agon/envs';
import type { Microscope, SearchSettings } from '@agon/mcts';
import type * as tf from '@tensorflow/tfjs';

/**
 * What an agent sees when it must act: an environment's observation, or a board game's state (not to be changed).
 * `milliseconds`: where a clock runs, the time for this action; agents that can answer earlier than they would keep to it.
 */
export type Situation =
  | { kind: 'env'; observation: Uint8Array | Float32Array; env: Env }
  | { kind: 'game'; state: State; milliseconds?: number };

/** The situation of a player of environments. @param name the player's @throws TypeError where it is a board game's */
export function environmentSituation(situation: Situation, name: string): Situation & { kind: 'env' } {
  if (situation.kind === 'env') return situation;
  throw new TypeError(`${name} plays environments, and was given a board game`);
}

/** The situation of a player of board games. @param name the player's @throws TypeError where it is an environment's */
export function gameSituation(situation: Situation, name: string): Situation & { kind: 'game' } {
  if (situation.kind === 'game') return situation;
  throw new TypeError(`${name} plays board games, and was given an environment`);
}

/** What `Agent.act` returns instead of a move to give a board game up. */
export const RESIGN = -1;

/** What an agent thought at its last action; written into replays apart from the moves, shown beside the game. */
export interface Analysis {
  /** Expected return from the view of the player to move. */
  value?: number;
  /** [A] One Q-value for each action. */
  q?: (number | null)[];
  /** [A] The policy's probabilities before search. */
  prior?: number[];
  /** [A] Visit counts of a search. */
  visits?: number[];
  /** [A] The exact return of each move, null where it is not proved. */
  proven?: (number | null)[];
  /** [A] Where the agent knows how far a win or a loss is: the higher the sooner won, the later lost. */
  scores?: (number | null)[];
  /** The move that this account is of: the one that was played, or that would be played now. */
  move?: Action;
  /** The line of play that it expects. */
  principalVariation?: Action[];
  /** The expected lines that begin with other moves, by their first one. */
  variations?: Record<string, Action[]>;
  [more: string]: Json | undefined;
}

/** Accounts of an episode that is being recorded, in a saved state. */
export const savedAccounts = listOf(
  (value): value is Analysis => typeof value === 'object' && value !== null && !Array.isArray(value),
  'accounts',
);

/** Whose each cell will be at the end, and by how much, as an agent expects it. */
export interface Territory {
  /** [cells] row-major, from −1 (player 1's) to +1 (player 0's). */
  ownership: number[];
  /** Player 0's lead in points, komi taken off. */
  lead: number;
}

/** A network that an agent chooses actions by, as a function of one observation at a time. B = batch, A = actions. */
export interface ChoosingNetwork {
  readonly observation: ObservationSpace;
  /** A */
  readonly numActions: number;
  readonly parameters: Parameters;
  /** [B, …shape], from 0 to the space's `high` → [B, A]: logits or values, of which the largest is its choice. */
  preferences(observations: tf.Tensor, values: TensorMap): tf.Tensor2D;
}

/** A player. The same one may play any number of episodes or games, one at a time, each begun by `reset`. */
export interface Agent {
  /** The spec string that makes this agent again. */
  readonly name: string;
  /** What it chooses by, where that is a network without a memory: for attacks by its gradients. */
  readonly network?: ChoosingNetwork;
  /** Begins an episode or game. */
  reset(): void;
  /** Chooses an action, or RESIGN in a board game; all randomness comes from `rng`. */
  act(situation: Situation, rng: Rng): Action | Promise<Action>;
  /** What it thought at its last `act`; undefined where there is nothing to tell. */
  analysis(): Analysis | undefined;
  /**
   * Thinks about a position without end and tells what it has found about every `milliseconds`, until the caller stops reading;
   * for agents that search.
   */
  think?(situation: Situation, rng: Rng, milliseconds: number): AsyncIterable<Analysis>;
  /** What it expects of the board's cells, for agents that know; not while `act` is under way. */
  territory?(state: State): Promise<Territory>;
  /**
   * The search that it would make of a position, to be looked at simulation by simulation; for agents that search. Its random numbers come
   * from `rng`. One at a time, and not while `act` is under way.
   * @param changes of its own settings
   * @throws bad-option where the game is over
   */
  microscope?(state: State, rng: Rng, changes?: Partial<SearchSettings>): Microscope;
  /** Gives up the `act` under way, which throws interrupted; for agents that may take long where nothing else can stop them. */
  interrupt?(): void;
  /** Releases sessions and processes. */
  dispose(): Promise<void>;
}
