/** A network that learns moves of Go as a language. B = batch, L = length, V = tokens. */
import { RandomStream, type Json } from '@agon/core';
import { compile, Parameters, type Program } from '@agon/engine';
import type { Go } from '@agon/envs';
import type { MetricValues, TrainEvent, TrainOptions } from '@agon/learning';
import { AveragedLearner, AveragedRun, surpriseOf, type OwnState } from '@agon/models';
import { batchOf, type Network } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { digestOf, requireSameGames, splitGames, warnings } from '../imitation/games.js';
import { JudgedMoves, judgePolicy } from '../imitation/judge.js';
import type { GameRecord, ReadGames } from '../imitation/records.js';
import type { MoveModelMetric } from './metrics.js';
import { imitatedPlaces, vocabularyOf, writeGame, type MoveRows } from './moveTokens.js';
import type { MoveModelSettings } from './settings.js';

/** Games that are measured at a time. */
const TEST_ROWS = 32;

/** Each update reads whole games from their beginning, drawn by chance, each through a symmetry of the board drawn by chance. */
export class MoveModelRun extends AveragedRun<MoveModelMetric> {
  private readonly env: string;
  private readonly settings: MoveModelSettings;
  private readonly seed: number | string;
  private readonly read: ReadGames;
  private readonly game: Go;
  private readonly learned: readonly GameRecord[];
  private readonly held: readonly GameRecord[];
  protected readonly learner: AveragedLearner;
  protected readonly updatesOfEpoch: number;
  /** Of the averaged weights. */
  private readonly measuring: Program;

  private constructor(
    { env, seed }: TrainOptions,
    settings: MoveModelSettings,
    game: Go,
    read: ReadGames,
    learner: AveragedLearner,
    measuring: Program,
  ) {
    super();
    this.env = env;
    this.settings = settings;
    this.seed = seed;
    this.read = read;
    this.game = game;
    this.learner = learner;
    this.measuring = measuring;
    const { learned, held } = splitGames(read.records, settings.holdOut);
    this.learned = learned;
    this.held = held;
    this.updatesOfEpoch = learned.length / settings.batchSize;
  }

  /** @param network of kind "language-model" for the tokens of `game` */
  static async open(
    options: TrainOptions,
    settings: MoveModelSettings,
    game: Go,
    read: ReadGames,
    network: Network,
  ): Promise<MoveModelRun> {
    const { batchSize, length } = settings;
    const weights = new RandomStream(`run ${options.seed} / weights`);
    const average = new Parameters(network.parameters).initialise(weights);
    const decaySteps = settings.decaySteps || (options.steps ?? Infinity);
    const learner = await AveragedLearner.create(
      network,
      average,
      { ...settings, decaySteps },
      {
        rows: batchSize,
        targets: {
          targets: { shape: [batchSize, length], dtype: 'int32' },
          weights: { shape: [batchSize, length] },
        },
        loss: ({ logits }, { targets, weights: counted }) =>
          tf.div(tf.sum(tf.mul(surpriseOf(logits, targets), counted)), tf.maximum(tf.sum(counted), 1)),
      },
    );
    const measuring = await compile(network.apply, {
      inputs: batchOf(network, TEST_ROWS),
      parameters: average,
    });
    return new MoveModelRun(options, settings, game, read, learner, measuring);
  }

  get warnings(): string[] {
    const { length } = this.settings;
    const beyond = this.read.records.reduce((sum, { moves }) => sum + Math.max(0, moves.length - length), 0);
    const cut =
      beyond > 0 ? [`${beyond} moves come after the first ${length} of their game and are not read.`] : [];
    return [...warnings(this.read), ...cut];
  }

  info(): Record<string, Json> {
    const { learned, held, read } = this;
    return {
      network: this.settings.network,
      parameters: this.learner.parameters.size,
      games: learned.length,
      heldOutGames: held.length,
      brokenGames: read.faults.length,
    };
  }

  async advance(): Promise<readonly TrainEvent<MoveModelMetric>[]> {
    const { learner, learned, settings, step } = this;
    const { symmetries } = this.game;
    const rng = new RandomStream(`run ${this.seed} / update ${step}`);
    for (let row = 0; row < settings.batchSize; row++) {
      const game = learned[rng.int(learned.length)];
      const turned = symmetries[rng.int(symmetries.length)];
      writeGame(learner.inputs as unknown as MoveRows, row, settings.length, { game, turned });
    }
    this.means.add('policyLoss', await learner.update(rng));
    return [];
  }

  /** The averaged weights on the games that are held out: against the moves, and against the rules. */
  protected async judge(): Promise<MetricValues<MoveModelMetric>> {
    const { measuring, held, game } = this;
    const { length } = this.settings;
    const [asItIs] = game.symmetries;
    const unused = {
      targets: new Int32Array(TEST_ROWS * length),
      weights: new Float32Array(TEST_ROWS * length),
    };
    const rows = { ...unused, tokens: measuring.inputs.tokens as Int32Array };
    const size = vocabularyOf(game);
    const judged = new JudgedMoves();
    await measuring.refresh();
    for (let from = 0; from < held.length; from += TEST_ROWS) {
      const part = held.slice(from, from + TEST_ROWS);
      part.forEach((each, row) => writeGame(rows, row, length, { game: each, turned: asItIs }));
      await measuring.run();
      const logits = measuring.outputs.logits as Float32Array;
      part.forEach((each, row) => {
        for (const { ply, move, legal } of imitatedPlaces(each, length))
          judged.add(judgePolicy(logits, (row * length + ply) * size, legal, move));
      });
    }
    return judged.report();
  }

  protected about(): Record<string, string> {
    return { algorithm: 'move-model', env: this.env };
  }

  /** Which games are learned from. */
  protected override saveOwn(): OwnState {
    return { json: { games: digestOf(this.read.records) } };
  }

  protected override loadOwn({ games }: Record<string, unknown>): void {
    requireSameGames(String(games), this.read, this.settings.sgf);
  }

  async close(): Promise<void> {
    await this.learner.dispose();
    await this.measuring.dispose();
  }
}
