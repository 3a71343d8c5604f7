/** `agon train move-model --sgf DIR`: a language model whose words are moves of Go. */
import { AgonError, described, number, parseSettings } from '@agon/core';
import { Parameters } from '@agon/engine';
import type { Go } from '@agon/envs';
import {
  drive,
  learnerMemory,
  requireOneThread,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
} from '@agon/learning';
import { makeNetwork, trainingBatchOf, type Network } from '@agon/nets';
import * as v from 'valibot';
import type { Algorithm } from '../algorithm.js';
import { boardOf, gamesOf, goGame } from '../imitation/games.js';
import type { ReadGames } from '../imitation/records.js';
import { moveModelMetrics, type MoveModelMetric } from './metrics.js';
import { MoveAgent } from './moveAgent.js';
import { MoveModelRun } from './moveModelRun.js';
import { vocabularyOf } from './moveTokens.js';
import { moveModelSchema, type MoveModelSettings } from './settings.js';

/** Updates between two metrics events. */
const METRICS_EVERY = 50;
/** Copies of the weights beside those of training: the average, the state, that of the program that measures. */
const FURTHER_COPIES = 3;

/** @throws bad-option */
const settingsOf = ({ settings }: TrainPlan): MoveModelSettings =>
  parseSettings(moveModelSchema, settings, 'algorithm "move-model"');

/** @throws unknown-net, bad-option; unsupported for networks of other kinds, or that can read so many tokens only */
function networkOf(
  game: Go,
  { network: spec, length }: Pick<MoveModelSettings, 'network' | 'length'>,
  kind: 'language-model' | 'next-token',
): Network {
  const network = makeNetwork(spec, kind, { length, vocabulary: vocabularyOf(game) });
  if (network.mostTokens !== undefined) {
    throw new AgonError(
      'unsupported',
      `"${spec}" can read ${network.mostTokens} tokens, and a game may be longer; use the transformer's positions=rotary.`,
    );
  }
  return network;
}

/** @throws bad-option, unknown-env, unknown-net, unsupported */
function check(plan: TrainPlan): void {
  requireOneThread('move-model', plan.workers);
  networkOf(goGame(plan.env), settingsOf(plan), 'language-model');
}

async function* train(options: TrainOptions): AsyncGenerator<TrainEvent<MoveModelMetric>, void> {
  check(options);
  const settings = settingsOf(options);
  const game = goGame(options.env);
  const read = withoutSetUp(await gamesOf(options, settings.sgf, game), settings.sgf);
  const network = networkOf(game, settings, 'language-model');
  const run = await MoveModelRun.open(options, settings, game, read, network);
  yield* drive(run, { ...options, metricsEvery: METRICS_EVERY });
}

/** What was read, without games that begin with stones on the board: moves do not tell of them. @throws bad-file where that leaves too few */
function withoutSetUp(read: ReadGames, sgf: string): ReadGames {
  const records = read.records.filter(({ state }) => state.setUp.length === 0);
  if (records.length < 2) {
    throw new AgonError(
      'bad-file',
      `${sgf} has ${records.length} games that begin with an empty board; learning needs two or more (one is held out).`,
    );
  }
  const others = read.records.filter(({ state }) => state.setUp.length > 0);
  const faults = others.map(({ source }) => `${source}: it begins with stones on the board`);
  return { ...read, records, faults: [...read.faults, ...faults] };
}

const agentSchema = v.strictObject({
  temperature: v.optional(
    described(number(0), '0: the likeliest move; otherwise drawn by probability^(1/temperature)'),
    0,
  ),
});

/** All that a player needs of the settings. */
const playedSchema = v.strictObject({
  network: moveModelSchema.entries.network,
  length: moveModelSchema.entries.length,
});

export const moveModel: Algorithm<MoveModelMetric, typeof moveModelSchema> = {
  id: 'move-model',
  title: 'Move model: games of Go read as a language',
  paper: 'Vaswani et al. 2017, Attention is all you need; Ciolino et al. 2020, The Go Transformer',
  task: { kind: 'game', dataSetting: 'sgf', defaultEnv: boardOf },
  schema: moveModelSchema,
  agentSchema,
  metrics: moveModelMetrics,
  presets: {},
  followsLength: { setting: 'decaySteps', value: 0 },
  headline: ['stepsPerSecond', 'epoch', 'policyLoss', 'heldAccuracy', 'heldPolicyLoss', 'heldIllegal'],
  check,
  memory: (plan) => {
    const settings = settingsOf(plan);
    const network = networkOf(goGame(plan.env), settings, 'language-model');
    return learnerMemory(
      {
        parameters: network.parameters,
        fn: network.training.apply,
        inputs: (rows) => trainingBatchOf(network, rows),
      },
      { rows: settings.batchSize, copies: FURTHER_COPIES, batch: '"batchSize"' },
    );
  },
  train,
  async loadAgent(name, checkpoint, options) {
    const { temperature } = parseSettings(agentSchema, options, `agent "${name}"`);
    const game = goGame(checkpoint.env);
    const { network: spec, length } = checkpoint.settings;
    const settings = parseSettings(playedSchema, { network: spec, length }, `agent "${name}"`);
    const network = networkOf(game, settings, 'next-token');
    const parameters = new Parameters(network.parameters);
    parameters.loadSafetensors(checkpoint.weights);
    return MoveAgent.open(name, game, network, parameters, temperature);
  },
};
