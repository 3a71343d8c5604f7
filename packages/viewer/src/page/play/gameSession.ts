/** A board game between a person and an agent: whose turn it is, moves, taking back, hints. No page, no worker. */
import type { Analysis, Territory } from '@agon/agents';
import type { Game, State } from '@agon/envs';
import type { Answer, Opponent, OpponentFacts } from './opponent.js';

/** `loading`: the agent is not ready; `yours`: the person is to move; `failed`: see `failure`. */
type SessionStatus = 'loading' | 'yours' | 'thinking' | 'over' | 'failed';

/** Where a session begins other than at the start of a game. */
export interface Resumed {
  actions: readonly number[];
  /** What was thought before each action; null where nobody told. */
  accounts: readonly (Analysis | null)[];
  resigned: number | undefined;
}

/** One game. `onChange` is called whenever something that is shown has changed. */
export class GameSession {
  readonly game: Game;
  /** The position. Changed in place: draw it when `onChange` is called. */
  state: State;
  /** The person's seat. */
  side: number;
  status: SessionStatus = 'loading';
  failure: string | undefined;
  /** What the agent would think in the person's place, at this position; undefined until it is known. */
  hint: Analysis | undefined;
  /** Whether the agent is thinking about a hint for this position. */
  isHintAwaited = false;
  /** Whose each cell will be, as the agent expects it (at the end: as it is); undefined until it is known, or where nobody knows. */
  territory: Territory | undefined;
  /** Whether the agent can say whose each cell will be; undefined until it is loaded. */
  knowsTerritory: boolean | undefined;
  /** Who gave the game up; undefined where it is played on, or ended by its rules. */
  resigned: number | undefined;
  /** How long the agent thought about its last move, in milliseconds. */
  lastThoughtMs: number | undefined;
  /** What the agent thought before each action of its own; null before the person's. */
  private thoughts: (Analysis | null)[] = [];
  private readonly opponent: Opponent;
  private readonly onChange: () => void;
  private wantsHints: boolean;
  private wantsTerritory: boolean;
  /** Aborted when the position changes: what was asked about it is given up. */
  private questions = new AbortController();
  /** Aborted also when hints are no longer wanted. */
  private hintQuestion = new AbortController();

  /**
   * @param ready resolves when the opponent can think
   * @throws illegal-action where the game to go on with was played by other rules
   */
  constructor(
    game: Game,
    opponent: Opponent,
    ready: Promise<OpponentFacts>,
    options: {
      side: number;
      hints: boolean;
      territory: boolean;
      onChange: () => void;
      resumed?: Resumed;
    },
  ) {
    this.game = game;
    this.opponent = opponent;
    this.state = game.newInitialState();
    this.side = options.side;
    this.wantsHints = options.hints;
    this.wantsTerritory = options.territory;
    this.onChange = options.onChange;
    const { resumed } = options;
    for (const action of resumed?.actions ?? []) this.state.apply(action);
    this.thoughts = [...(resumed?.accounts ?? [])];
    ready.then(
      ({ knowsTerritory }) => {
        this.knowsTerritory = knowsTerritory;
        if (resumed?.resigned === undefined) this.next();
        else this.end(resumed.resigned);
      },
      (error: Error) => this.fail(error),
    );
  }

  /** The person plays; anything but a legal move at the person's turn is ignored. */
  play(action: number): void {
    if (this.status !== 'yours' || !this.state.isLegal(action)) return;
    this.apply(action, null);
    this.next();
  }

  /** The person gives the game up. */
  resign(): void {
    if (this.status !== 'yours' && this.status !== 'thinking') return;
    this.end(this.side);
  }

  /** The game goes on after all, where a player gave it up. */
  takeResignationBack(): void {
    if (this.resigned !== undefined) this.next();
  }

  /** What was thought before each action; null where nobody told. */
  get accounts(): readonly (Analysis | null)[] {
    return this.thoughts;
  }

  /** What the person gets; undefined while the game goes on. */
  get result(): number | undefined {
    if (this.status !== 'over') return undefined;
    if (this.resigned !== undefined) return this.resigned === this.side ? -1 : 1;
    return this.state.returns()[this.side];
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
    this.thoughts.length = this.state.history.length;
    this.next();
  }

