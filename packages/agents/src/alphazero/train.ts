/**
 * The training loop of AlphaZero as pipelined iterations. While the learner trains on the games up to iteration i − 1,
 * players play iteration i with the weights from before that training; both meet at the end of the iteration.
 * Nothing is in flight there, so that is where states are saved. Everything depends on config and seed only: games take
 * their streams from their numbers, a round of training takes its stream from its iteration.
 */
import { AgonError, parseSettings, RandomStream, wholeNumber, type Json } from '@agon/core';
import { Parameters } from '@agon/engine';
import { formatEnv, makeEnvironment, unwrapped, type Game } from '@agon/envs';
import {
  drive,
  openPool,
  readCheckpoint,
  requireAgent,
  readState,
  sharedBuffer,
  type Kept,
  type MetricValues,
  type Pool,
  type Run,
  type SavedState,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
  type TrainState,
} from '@agon/learning';
import { makeNetwork, startFrom, type Network } from '@agon/nets';
import * as v from 'valibot';
import { presentName } from '../algorithmNames.js';
import { scoreAgainstRandom } from '../board/match.js';
import { NetworkEvaluator } from '../board/networkEvaluator.js';
import { shownGame } from '../board/shownGame.js';
import { Experience, windowBytes } from './experience.js';
import type { GameBatch } from './gameBatch.js';
import { Learner, requireTerritory, type LearnerMetrics } from './learner.js';
import { selfPlay } from './selfPlaySession.js';
import { selfPlayJobs, type SelfPlay } from './selfPlayJobs.js';
import { ShownGames } from './shownGames.js';
import { trainedSettings } from './trainedSettings.js';
import type { AlphazeroMetric } from './metrics.js';
import { firstEpisode, latestChecks, selfPlayMetrics } from './report.js';
import { alphazeroSchema, requireHonoured, visitsAt, windowAt, type AlphazeroSettings } from './settings.js';

/** Where the loop stands at the end of an iteration. */
interface Progress {
  /** Iterations that are over. */
  iteration: number;
  /** Games played. */
  games: number;
  /** Moves of self-play: the run's steps. */
  step: number;
  /** Positions that no training has seen yet. */
  fresh: number;
  /** Whether each of the latest resignations that were checked would have been wrong. */
  resignChecks: readonly boolean[];
}

/** The JSON part of a state. */
interface Saved extends Progress {
  /** Of the learner. */
  updates: number;
}

const savedSchema = v.object({
  iteration: wholeNumber,
  games: wholeNumber,
  step: wholeNumber,
  fresh: wholeNumber,
  resignChecks: v.array(v.boolean()),
  updates: wholeNumber,
}) satisfies v.GenericSchema<unknown, Saved>;

/** The settings of a plan, completed. @throws bad-option */
export function settingsOf({ settings }: TrainPlan): AlphazeroSettings {
  return parseSettings(alphazeroSchema, settings, 'algorithm "alphazero"');
}

/** The network, for positions of `game`. @throws unknown-net, bad-option, unsupported */
function networkOf(game: Game, { network }: AlphazeroSettings): Network {
  return makeNetwork(network, 'policy-value', { input: game.observation.shape, actions: game.numActions });
}

/** `Algorithm.check` of alphazero. @throws bad-option, unknown-env, unknown-net, unsupported */
export function check(plan: TrainPlan): void {
  const settings = settingsOf(plan);
  requireHonoured(settings);
  const game = shownGame(plan.env, settings.planes);
  requireTerritory(game, networkOf(game, settings), settings);
}

/** `Algorithm.train` of alphazero. @throws not-finite, worker-failed, bad-option, unsupported */
export async function* train(options: TrainOptions): AsyncGenerator<TrainEvent<AlphazeroMetric>, void> {
  if (!options.resume) check(options);
  const settings = settingsOf(options);
  const game = shownGame(options.env, settings.planes);
  yield* drive(await AlphazeroRun.open(game, settings, options), options);
}

interface IterationResult {
  games: GameBatch[];
  /** Share of the time in which the worker threads had nothing to play; 0 where there are none. */
  idleShare: number;
  /** Positions that were learned from. */
  window: number;
  /** Absent in the first iteration, which has nothing to learn from. */
  learned: LearnerMetrics | undefined;
}

