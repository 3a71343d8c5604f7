/** One game of self-play: a search for each move, and a record of what each search found. */
import { RandomStream, type Rng } from '@agon/core';
import { observationSize, type Game, type State } from '@agon/envs';
import { Search, type Evaluator } from '@agon/mcts';
import type { Account } from '../agent.js';
import type { GameBatch } from './gameBatch.js';
import { searchSettings, type AlphazeroSettings } from './settings.js';

/** A position that was searched. */
interface Row {
  observation: Uint8Array | Float32Array;
  policy: Float32Array;
  mover: number;
}

/** Plays one game by search, leaf by leaf, so that many games can share one inference batch. */
export class GameInPlay {
  readonly state: State;
  readonly rows: Row[] = [];
  /** One for each move so far, null for those of the random opening. */
  readonly accounts: (Account | null)[] | null;
  private readonly search: Search;
  private readonly settings: AlphazeroSettings;
  private readonly rng: RandomStream;

  /**
   * Begins a game; its first moves may be a random opening, after which nothing is decided yet.
   * @param seed names the game's random stream
   */
  constructor(game: Game, settings: AlphazeroSettings, seed: string, record: boolean) {
    this.settings = settings;
    this.rng = new RandomStream(seed);
    this.state = game.newInitialState();
    playRandomOpening(this.state, this.rng.int(settings.openingMoves + 1), this.rng);
    this.accounts = record ? this.state.history.map(() => null) : null;
    this.search = new Search(game, searchSettings(settings), this.rng);
    this.search.setRoot(this.state);
    this.search.start(settings.visits);
  }

  /**
   * Goes on until a leaf waits for the evaluator, and puts it into `slot`; plays every move whose search is complete.
   * @returns false where the game ended instead
   */
  collect(evaluator: Evaluator, slot: number): boolean {
    while (this.search.collect(evaluator, slot, 1) === 0) {
      this.move();
      if (this.state.isTerminal) return false;
    }
    return true;
  }

  apply(evaluator: Evaluator, slot: number): void {
    this.search.apply(evaluator, slot);
  }

  private move(): void {
    const { state, search, settings } = this;
    const { game } = state;
    const size = observationSize(game.observation);
    const observation = game.observation.dtype === 'uint8' ? new Uint8Array(size) : new Float32Array(size);
    state.observe(observation);
    const policy = new Float32Array(game.numActions);
    search.policyInto(policy, 1);
    this.rows.push({ observation, policy, mover: state.currentPlayer });
    this.accounts?.push({ ...search.account() });
    const temperature = state.history.length < settings.temperatureMoves ? 1 : 0;
    const action = search.chooseAction(temperature, this.rng);
    state.applyAssumeLegal(action);
    search.advance(action);
    search.start(settings.visits);
  }
}

/** Plays random moves, but none that ends the game. */
function playRandomOpening(state: State, moves: number, rng: Rng): void {
  for (let i = 0; i < moves; i++) {
    const legal = state.legalActions();
    state.applyAssumeLegal(legal[rng.int(legal.length)]);
    if (!state.isTerminal) continue;
    state.undo();
    return;
  }
}

/** Lays finished games out as one batch. */
export function batchOf(games: readonly GameInPlay[], game: Game, evaluations: number): GameBatch {
  const total = games.reduce((sum, each) => sum + each.rows.length, 0);
  const features = observationSize(game.observation);
  const cells = total * features;
  const batch: GameBatch = {
    lengths: Int32Array.from(games, (each) => each.state.history.length),
    actions: Int32Array.from(games.flatMap((each) => each.state.history)),
    returns: new Float32Array(games.length * game.numPlayers),
    observations: game.observation.dtype === 'uint8' ? new Uint8Array(cells) : new Float32Array(cells),
    policies: new Float32Array(total * game.numActions),
    outcomes: new Float32Array(total),
    evaluations,
    accounts: games[0].accounts,
  };
  let index = 0;
  games.forEach((each, which) => {
    const returns = each.state.returns();
    batch.returns.set(returns, which * game.numPlayers);
    for (const { observation, policy, mover } of each.rows) {
      batch.observations.set(observation, index * features);
      batch.policies.set(policy, index * game.numActions);
      batch.outcomes[index++] = returns[mover];
    }
  });
  return batch;
}
