/** Board games that one network plays against itself, stepped together like environments. */
import {
  AgonError,
  integers,
  randomState,
  RandomStream,
  wholeNumber,
  type Json,
  type RandomState,
} from '@agon/core';
import { observationArray, observationSize, type Game, type ObservationSpace, type State } from '@agon/envs';
import {
  gameEpisode,
  LiveReporter,
  readingPart,
  readState,
  requireLength,
  shownState,
  type Episode,
  type LiveGames,
} from '@agon/learning';
import * as v from 'valibot';
import { savedAccounts, type Analysis } from '../agent.js';
import type { Actors } from '../policy/onPolicy/actors.js';

/** What `save` returns: plain data. */
interface Saved {
  openings: RandomState;
  histories: number[][];
  recording: (Analysis | null)[] | null;
  wanted: boolean;
  finished: number;
  numbers: number[];
}

const savedSchema = v.object({
  openings: randomState,
  histories: v.array(integers),
  recording: v.nullable(savedAccounts),
  wanted: v.boolean(),
  finished: wholeNumber,
  numbers: integers,
}) satisfies v.GenericSchema<unknown, Saved>;

/**
 * N games. Each shows the position to the player to move, who gets the reward of the action; `signs` say whether the
 * next observation is the same player's (1) or another's (−1), which turns its value round. Game 0 is the one that is recorded.
 */
export class GameActors implements Actors {
  readonly numEnvs: number;
  readonly observation: ObservationSpace;
  readonly numActions: number;
  readonly observations: Uint8Array | Float32Array;
  /** Games end by their own rules: there is nothing beyond. */
  readonly finalObservations: Uint8Array | Float32Array;
  readonly rewards: Float32Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** [N] What the first player got. */
  readonly episodeReturns: Float64Array;
  readonly episodeLengths: Int32Array;
  readonly masks: Uint8Array;
  readonly signs: Float32Array;

  private readonly game: Game;
  private readonly seed: string;
  private readonly openings: RandomStream;
  private readonly openingMoves: number;
  private readonly states: State[];
  private readonly rows: readonly (Uint8Array | Float32Array)[];
  private readonly maskRows: readonly Uint8Array[];
  private wanted = false;
  /** What was thought at each move of game 0 so far, null in its opening. */
  private recording: (Analysis | null)[] | undefined;
  /** Recorded games so far. */
  private finished = 0;
  /** Each game's number in the run. */
  private numbers: number[] = [];
  /** Games begun so far. */
  private begun = 0;
  private readonly reporter: LiveReporter | undefined;

  /**
   * @param openingMoves each game begins with 0 to so many random moves, which nobody learns from
   * @param live where games are shown while they are played
   * @throws unsupported for games of more or fewer than two players
   */
  constructor(game: Game, numGames: number, openingMoves: number, seed: string, live?: LiveGames) {
    if (game.numPlayers !== 2) {
      throw new AgonError(
        'unsupported',
        `ppo-selfplay plays games of two players; "${game.id}" has ${game.numPlayers}.`,
      );
    }
    this.game = game;
    this.seed = seed;
    this.reporter = live && new LiveReporter(live);
    this.openings = new RandomStream(`${seed} / openings`);
    this.openingMoves = openingMoves;
    this.numEnvs = numGames;
    this.observation = game.observation;
    this.numActions = game.numActions;
    const size = observationSize(game.observation);
    this.observations = observationArray(game.observation, numGames);
    this.finalObservations = this.observations;
    this.rewards = new Float32Array(numGames);
    this.terminated = new Uint8Array(numGames);
    this.truncated = new Uint8Array(numGames);
    this.episodeReturns = new Float64Array(numGames);
    this.episodeLengths = new Int32Array(numGames);
    this.masks = new Uint8Array(numGames * game.numActions);
    this.signs = new Float32Array(numGames);
    this.states = Array.from({ length: numGames }, () => game.newInitialState());
    this.rows = this.states.map((_, i) => this.observations.subarray(i * size, (i + 1) * size));
    this.maskRows = this.states.map((_, i) =>
      this.masks.subarray(i * game.numActions, (i + 1) * game.numActions),
    );
  }

  start(): void {
    for (let i = 0; i < this.numEnvs; i++) this.begin(i);
  }

  wantRecording(): void {
    this.wanted = true;
  }

  act(actions: Int32Array, account: () => Analysis): Episode | undefined {
    let episode: Episode | undefined;
    this.recording?.push(account());
    for (let i = 0; i < this.numEnvs; i++) {
      const state = this.states[i];
      const mover = state.currentPlayer;
      state.applyAssumeLegal(actions[i]);
      this.terminated[i] = state.isTerminal ? 1 : 0;
      this.signs[i] = state.currentPlayer === mover ? 1 : -1;
      this.rewards[i] = 0;
      if (state.isTerminal) {
        const returns = state.returns();
        this.rewards[i] = returns[mover];
        this.episodeReturns[i] = returns[0];
        this.episodeLengths[i] = state.history.length;
        if (i === 0 && this.recording) {
          const seed = `${this.seed} / recorded ${this.finished++}`;
          episode = gameEpisode(this.game, seed, [...state.history], this.recording);
        }
        this.begin(i);
      } else {
        this.show(i);
      }
    }
    this.reporter?.update();
    return episode;
  }

  save(): Json {
    const histories = this.states.map(({ history }) => [...history]);
    const { recording, wanted, finished, numbers } = this;
    const openings = this.openings.save();
    const saved: Saved = {
      ...{ openings, histories, numbers },
      ...{ recording: recording ?? null, wanted, finished },
    };
    return structuredClone(saved) as unknown as Json;
  }

  load(state: Json): void {
    const saved = readState(savedSchema, structuredClone(state), 'actors');
    const { histories, numbers, recording, wanted, finished } = saved;
    for (const [name, list] of Object.entries({ histories, numbers }))
      requireLength(list, `actors.${name}`, this.numEnvs, 'games');
    histories.forEach((history, i) => {
      this.states[i] = this.game.newInitialState();
      readingPart(`actors.histories.${i}`, () => history.forEach((action) => this.states[i].apply(action)));
      this.show(i);
      this.reporter?.begin([shownState(this.states[i])], numbers[i]);
    });
    this.openings.restore(saved.openings);
    this.recording = recording ?? undefined;
    this.wanted = wanted;
    this.finished = finished;
    this.numbers = numbers;
    this.begun = Math.max(...numbers) + 1;
  }

  private begin(i: number): void {
    const state = this.opened();
    this.reporter?.update(); // the board of the game before may be free now
    this.numbers[i] = this.begun++;
    this.reporter?.begin([shownState(state)], this.numbers[i]);
    this.states[i] = state;
    this.show(i);
    if (i > 0) return;
    this.recording = this.wanted ? state.history.map(() => null) : undefined;
    this.wanted = false;
  }

  /** A position after a few random moves; one that is over is not begun with. */
  private opened(): State {
    for (;;) {
      const state = this.game.newInitialState();
      for (let left = this.openings.int(this.openingMoves + 1); left > 0 && !state.isTerminal; left--) {
        const legal = state.legalActions();
        state.applyAssumeLegal(legal[this.openings.int(legal.length)]);
      }
      if (!state.isTerminal) return state;
    }
  }

  private show(i: number): void {
    this.states[i].observe(this.rows[i]);
    this.states[i].legalMaskInto(this.maskRows[i]);
  }
}
