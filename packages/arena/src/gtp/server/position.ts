/** The board of an engine: GTP lets a controller place stones, play twice in a row and go on after the end. */
import { BLACK, Go, withTurn, type Action, type GoState, type PlayerId, type SetUpStone } from '@agon/envs';
import { Refusal } from './protocol.js';

export type Move = readonly [colour: PlayerId, action: Action];

/** Whether repetition and suicide are allowed. */
export type Rules = Pick<Go['options'], 'superko' | 'suicide'>;

/** Another game with some options changed. */
function variant(game: Go, options: Partial<Go['options']>): Go {
  return new Go({ ...game.options, ...options });
}

/**
 * Stones placed, then moves. Our rules know turns, two passes that end the game and a length limit; where a controller goes
 * beyond them, a pass is put between (two moves of one colour) or the game begins anew with the stones on the board (after its
 * end), which forgets the earlier positions that superko forbids.
 */
export class Position {
  private stones: readonly SetUpStone[] = [];
  /** Who begins. */
  private first: PlayerId = BLACK;
  private moves: Move[] = [];
  private current: GoState;
  private readonly rules: Rules;

  /** @param rules those to return to with an empty board */
  constructor(game: Go, rules: Rules = game.options) {
    const { superko, suicide } = rules;
    this.rules = { superko, suicide };
    this.current = variant(game, { handicap: 0 }).newInitialState();
  }

  get game(): Go {
    return this.current.game;
  }

  /** The state as it stands; not to be changed. */
  get state(): GoState {
    return this.current;
  }

  get isEmpty(): boolean {
    return this.stones.length === 0 && this.moves.length === 0;
  }

  /** Whose turn it is by the moves played. */
  get toMove(): PlayerId {
    return this.current.turn;
  }

  /** The state with `colour` to move; not to be changed. */
  stateFor(colour: PlayerId): GoState {
    return turned(this.current, colour);
  }

  /** Empties the board; `size` also changes it. */
  clear(size = this.game.size): void {
    this.stones = [];
    this.first = BLACK;
    this.moves = [];
    this.current = variant(this.game, { size, ...this.rules }).newInitialState();
  }

  setKomi(komi: number): void {
    this.rebuild(variant(this.game, { komi }));
  }

  /** Places stones on the empty board. @throws AgonError illegal-action where they cannot stand so */
  place(stones: readonly SetUpStone[], toMove: PlayerId): void {
    this.current = this.game.newStateFrom(stones, toMove);
    this.stones = stones;
    this.first = toMove;
    this.moves = [];
  }

  /** @throws Refusal "illegal move" */
  play(colour: PlayerId, action: Action): void {
    const state = turned(this.current, colour);
    if (!state.isLegal(action)) throw new Refusal('illegal move');
    state.applyAssumeLegal(action);
    this.current = state;
    this.moves.push([colour, action]);
  }

  /** @throws Refusal "cannot undo" */
  undo(): void {
    if (!this.moves.pop()) throw new Refusal('cannot undo');
    this.rebuild(this.game);
  }

  private rebuild(game: Go): void {
    const { moves, stones } = this;
    this.moves = [];
    this.current = game.newStateFrom(stones, this.first);
    for (const [colour, action] of moves) this.play(colour, action);
  }
}

/** `state` itself where it is the colour's turn; else another one in which it is. */
function turned(state: GoState, colour: PlayerId): GoState {
  return state.currentPlayer === colour ? state : withTurn(state.clone(), colour);
}
