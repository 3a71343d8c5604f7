/** Self-play as jobs: a round of games is cut into batches, each played from the same weights with streams of its own. */
import { LiveReporter, type JobHandler, type LiveGame, type LiveGames, type PlainWork } from '@agon/learning';
import type { GameBatch } from './gameBatch.js';
import { SelfPlayer } from './selfPlayer.js';
import type { AlphazeroSettings } from './settings.js';

/** What a player needs once. */
export interface SelfPlayConfig {
  /** The environment's spec. */
  env: string;
  settings: AlphazeroSettings;
  seed: number;
}

/** The network that a round's games are played by. */
export interface SelfPlayWeights {
  /** All parameters, flat. */
  weights: Float32Array;
  /** Differs where the weights differ. */
  version: number;
}

/** Games to play. */
export interface SelfPlayJob {
  /** The number of the first game; a game's random stream depends on the run's seed and its number only. */
  firstGame: number;
  numGames: number;
  /** Keep what the search thought in the first game. */
  record: boolean;
}

export type SelfPlay = PlainWork<{
  setup: SelfPlayConfig;
  common: SelfPlayWeights;
  job: SelfPlayJob;
  result: GameBatch;
  /** Games that have gone on, as they stand. */
  progress: LiveGame[];
}>;

export const selfPlay: JobHandler<SelfPlay> = {
  name: 'self-play',
  open: async (config) => new SelfPlayer(config),
};

/** Games `firstGame`, `firstGame + 1`, … as jobs of at most `parallelGames`; the first game of all is recorded. */
export function selfPlayJobs(firstGame: number, numGames: number, parallelGames: number): SelfPlayJob[] {
  const jobs: SelfPlayJob[] = [];
  for (let done = 0; done < numGames; done += parallelGames) {
    const games = Math.min(parallelGames, numGames - done);
    jobs.push({ firstGame: firstGame + done, numGames: games, record: done === 0 });
  }
  return jobs;
}

/** Shows the games of a round on boards, as far as there are free ones. */
export class ShownGames {
  private readonly reporter: LiveReporter;
  private readonly games = new Map<number, { state: { history: readonly number[] }; over: boolean }>();

  constructor(boards: LiveGames) {
    this.reporter = new LiveReporter(boards);
  }

  /** Takes what a job has told of its games. */
  show(progress: readonly LiveGame[]): void {
    for (const { game, moves, isOver } of progress) {
      let shown = this.games.get(game);
      if (!shown) {
        shown = { state: { history: [] }, over: false };
        this.games.set(game, shown);
        this.reporter.begin([shown], game);
      }
      shown.state = { history: moves };
      shown.over = isOver;
    }
    this.reporter.update();
  }

  /** Gives all boards back, also of games that were given up. */
  end(): void {
    this.reporter.end();
  }
}
