/** Plays batches of self-play games with one network; the same code in the learner's thread and in workers. */
import { Parameters } from '@agon/engine';
import type { Game } from '@agon/envs';
import type { Hooks, JobHandler, Session } from '@agon/learning';
import { makeNetwork } from '@agon/nets';
import { NetworkEvaluator } from '../board/networkEvaluator.js';
import { shownGame } from '../board/shownGame.js';
import { batchOf, type GameBatch } from './gameBatch.js';
import { GameInPlay } from './gameInPlay.js';
import { GameProgress } from './gameProgress.js';
import type { SelfPlay, SelfPlayConfig, SelfPlayJob, SelfPlayWeights } from './selfPlayJobs.js';

/**
 * Plays games side by side: each tick takes one leaf from every game in play into one inference batch. What is played
 * depends on config, weights and job only, not on who plays it or what was played before.
 */
export class SelfPlaySession implements Session<SelfPlay> {
  private readonly config: SelfPlayConfig;
  private readonly game: Game;
  private readonly parameters: Parameters;
  private readonly evaluator: NetworkEvaluator;
  private version = -1;

  constructor(config: SelfPlayConfig) {
    this.config = config;
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
  async run(
    job: SelfPlayJob,
    weights: SelfPlayWeights,
    { signal, report }: Hooks<SelfPlay>,
  ): Promise<GameBatch | undefined> {
    await this.takeWeights(weights);
    const progress = report && new GameProgress(report);
    try {
      return await this.play(job, signal, progress);
    } finally {
      progress?.tell();
    }
  }

  private async play(
    job: SelfPlayJob,
    signal: AbortSignal,
    progress: GameProgress | undefined,
  ): Promise<GameBatch | undefined> {
    const { evaluator, game, config } = this;
    const { parallelGames } = config.settings;
    const games: GameInPlay[] = [];
    let active: GameInPlay[] = [];
    let evaluations = 0;
    for (;;) {
      if (signal.aborted) return undefined;
      let slots = 0;
      const goesOn = (each: GameInPlay): boolean => {
        const waits = each.collect(evaluator, slots);
        if (waits) slots++;
        return waits;
      };
      active = active.filter(goesOn);
      while (active.length < parallelGames && games.length < job.numGames) {
        const begun = this.begin(job, games.length);
        progress?.begin(begun, job.firstGame + games.length);
        games.push(begun);
        if (goesOn(begun)) active.push(begun);
      }
      progress?.update();
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
    return new GameInPlay(game, config.settings, number, seed, record && index === 0);
  }

  async close(): Promise<void> {
    await this.evaluator.dispose();
  }

  private async takeWeights({ weights, version }: SelfPlayWeights): Promise<void> {
    if (version === this.version) return;
    this.parameters.flat.set(weights);
    await this.evaluator.refresh();
    this.version = version;
  }
}

export const selfPlay: JobHandler<SelfPlay> = {
  name: 'self-play',
  open: async (config) => new SelfPlaySession(config),
};
