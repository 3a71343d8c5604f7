/** What all board games share: history, checked play, mask to list, win-draw-loss returns. */
import { AgonError } from '@agon/core';
import type { Action } from '../env.js';
import { TERMINAL_PLAYER, type Game, type PlayerId, type State } from '../game.js';

/** `BoardState.winner` of a game that is drawn or not finished. */
export const NOBODY = -1;

/** Legal moves that an error message names. */
const MOST_NAMED = 20;

/**
 * A position of a two-player game of win, draw and loss. A game supplies the rules: legality, `applyAssumeLegal`, `undo`, and
 * keeps `turn`, `finished` and `winner` true. Where the game is over, `turn` is the player who would be to move.
 */
export abstract class BoardState implements State {
  abstract readonly game: Game;
  readonly history: Action[] = [];
  /** Whose turn it is, or would be at the end. */
  turn: PlayerId = 0;
  finished = false;
  /** The winner of a finished game, or NOBODY. */
  winner: PlayerId = NOBODY;

  abstract isLegal(action: Action): boolean;
  abstract applyAssumeLegal(action: Action): void;
  abstract clone(): State;
  abstract observe(out: Uint8Array | Float32Array): void;
  abstract hash(): number;
  abstract toString(): string;
  abstract actionToString(action: Action): string;
  abstract parseAction(text: string): Action;
  /** Takes the last action back; there is one. It has already been taken off the history. */
  protected abstract undoAction(action: Action): void;

  get currentPlayer(): PlayerId {
    return this.finished ? TERMINAL_PLAYER : this.turn;
  }

  get isTerminal(): boolean {
    return this.finished;
  }

  legalMaskInto(out: Uint8Array): number {
    let count = 0;
    const { numActions } = this.game;
    for (let action = 0; action < numActions; action++) count += out[action] = this.isLegal(action) ? 1 : 0;
    return count;
  }

  legalActions(): Action[] {
    const mask = new Uint8Array(this.game.numActions);
    this.legalMaskInto(mask);
    const actions: Action[] = [];
    for (let action = 0; action < mask.length; action++) if (mask[action]) actions.push(action);
    return actions;
  }

  apply(action: Action): void {
    if (!Number.isInteger(action) || !this.isLegal(action)) throw this.illegal(action);
    this.applyAssumeLegal(action);
  }

  undo(): void {
    const action = this.history.pop();
    if (action === undefined) {
      throw new AgonError(
        'illegal-action',
        `${this.game.id}: there is no move to take back at the initial position.`,
      );
    }
    this.undoAction(action);
  }

  rewardsInto(out: Float64Array): void {
    out[0] = this.finished && this.winner !== NOBODY ? (this.winner === 0 ? 1 : -1) : 0;
    out[1] = 0 - out[0];
  }

  returns(): number[] {
    if (!this.finished || this.winner === NOBODY) return [0, 0];
    return this.winner === 0 ? [1, -1] : [-1, 1];
  }

  /** Copies what this class owns into a new state. */
  protected copyInto<S extends BoardState>(copy: S): S {
    for (const action of this.history) copy.history.push(action);
    copy.turn = this.turn;
    copy.finished = this.finished;
    copy.winner = this.winner;
    return copy;
  }

  /** Why a legal-looking action is refused; games with more reasons than these override it. */
  protected refusal(action: Action): string {
    if (this.finished) return 'the game is over';
    if (!Number.isInteger(action) || action < 0 || action >= this.game.numActions) {
      return `actions are 0..${this.game.numActions - 1}`;
    }
    return 'that place is not free';
  }

  private illegal(action: Action): AgonError {
    const { game } = this;
    const known = Number.isInteger(action) && action >= 0 && action < game.numActions;
    const name = known ? `${this.actionToString(action)} (action ${action})` : String(action);
    const legal = this.legalActions();
    const list = legal
      .slice(0, MOST_NAMED)
      .map((one) => this.actionToString(one))
      .join(' ');
    const more = legal.length > MOST_NAMED ? ` and ${legal.length - MOST_NAMED} more` : '';
    const allowed = legal.length ? ` Legal are: ${list}${more}.` : '';
    return new AgonError(
      'illegal-action',
      `${game.id}: ${name} is illegal: ${this.refusal(action)}.${allowed}`,
      {
        details: { action: known ? action : null, legal },
      },
    );
  }
}

/** The error for text that is no move of a game. `form` says what a move looks like. */
export function notAMove(game: Game, text: string, form: string): AgonError {
  return new AgonError('illegal-action', `${game.id}: "${text}" is not a move; a move is ${form}.`);
}