function iterationMetrics(
  { games, idleShare, learned, window }: IterationResult,
  resignChecks: readonly boolean[],
  ms: number,
): MetricValues<AlphazeroMetric> {
  const played = selfPlayMetrics(games, resignChecks);
  return {
    ...played.values,
    gamesPerSecond: (played.games / ms) * 1000,
    stepsPerSecond: (played.moves / ms) * 1000,
    evaluationsPerSecond: (played.evaluations / ms) * 1000,
    idleShare,
    window,
    ...learned,
  };
}

/** All that one training run owns. */
class AlphazeroRun implements Run<AlphazeroMetric> {
  readonly savesUntrained = true;
  private progress: Progress = { iteration: 0, games: 0, step: 0, fresh: 0, resignChecks: [] };
  private readonly game: Game;
  private readonly settings: AlphazeroSettings;
  private readonly options: TrainOptions;
  private readonly learner: Learner;
  private readonly experience: Experience;
  private readonly pool: Pool<SelfPlay>;
  private readonly judge: NetworkEvaluator;
  /** At the end of the last iteration: the weights that the players read, and the learner. */
  private readonly weights: Float32Array;
  private kept: ReturnType<Learner['save']>;
  /** The last iteration's games. */
  private games: readonly GameBatch[] = [];
  /** Rows up to here are in an earlier checkpoint. */
  private savedRows = 0;

  private constructor(
    game: Game,
    settings: AlphazeroSettings,
    options: TrainOptions,
    network: Network,
    learner: Learner,
    pool: Pool<SelfPlay>,
  ) {
    const { average } = learner;
    this.game = game;
    this.settings = settings;
    this.options = options;
    this.learner = learner;
    this.pool = pool;
    const windowOf = (positions: number): number => windowAt(settings, positions);
    this.experience = new Experience(game, settings.window, windowOf, settings.augment);
    this.judge = new NetworkEvaluator(game, network, average, Math.max(1, settings.matchGames));
    this.weights = new Float32Array(sharedBuffer(4 * average.size));
    this.weights.set(average.flat);
    this.kept = learner.save();
  }

  static async open(game: Game, settings: AlphazeroSettings, options: TrainOptions): Promise<AlphazeroRun> {
    const network = networkOf(game, settings);
    const parameters = new Parameters(network.parameters).initialise(
      new RandomStream(`${options.seed} / weights`),
    );
    if (!options.resume) await takeStart(game, parameters, settings, options);
    const learner = await Learner.create(network, game, parameters, settings);
    const { env, seed, workers, spawnWorker: spawn } = options;
    try {
      const pool = await openPool(selfPlay, { env, settings, seed }, { here: true, workers, spawn });
      return new AlphazeroRun(game, settings, options, network, learner, pool);
    } catch (error) {
      await learner.dispose();
      throw error;
    }
  }

  /** Moves of self-play. */
  get step(): number {
    return this.progress.step;
  }

  info(): Record<string, Json> {
    const { network } = this.settings;
    return {
      env: formatEnv(this.game),
      network,
      parameters: this.weights.length,
      replayBytes: windowBytes(this.settings, this.game),
    };
  }

  begin(resume: SavedState | undefined): void {
    if (resume) this.restore(resume);
  }

  /** One iteration; an abort breaks it off, and it is dropped. */
  async advance(): Promise<readonly TrainEvent<AlphazeroMetric>[]> {
    const before = performance.now();
    const done = await this.iteration();
    if (!done) return [];
    this.games = done.games;
    const { step, games, resignChecks } = this.progress;
    const visits = visitsAt(this.settings, games);
    const measured = iterationMetrics(done, resignChecks, performance.now() - before);
    return [{ kind: 'metrics', step, values: { ...measured, visits } }];
  }

