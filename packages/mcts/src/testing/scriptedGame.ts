/** A game whose positions are given as data, with the evaluator's answers beside them: recorded trees, bandits, random trees. */
import { TERMINAL_PLAYER, type Action, type Game, type State } from '@agon/envs';
import type { Evaluator } from '../evaluator.js';

/** One position; A = the game's number of actions. */
export interface Position {
  /** Who is to move; TERMINAL_PLAYER at the end. */
  player: number;
  legal: readonly Action[];
  /** The reward of each player for the move that led here. */
  rewards: readonly number[];
  /** [A] The evaluator's answer. */
  logits: readonly number[];
  value: number;
  next(action: Action): Position;
}

/** The game that begins at a scripted position. */
export class ScriptedGame implements Game {
  readonly id = 'scripted';
  readonly version = 1;
  readonly options = {};
  readonly title = 'Scripted';
  readonly playerNames: readonly string[];
  readonly numPlayers: number;
  readonly numActions: number;
  readonly observation = { shape: [1], dtype: 'uint8', high: 1 } as const;
  readonly maxGameLength = 1000;
  readonly start: Position;

  constructor(numPlayers: number, numActions: number, start: Position) {
    this.numPlayers = numPlayers;
    this.playerNames = Array.from({ length: numPlayers }, (_, player) => `player ${player}`);
    this.numActions = numActions;
    this.start = start;
  }

  newInitialState(): ScriptedState {
    return new ScriptedState(this, [this.start], []);
  }
}

class ScriptedState implements State {
  readonly game: ScriptedGame;
  readonly history: Action[];
  private readonly line: Position[];

  constructor(game: ScriptedGame, line: Position[], history: Action[]) {
    this.game = game;
    this.line = line;
    this.history = history;
  }

  get position(): Position {
    return this.line[this.line.length - 1];
  }

  get currentPlayer(): number {
    return this.position.player;
  }

  get isTerminal(): boolean {
    return this.position.player === TERMINAL_PLAYER;
  }

  legalActions(): Action[] {
    return [...this.position.legal];
  }

  legalMaskInto(out: Uint8Array): number {
    out.fill(0);
    for (const action of this.position.legal) out[action] = 1;
    return this.position.legal.length;
  }

  isLegal(action: Action): boolean {
    return this.position.legal.includes(action);
  }

  apply(action: Action): void {
    if (!this.isLegal(action)) throw new Error(`${action} is illegal`);
    this.applyAssumeLegal(action);
  }

  applyAssumeLegal(action: Action): void {
    this.line.push(this.position.next(action));
    this.history.push(action);
  }

  undo(): void {
    this.line.pop();
    this.history.pop();
  }

  clone(): ScriptedState {
    return new ScriptedState(this.game, [...this.line], [...this.history]);
  }

  rewardsInto(out: Float64Array): void {
    out.set(this.position.rewards);
  }

  returns(): number[] {
    const sums = new Array<number>(this.game.numPlayers).fill(0);
    for (const position of this.line) position.rewards.forEach((reward, player) => (sums[player] += reward));
    return sums;
  }

  observe(out: Uint8Array | Float32Array): void {
    out[0] = 0;
  }

  hash(): number {
    return this.history.length;
  }

  toString(): string {
    return this.history.join(' ');
  }

  actionToString(action: Action): string {
    return String(action);
  }

  parseAction(text: string): Action {
    return Number(text);
  }
}

/** Answers with what the positions say. `order` lists the histories in the order of evaluation. */
export class ScriptedEvaluator implements Evaluator {
  readonly capacity: number;
  readonly logits: Float32Array;
  readonly values: Float32Array;
  readonly order: string[] = [];
  private readonly numActions: number;

  constructor(game: ScriptedGame, capacity = 1) {
    this.capacity = capacity;
    this.numActions = game.numActions;
    this.logits = new Float32Array(capacity * game.numActions);
    this.values = new Float32Array(capacity);
  }

  add(state: State, slot: number): void {
    const { position } = state as ScriptedState;
    this.logits.set(position.logits, slot * this.numActions);
    this.values[slot] = position.value;
    this.order.push(state.toString());
  }

  evaluate(): void {}
}
