/**
 * Positions for the value network (Silver et al. 2016, "Value network: regression"): the policy learned from games plays up to a move
 * drawn by chance, that move is drawn uniformly, and the reinforced policy plays on to the end; only the position after the drawn
 * move is learned from, so that no two positions share an outcome.
 */
import { AgonError, RandomStream } from '@agon/core';
import type { Go, GoState } from '@agon/envs';
import {
  Means,
  joinedRows,
  LiveReporter,
  readingPart,
  shownState,
  type LiveGames,
  type MetricValues,
  type Segment,
  type StateArray,
} from '@agon/learning';
import type { NetworkEvaluator } from '../board/networkEvaluator.js';
import { planesEvaluator } from '../imitation/planesEvaluator.js';
import type { GameRecord } from '../imitation/records.js';
import type { AlphagoSettings } from './alphagoSettings.js';
import type { AlphagoWeights } from './alphagoWeights.js';
import { playOn } from './sampledGames.js';
import type { Stage } from './stage.js';

/** The drawn move is one of the first so many, as a share of the points of the board. */
const LAST_DRAWN = 0.75;

/** Games as rows of a segment: the ply that is learned from, the number of moves, the moves; 16 bits each. */
export class SelfPlayGames {
  readonly records: GameRecord[] = [];
  private readonly game: Go;
  /** Rows that an earlier state has. */
  private savedRows = 0;

  constructor(game: Go) {
    this.game = game;
  }

  /** A finished game, whose position before move `ply` is to be learned from. */
  add(state: GoState, ply: number): void {
    const moves = [...state.history];
    const none = new Float32Array(moves.length).fill(NaN);
    const outcome = state.returns()[0];
    this.records.push({
      source: `self-play ${this.records.length}`,
      ...{ state, moves, first: ply, end: ply + 1, outcome, values: none, leads: none, lead: NaN },
    });
  }

  /** The rows since the last call. */
  segment(): Segment {
    const width = this.game.maxGameLength + 2;
    const start = this.savedRows;
    const rows = new Uint16Array((this.records.length - start) * width);
    this.records.slice(start).forEach(({ first, moves }, index) => {
      rows.set([first, moves.length, ...moves], index * width);
    });
    this.savedRows = this.records.length;
    const pieces = [new Uint8Array(rows.buffer)];
    return { rowBytes: 2 * width, start, end: this.records.length, keepFrom: 0, pieces };
  }

  /** @throws bad-checkpoint where the rows are damaged, or those of another game */
  load(segment: Segment): void {
    const width = this.game.maxGameLength + 2;
    if (segment.rowBytes !== 2 * width) {
      throw new AgonError(
        'bad-checkpoint',
        `the saved games have ${segment.rowBytes} bytes each, this game needs ${2 * width}.`,
      );
    }
    const rows = new Uint16Array(joinedRows(segment).buffer);
    if (rows.length !== segment.end * width) {
      throw new AgonError(
        'bad-checkpoint',
        `the saved games end at ${rows.length / width}, they should at ${segment.end}. Restore the run from a copy.`,
      );
    }
    for (let row = 0; row < segment.end; row++) {
      const [ply, length] = rows.subarray(row * width);
      const state = this.game.newInitialState();
      const moves = rows.subarray(row * width + 2, row * width + 2 + length);
      readingPart(`games.${row}`, () => moves.forEach((action) => state.apply(action)));
      this.add(state, ply);
    }
    this.savedRows = segment.end;
  }
}

/** A step plays one batch of games, and adds a position of each to `SelfPlayGames`; it changes no weights. */
export class SelfPlayStage implements Stage {
  readonly name = 'games';
  readonly result = ['positions'];
  readonly reportEvery = 10;
  readonly saveEvery = 20;
  private readonly game: Go;
  private readonly games: SelfPlayGames;
  private readonly settings: AlphagoSettings;
  private readonly seed: string;
  private readonly policy: NetworkEvaluator;
  private readonly reinforced: NetworkEvaluator;
  private readonly means = new Means();
  private readonly reporter: LiveReporter | undefined;

  /** @param live where games are shown while they are played */
  constructor(
    game: Go,
    weights: AlphagoWeights,
    games: SelfPlayGames,
    settings: AlphagoSettings,
    seed: string,
    live?: LiveGames,
  ) {
    this.game = game;
    this.reporter = live && new LiveReporter(live);
    this.games = games;
    this.settings = settings;
    this.seed = seed;
    const { policyNetwork, policy, reinforced } = weights;
    const { reinforceSteps, from } = settings;
    if (reinforceSteps === 0 && from === '') reinforced.copyFrom(policy); // there is no stronger one
    this.policy = planesEvaluator(game, policyNetwork, policy, settings.gamesPerStep);
    this.reinforced = planesEvaluator(game, policyNetwork, reinforced, settings.gamesPerStep);
  }

  async step(index: number): Promise<void> {
    const { game } = this;
    const rng = new RandomStream(`${this.seed} / games ${index}`);
    const states = Array.from({ length: this.settings.gamesPerStep }, () => game.newInitialState());
    const drawnAt = states.map(() => rng.int(Math.ceil(LAST_DRAWN * game.pass)));
    this.reporter?.begin(states.map(shownState), index * states.length);
    await playOn(
      states,
      (which, state) => {
        const { history } = state;
        if (history.length === drawnAt[which]) playUniformly(state, rng);
        return history.length < drawnAt[which] ? this.policy : this.reinforced;
      },
      1,
      rng,
      { onRound: () => this.reporter?.update() },
    );
    states.forEach((state, which) => {
      const ply = drawnAt[which] + 1;
      // A game that ended before or by the drawn move has no position to learn from.
      if (state.history.length > ply) this.games.add(state, ply);
      this.means.add('gameLength', state.history.length);
      this.means.add('draws', state.returns()[0] === 0 ? 1 : 0);
      this.means.add('blackScore', (state.returns()[0] + 1) / 2);
    });
  }

  report(): MetricValues {
    return { ...this.means.take(), positions: this.games.records.length };
  }

  measure(): Promise<MetricValues> {
    return Promise.resolve({});
  }

  save(): Record<string, StateArray> {
    return {};
  }

  load(): void {}

  async dispose(): Promise<void> {
    await this.policy.dispose();
    await this.reinforced.dispose();
  }
}

/** Plays a legal move drawn uniformly, a pass left out where there is another, and none that ends the game. */
function playUniformly(state: GoState, rng: RandomStream): void {
  const legal = state.legalActions();
  state.applyAssumeLegal(legal[rng.int(Math.max(1, legal.length - 1))]);
  if (state.isTerminal) state.undo();
}