  /** Begins anew on a seat. */
  newGame(side: number): void {
    if (this.status === 'loading') return;
    this.side = side;
    this.state = this.game.newInitialState();
    this.thoughts = [];
    this.lastThoughtMs = undefined;
    this.next();
  }

  /** Whether the agent is to say what it would play in the person's place; asks it at once, or ends its search for a hint. */
  setHints(wanted: boolean): void {
    this.wantsHints = wanted;
    if (wanted) this.askForHint();
    else this.giveUpHint();
    this.onChange();
  }

  /** Whether the agent is to say whose each cell will be; asks it at once. */
  setTerritory(wanted: boolean): void {
    this.wantsTerritory = wanted;
    this.askForTerritory();
    this.onChange();
  }

  /** Ends what the agent is at; answers that are still to come change nothing any more. */
  stop(): void {
    this.questions.abort();
    this.questions = new AbortController();
    this.giveUpHint();
  }

  /** Goes on from the position that is now on the board. */
  private next(): void {
    this.stop();
    this.hint = undefined;
    this.failure = undefined;
    this.resigned = undefined;
    this.territory = undefined;
    this.askForTerritory();
    if (this.state.isTerminal) this.status = 'over';
    else if (this.state.currentPlayer === this.side) {
      this.status = 'yours';
      this.askForHint();
    } else {
      this.status = 'thinking';
      const player = this.state.currentPlayer;
      this.ask(this.questions.signal, ({ action, resigns, account, milliseconds }) => {
        this.lastThoughtMs = milliseconds;
        if (resigns) return this.end(player);
        this.apply(action, account ?? null);
        this.next();
      });
    }
    this.onChange();
  }

  private apply(action: number, account: Analysis | null): void {
    this.state.apply(action);
    this.thoughts[this.state.history.length - 1] = account;
  }

  private askForHint(): void {
    if (!this.wantsHints || this.status !== 'yours' || this.hint || this.isHintAwaited) return;
    this.isHintAwaited = true;
    this.ask(this.hintQuestion.signal, ({ account }) => {
      this.hint = account;
      this.isHintAwaited = false;
      this.onChange();
    });
  }

  private giveUpHint(): void {
    this.hintQuestion.abort();
    this.hintQuestion = new AbortController();
    this.isHintAwaited = false;
  }

  /** A player gave up. */
  private end(resigned: number): void {
    this.stop();
    this.hint = undefined;
    this.status = 'over';
    this.resigned = resigned;
    this.onChange();
  }

  /** Before the next move is thought about, so that it is there at once. */
  private askForTerritory(): void {
    const { state } = this;
    if (this.territory) return;
    if (state.isTerminal) this.territory = finalTerritory(state);
    else if (this.wantsTerritory && this.knowsTerritory) {
      const { signal } = this.questions;
      this.hear(signal, this.opponent.territory(state.history, signal), (territory) => {
        this.territory = territory;
        this.onChange();
      });
    }
  }

  private ask(signal: AbortSignal, take: (answer: Answer) => void): void {
    this.hear(signal, this.opponent.think(this.state.history, signal), take);
  }

  /** Takes an answer, or the failure, of a question that has not been given up meanwhile. */
  private hear<T>(signal: AbortSignal, answer: Promise<T>, take: (answer: T) => void): void {
    answer
      .then((found) => {
        if (!signal.aborted) take(found);
      })
      .catch((error: Error) => {
        if (!signal.aborted) this.fail(error);
      });
  }

  private fail(error: Error): void {
    this.status = 'failed';
    this.failure = error.message;
    this.onChange();
  }
}

/** Whose each cell is at the end; undefined in games without territory. */
function finalTerritory(state: State): Territory | undefined {
  const [height, width] = state.game.observation.shape;
  const owners = new Int8Array(height * width);
  const lead = state.ownershipInto?.(owners);
  return lead === undefined ? undefined : { ownership: [...owners], lead };
}