  /** Plays and learns one iteration; undefined where it was stopped (parameters and moments are then to be dropped). */
  private async iteration(): Promise<IterationResult | undefined> {
    const { settings, experience, progress, options } = this;
    const { gamesPerIteration, parallelGames } = settings;
    const shown = options.live && new ShownGames(options.live);
    const round = this.pool.begin(selfPlayJobs(progress.games, gamesPerIteration, parallelGames), {
      common: { weights: this.weights, version: progress.iteration },
      signal: options.signal,
      onProgress: shown && ((games) => shown.show(games)),
    });
    const updates = Math.ceil((settings.reuse * progress.fresh) / settings.batchSize);
    const { window } = experience;
    const seed = `${options.seed} / training ${progress.iteration}`;
    const learned =
      updates > 0 ? await this.learner.train(experience, updates, seed, () => round.isStopped) : undefined;
    const played = await round.finish().finally(() => shown?.end());
    if (!played) return undefined;
    const { results: games, idleShare } = played;

    const sum = (of: (batch: GameBatch) => number): number =>
      games.reduce((total, batch) => total + of(batch), 0);
    for (const batch of games) experience.append(batch);
    this.keep();
    this.progress = {
      iteration: progress.iteration + 1,
      games: progress.games + settings.gamesPerIteration,
      step: progress.step + sum((batch) => batch.actions.length),
      fresh: sum((batch) => batch.outcomes.length),
      resignChecks: latestChecks(progress.resignChecks, games),
    };
    return { games, idleShare, learned, window };
  }

  /** Remembers what the learner has come to, for the players and for states. */
  private keep(): void {
    this.weights.set(this.learner.average.flat);
    this.kept = this.learner.save();
  }

  /** With each checkpoint that was due: a game to look at, and the bare network's score against a random player. */
  async measure(isDue: boolean): Promise<readonly TrainEvent<AlphazeroMetric>[]> {
    if (!isDue) return [];
    const { step } = this;
    const episode = firstEpisode(this.game, this.games[0], `${this.options.seed}`);
    const events: TrainEvent<AlphazeroMetric>[] = [{ kind: 'episode', step, episode }];
    const { matchGames } = this.settings;
    if (matchGames === 0) return events;
    await this.judge.refresh();
    const rng = new RandomStream(`${this.options.seed} / match ${step}`);
    const scoreVsRandom = await scoreAgainstRandom(this.game, this.judge, matchGames, rng);
    return [...events, { kind: 'metrics', step, values: { scoreVsRandom } }];
  }

  /** Weights and state at the end of the last iteration, also where a later one was broken off. */
  checkpoint(): Kept {
    const { progress } = this;
    const { average } = this.learner;
    average.flat.set(this.weights);
    const { step, arrays } = this.kept;
    const state: TrainState = {
      json: { ...progress, resignChecks: [...progress.resignChecks], updates: step },
      arrays,
      segments: this.experience.segments(this.savedRows),
    };
    this.savedRows = this.experience.end;
    const weights = average.toSafetensors({
      algorithm: 'alphazero',
      env: this.options.env,
      step: `${progress.step}`,
    });
    return { weights, state };
  }

  /** @throws bad-checkpoint where the state is damaged or of another run */
  private restore({ json, arrays, segments }: SavedState): void {
    const { updates, ...progress } = readState(savedSchema, json);
    this.learner.load(updates, arrays);
    this.keep();
    this.experience.load(segments);
    this.savedRows = this.experience.end;
    this.progress = progress;
  }

  async close(): Promise<void> {
    await this.pool.close();
    await this.judge.dispose();
    await this.learner.dispose();
  }
}

/** Gives new parameters the weights that the run begins with, where it is to. @throws bad-option, not-found, unsupported, bad-checkpoint, not-finite */
async function takeStart(
  game: Game,
  parameters: Parameters,
  { start, network, planes }: AlphazeroSettings,
  { checkpoints }: TrainOptions,
): Promise<void> {
  if (start === '') return;
  const found = await readCheckpoint(start, checkpoints);
  const { algorithm, env, settings, weights } = requireAgent(start, found);
  const { id } = unwrapped(makeEnvironment(env));
  if (id !== game.id) {
    throw new AgonError(
      'bad-option',
      `algorithm "alphazero": the network of "${start}" plays ${id}; begin with one of ${game.id}.`,
    );
  }
  const trained = trainedSettings(settings);
  // Networks of recorded games see AlphaGo's planes, and have no setting for it.
  const seen = presentName(algorithm) === 'imitation' ? 'alphago' : trained.planes;
  if (seen !== planes) {
    throw new AgonError(
      'bad-option',
      `algorithm "alphazero": the network of "${start}" sees other planes; set "planes" to ${seen}, or begin with other weights.`,
    );
  }
  const { shape } = game.observation;
  startFrom(
    { network, sizes: { input: shape, actions: game.numActions }, parameters },
    { network: trained.network, weights },
  );
}
