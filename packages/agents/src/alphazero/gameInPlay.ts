/** One game of self-play: a search for each move, and a record of what each search found. */
import { RandomStream } from '@agon/core';
import { observationSize, type Game, type State } from '@agon/envs';
import { Search, type Evaluator } from '@agon/mcts';
import type { Account } from '../agent.js';
import type { GameBatch } from './gameBatch.js';
import { searchSettings, type AlphazeroSettings } from './settings.js';

/** Plays one game by search, leaf by leaf, so that many games can share one inference batch. */
export class GameInPlay {
  readonly state: State;
  readonly actions: number[] = [];
  /** One row a move. */
  readonly observations: (Uint8Array | Float32Array)[] = [];
  readonly policies: Float32Array[] = [];
  readonly movers: number[] = [];
  readonly accounts: Account[] | null;
  private readonly search: Search;
  private readonly settings: AlphazeroSettings;
  private readonly rng: RandomStream;

  /** @param seed names the game's random stream */
  constructor(game: Game, settings: AlphazeroSettings, seed: string, record: boolean) {
    this.settings = settings;
    this.rng = new RandomStream(seed);
    this.state = game.newInitialState();
    this.search = new Search(game, searchSettings(settings), this.rng);
    this.search.setRoot(this.state);
    this.search.start(settings.visits);
    this.accounts = record ? [] : null;
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
    const temperature = this.actions.length < settings.temperatureMoves ? 1 : 0;
    const action = search.chooseAction(temperature, this.rng);
    const size = observationSize(game.observation);
    const observation = game.observation.dtype === 'uint8' ? new Uint8Array(size) : new Float32Array(size);
    state.observe(observation);
    this.observations.push(observation);
    const policy = new Float32Array(game.numActions);
    search.policyInto(policy, 1);
    this.policies.push(policy);
    this.movers.push(state.currentPlayer);
    this.actions.push(action);
    this.accounts?.push({ ...search.account() });
    state.applyAssumeLegal(action);
    search.advance(action);
    search.start(settings.visits);
  }
}

/** Lays finished games out as one batch. */
export function batchOf(games: readonly GameInPlay[], game: Game): GameBatch {
  const total = games.reduce((sum, each) => sum + each.actions.length, 0);
  const features = observationSize(game.observation);
  const batch: GameBatch = {
    lengths: Int32Array.from(games, (each) => each.actions.length),
    actions: Int32Array.from(games.flatMap((each) => each.actions)),
    observations:
      game.observation.dtype === 'uint8'
        ? new Uint8Array(total * features)
        : new Float32Array(total * features),
    policies: new Float32Array(total * game.numActions),
    outcomes: new Float32Array(total),
    returns: new Float32Array(games.length * game.numPlayers),
    accounts: games[0].accounts,
  };
  let row = 0;
  games.forEach((each, index) => {
    const returns = each.state.returns();
    batch.returns.set(returns, index * game.numPlayers);
    each.actions.forEach((_, ply) => {
      batch.observations.set(each.observations[ply], row * features);
      batch.policies.set(each.policies[ply], row * game.numActions);
      batch.outcomes[row] = returns[each.movers[ply]];
      row++;
    });
  });
  return batch;
}
