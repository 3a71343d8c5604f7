/** Board games: OpenSpiel's contract. Perfect information, any number of players, no chance nodes. */
import type { Json } from '@agon/core';
import type { Action, ObservationSpace } from './env.js';

/** A player: 0..numPlayers-1, or `TERMINAL_PLAYER` at a finished game. Player 0 moves first (black). */
export type PlayerId = number;
/** `State.currentPlayer` of a finished game (OpenSpiel's kTerminalPlayerId). */
export const TERMINAL_PLAYER = -4;

/** The rules of a game with its options; makes states. */
export interface Game {
  readonly id: string;
  /** Rises when behaviour changes (not for speed); written into every result and replay. */
  readonly version: number;
  readonly options: Readonly<Record<string, Json>>;
  /** The game's name for people, and its players' names in order ("x", "o" or "black", "white"). */
  readonly title: string;
  readonly playerNames: readonly string[];
  readonly numPlayers: number;
  /** Actions are 0..numActions-1; board moves are row-major from the top left, a pass is the last one. */
  readonly numActions: number;
  /** The action that is a pass, in games that have one. */
  readonly pass?: Action;
  /** Planes are seen by the player to move: own stones first. */
  readonly observation: ObservationSpace;
  /** No game lasts longer than this many moves. */
  readonly maxGameLength: number;
  /** The board's symmetries as permutations of actions, the identity first; absent where there are none but it. */
  readonly symmetries?: readonly BoardSymmetry[];
  newInitialState(): State;
}

/** A symmetry of the board: the picture of action `a` is `actions[a]`; the picture of cell (row-major) `c` is `cells[c]`. */
export interface BoardSymmetry {
  readonly actions: Int32Array;
  readonly cells: Int32Array;
}

/** A position with its history. */
export interface State {
  readonly game: Game;
  /** Whose turn it is, or `TERMINAL_PLAYER`. */
  readonly currentPlayer: PlayerId;
  readonly isTerminal: boolean;
  /** The actions played from the initial state, oldest first. Do not change it. */
  readonly history: readonly Action[];

  /** The legal actions in increasing order; empty at the end. Allocates. */
  legalActions(): Action[];
  /** Writes 1 for each legal action and 0 for the others into `out` (length numActions); returns how many are legal. */
  legalMaskInto(out: Uint8Array): number;
  isLegal(action: Action): boolean;
  /** Plays an action. @throws illegal-action with the reason and the legal actions */
  apply(action: Action): void;
  /** Plays an action known to be legal: no check. */
  applyAssumeLegal(action: Action): void;
  /** Takes the last action back. @throws illegal-action at the initial state */
  undo(): void;
  /** An independent copy, history included. */
  clone(): State;
  /** The reward that each player got by the last action, into `out` (length numPlayers); board games pay at the end only. */
  rewardsInto(out: Float64Array): void;
  /** Each player's sum of rewards so far: at the end +1, 0 or −1 in games of win, draw and loss. */
  returns(): number[];
  /**
   * Games of territory only: writes the owner of each cell as the board stands, +1 player 0, −1 player 1, 0 nobody, row-major
   * [height · width], and returns player 0's lead in points, komi taken off.
   */
  ownershipInto?(out: Int8Array): number;
  /** Games of captures only: [P] how many stones each player has taken. */
  captures?(): readonly number[];
  /** Writes the observation of the player to move (at the end: of the player who would be), [height, width, planes]. */
  observe(out: Uint8Array | Float32Array): void;
  /** A hash of the position (not of the way to it), 32 bits: equal positions have equal hashes. */
  hash(): number;
  /** The position as text, as OpenSpiel prints it where it has the game. */
  toString(): string;
  /** The action in the game's usual text ("D4", "d3", "x(1,1)"), as `parseAction` reads it. */
  actionToString(action: Action): string;
  /** @throws illegal-action where the text is no move of this game */
  parseAction(text: string): Action;
}

/** Plays a sequence of moves in the game's text, separated by commas or spaces, or a plain string of digits. */
export function playMoves(state: State, moves: string): void {
  const separators = /[\s,]+(?![^(]*\))/; // not the comma of "x(0,1)"
  const texts = /^\d+$/.test(moves.trim()) ? [...moves.trim()] : moves.split(separators).filter(Boolean);
  for (const text of texts) state.apply(state.parseAction(text));
}
