/** Plays batches of self-play games with one network; the same code in the learner's thread and in workers. */
import { Parameters } from '@agon/engine';
import type { Game } from '@agon/envs';
import { LiveReporter, type LiveGames } from '@agon/learning';
import { makeNetwork } from '@agon/nets';
import { NetworkEvaluator } from '../board/networkEvaluator.js';
import { shownGame } from '../board/shownGame.js';
import { batchOf, type GameBatch } from './gameBatch.js';
import { GameInPlay } from './gameInPlay.js';
import type { AlphazeroSettings } from './settings.js';

/** What a player needs once. Plain data: it is posted to workers. */
export interface SelfPlayConfig {
  /** The environment's spec. */
  env: string;
  settings: AlphazeroSettings;
  seed: number;
  /** [1] Not 0: stop playing as soon as possible. Shared between threads. */
  stop: Int32Array;
  /** Where games are shown while they are played. */
  live?: LiveGames;
}

/** Games to play. */
export interface SelfPlayJob {
  /** The number of the first game; a game's random stream depends on the run's seed and its number only. */
  firstGame: number;
  numGames: number;
  /** All parameters of the network, flat. */
  weights: Float32Array;
  /** Differs where the weights differ. */
  weightsVersion: number;
  /** Keep what the search thought in the first game. */
  record: boolean;
}

/**
 * Plays games side by side: each tick takes one leaf from every game in play into one inference batch. What is played
 * depends on the job and the config only, not on who plays it or what was played before.
 */
export class SelfPlayer {
  private readonly config: SelfPlayConfig;
  private readonly game: Game;
  private readonly parameters: Parameters;
  private readonly evaluator: NetworkEvaluator;
  private readonly reporter: LiveReporter | undefined;
  private version = -1;

  constructor(config: SelfPlayConfig) {
    this.config = config;
    this.reporter = config.live && new LiveReporter(config.live);
    const { settings } = config;
    this.game = shownGame(config.env, settings.planes);
    const network = makeNetwork(settings.network, 'policy-value', {
      input: this.game.observation.shape,
      actions: this.game.numActions,
    });
    this.parameters = new Parameters(network.parameters);
    this.evaluator = new NetworkEvaluator(this.game, network, this.parameters, settings.parallelGames);
  }

  /** The games of a job, all finished; undefined where it was told to stop. At most `parallelGames` are in play at a time. */
  async play(job: SelfPlayJob): Promise<GameBatch | undefined> {
    await this.takeWeights(job);
    try {
      return await this.playAll(job);
    } finally {
      this.reporter?.end();
    }
  }

  private async playAll(job: SelfPlayJob): Promise<GameBatch | undefined> {
    const { evaluator, game, config } = this;
    const { parallelGames } = config.settings;
    const games: GameInPlay[] = [];
    let active: GameInPlay[] = [];
    let evaluations = 0;
    for (;;) {
      if (Atomics.load(config.stop, 0) !== 0) return undefined;
      let slots = 0;
      const goesOn = (each: GameInPlay): boolean => {
        const waits = each.collect(evaluator, slots);
        if (waits) slots++;
        return waits;
      };
      active = active.filter(goesOn);
      while (active.length < parallelGames && games.length < job.numGames) {
        const begun = this.begin(job, games.length);
        games.push(begun);
        if (goesOn(begun)) active.push(begun);
      }
      this.reporter?.update();
      if (slots === 0) return batchOf(games, game, evaluations, config.settings);
      evaluations += slots;
      await evaluator.evaluate(slots);
      active.forEach((each, slot) => each.apply(evaluator, slot));
    }
  }

  /** Begins game `index` of a job. */
  private begin({ firstGame, record }: SelfPlayJob, index: number): GameInPlay {
    const { game, config } = this;
    const number = firstGame + index;
    const seed = `${config.seed} / game ${number}`;
    const begun = new GameInPlay(game, config.settings, number, seed, record && index === 0);
    this.reporter?.begin([begun], number);
    return begun;
  }

  async dispose(): Promise<void> {
    await this.evaluator.dispose();
  }

  private async takeWeights(job: SelfPlayJob): Promise<void> {
    if (job.weightsVersion === this.version) return;
    this.parameters.flat.set(job.weights);
    await this.evaluator.refresh();
    this.version = job.weightsVersion;
  }
}
