/** A board game between a person and an agent: whose turn it is, moves, taking back, hints. No page, no worker. */
import type { Account } from '@agon/agents';
import type { Game, State } from '@agon/envs';
import type { Opponent } from './opponent.js';

/** `loading`: the agent is not ready; `yours`: the person is to move; `failed`: see `failure`. */
export type SessionStatus = 'loading' | 'yours' | 'thinking' | 'over' | 'failed';

export class GameSession {
  readonly game: Game;
  /** The position. Changed in place: draw it when `onChange` is called. */
  state: State;
  /** The person's seat. */
  side: number;
  status: SessionStatus = 'loading';
  failure: string | undefined;
  /** What the agent would think in the person's place, at this position; undefined until it is known. */
  hint: Account | undefined;
  /** How long the agent thought about its last move, in milliseconds. */
  lastThoughtMs: number | undefined;
  private readonly opponent: Opponent;
  private readonly onChange: () => void;
  private wantsHints: boolean;
  /** Rises with every change of the position: answers to older questions are dropped. */
  private turn = 0;

  /** @param ready resolves when the opponent can think */
  constructor(
    game: Game,
    opponent: Opponent,
    ready: Promise<void>,
    options: { side: number; hints: boolean; onChange: () => void },
  ) {
    this.game = game;
    this.opponent = opponent;
    this.state = game.newInitialState();
    this.side = options.side;
    this.wantsHints = options.hints;
    this.onChange = options.onChange;
    ready.then(
      () => this.next(),
      (error: Error) => this.fail(error),
    );
  }

  /** The person plays; anything but a legal move at the person's turn is ignored. */
  play(action: number): void {
    if (this.status !== 'yours' || !this.state.isLegal(action)) return;
    this.state.apply(action);
    this.next();
  }

  /** Whether there is a move of the person's to take back. */
  get canUndo(): boolean {
    if (this.status === 'loading') return false;
    const state = this.game.newInitialState();
    return this.state.history.some((action) => {
      const { currentPlayer } = state;
      state.applyAssumeLegal(action);
      return currentPlayer === this.side;
    });
  }

  /** Takes back the person's last move and all after it. */
  undo(): void {
    if (!this.canUndo) return;
    do this.state.undo();
    while (this.state.currentPlayer !== this.side);
    this.next();
  }

  /** Begins anew on a seat. */
  newGame(side: number): void {
    if (this.status === 'loading') return;
    this.side = side;
    this.state = this.game.newInitialState();
    this.lastThoughtMs = undefined;
    this.next();
  }

  setHints(wanted: boolean): void {
    this.wantsHints = wanted;
    this.askForHint();
    this.onChange();
  }

  /** Answers that are still to come change nothing any more. */
  stop(): void {
    this.turn++;
  }

  /** Goes on from the position that is now on the board. */
  private next(): void {
    this.turn++;
    this.hint = undefined;
    this.failure = undefined;
    if (this.state.isTerminal) this.status = 'over';
    else if (this.state.currentPlayer === this.side) {
      this.status = 'yours';
      this.askForHint();
    } else {
      this.status = 'thinking';
      this.ask((action, milliseconds) => {
        this.state.apply(action);
        this.lastThoughtMs = milliseconds;
        this.next();
      });
    }
    this.onChange();
  }

  private askForHint(): void {
    if (!this.wantsHints || this.status !== 'yours' || this.hint) return;
    this.ask((_action, _milliseconds, account) => {
      this.hint = account;
      this.onChange();
    });
  }

  private ask(take: (action: number, milliseconds: number, account: Account | undefined) => void): void {
    const { turn } = this;
    this.opponent
      .think(this.state.history)
      .then(({ action, milliseconds, account }) => {
        if (turn === this.turn) take(action, milliseconds, account);
      })
      .catch((error: Error) => {
        if (turn === this.turn) this.fail(error);
      });
  }

  private fail(error: Error): void {
    this.status = 'failed';
    this.failure = error.message;
    this.onChange();
  }
}
