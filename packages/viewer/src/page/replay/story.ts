/** What a replay tells beside its pictures: another story for each kind of environment. */
import type { Analysis } from '@agon/agents';
import type { Seat } from '../board/seats.js';
import type { Thoughts } from '../board/thoughts.js';
import type { GraphLine } from '../charts/episodeGraph.js';

/** Positions are 0..length, position i being the one before action i. */
export interface Story {
  /** For people, one for each player. */
  readonly playerNames: readonly string[];
  /** Goes to a position; returns the action that led there in words, undefined at the start. */
  moveTo(position: number): string | undefined;
  /** The players as they stand at the position; none where one plays alone. */
  seats(): Seat[];
  /** What an account says of the position. @param chosen the action that was played there */
  thoughts(account: Analysis, chosen: number | undefined, viewer: number): Thoughts | undefined;
  /** The last action as a sentence. @param text what `moveTo` returned */
  lastAction(position: number, text: string): string;
  /**
   * What the last action did, from the game's facts; undefined where there is nothing to tell. Called after `moveTo(position)`; the words
   * are the same every time.
   * @param returns so far at this position and at the one before it
   */
  commentary(position: number, returns: Returns): string | undefined;
  /** Numbers over the whole replay. */
  graphs(told: Told, viewer: number): GraphLine[];
  /** Player 0's lead in points at the end of a game of territory that was played to its end. */
  finalLead(): number | undefined;
  /** Who has won, in words; undefined where the return says it all. @param lead player 0's, where it is known */
  result(lead: number | undefined): string | undefined;
}

/** The returns of every player at a position, and at the one before. */
export interface Returns {
  readonly now: readonly number[];
  readonly before: readonly number[];
}

/** What is known of the whole replay, position by position. */
export interface Told {
  accounts: readonly (Analysis | undefined)[];
  /** The returns so far of every player. */
  returns: readonly (readonly number[])[];
  /** Whether it was played again to its end without a difference. */
  isWhole: boolean;
}
