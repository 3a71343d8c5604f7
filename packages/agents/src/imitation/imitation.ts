/** `agon train imitation --sgf DIR`: a policy and value network learned from recorded games of Go. */
import {
  AgonError,
  count,
  described,
  MOST_HELD,
  parseSettings,
  RandomStream,
  wholeNumber,
  type Json,
} from '@agon/core';
import { decodeSafetensors, Parameters } from '@agon/engine';
import type { Go } from '@agon/envs';
import {
  drive,
  readCheckpoint,
  readState,
  requireOneThread,
  Speed,
  takeArray,
  type AgentCheckpoint,
  type Kept,
  type MetricValues,
  type Run,
  type SavedState,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
} from '@agon/learning';
import * as v from 'valibot';
import { makeNetwork, type Network } from '@agon/nets';
import { SearchAgent, searchAgentEntries, symmetriesEntry } from '../players/searchAgent.js';
import type { Algorithm } from '../algorithm.js';
import { gameSubject } from '../agentSubject.js';
import { GoPlanes, withGoPlanes } from '../go/planes.js';
import { completeGames } from './completion.js';
import { boardOf, digestOf, gamesOf, goGame, requireSameGames, splitGames, warnings } from './games.js';
import { GoLearner } from './goLearner.js';
import { goLearnerMemory } from './goLearnerMemory.js';
import { planesEvaluator } from './planesEvaluator.js';
import { Positions } from './positions.js';
import type { ReadGames } from './records.js';
import { imitationSchema, type ImitationSettings } from './settings.js';
import { imitationMetrics, type ImitationMetric } from './metrics.js';

/** Updates between two metrics events. */
const METRICS_EVERY = 100;
/** Games that are completed side by side. */
const COMPLETION_BATCH = 64;
/** Updates until the learning rate is at its lowest, in a run without an end. */
const DECAY_STEPS = 10_000;

/** @throws bad-option */
function settingsOf({ settings }: TrainPlan): ImitationSettings {
  return parseSettings(imitationSchema, settings, 'algorithm "imitation"');
}

/** The network, for positions of `game`. @throws unknown-net, bad-option, unsupported */
function networkOf(game: Go, spec: string): Network {
  return makeNetwork(spec, 'policy-value', {
    input: new GoPlanes(game).observation.shape,
    actions: game.numActions,
  });
}

/** @throws bad-option, unknown-env, unknown-net, unsupported */
function check(plan: TrainPlan): void {
  requireOneThread('imitation', plan.workers);
  networkOf(goGame(plan.env), settingsOf(plan).network);
}

async function* train(options: TrainOptions): AsyncGenerator<TrainEvent<ImitationMetric>, void> {
  check(options);
  const run = await ImitationRun.open(options, settingsOf(options));
  yield* drive(run, { ...options, metricsEvery: METRICS_EVERY });
}

/**
 * Takes the tensors that a file of weights has in common with these parameters, but for those that begin anew: a tower that has grown
 * goes on as the one before.
 * @throws bad-checkpoint where it has none, or one of another shape
 */
async function begin(
  parameters: Parameters,
  { from: path, fresh }: ImitationSettings,
  options: TrainOptions,
): Promise<void> {
  const { tensors } = decodeSafetensors((await readCheckpoint(path, options.checkpoints)).weights);
  const anew = fresh === '' ? [] : fresh.split('/');
  const shared = parameters.specs.filter(
    ({ name }) => Object.hasOwn(tensors, name) && !anew.some((part) => name.startsWith(part)),
  );
  for (const { name } of shared) {
    const { data } = tensors[name];
    const into = parameters.view(name);
    if (data.length !== into.length) {
      throw new AgonError(
        'bad-checkpoint',
        `"${path}" has ${data.length} values of "${name}", this network has ${into.length}; begin with a network of the same width.`,
      );
    }
    into.set(data);
  }
  if (shared.length === 0)
    throw new AgonError('bad-checkpoint', `"${path}" has nothing in common with this network.`);
  takeScalesIn(parameters);
}

/** Gives each branch of a tower the scale 1 and its last convolution what it was: the same function, and steps that move all of it. */
function takeScalesIn(parameters: Parameters): void {
  for (const { name } of parameters.specs) {
    if (!/^block\d+\.scale$/.test(name)) continue;
    const scale = parameters.view(name);
    for (const part of ['weight', 'bias']) {
      const values = parameters.view(name.replace('scale', `second.${part}`));
      for (let i = 0; i < values.length; i++) values[i] *= scale[0];
    }
    scale[0] = 1;
  }
}

/** The JSON part of a state. */
const savedSchema = v.object({
  step: wholeNumber,
  /** Of the games that are learned from. */
  games: v.string(),
});

/** All that one run owns. */
class ImitationRun implements Run<ImitationMetric> {
  private readonly settings: ImitationSettings;
  private readonly learner: GoLearner;
  private readonly positions: Positions;
  private readonly read: ReadGames;
  private readonly options: TrainOptions;
  private readonly game: Go;
  private readonly held: Positions;
  private readonly speed = new Speed();

  private constructor(
    options: TrainOptions,
    settings: ImitationSettings,
    game: Go,
    read: ReadGames,
    learner: GoLearner,
  ) {
    this.options = options;
    this.settings = settings;
    this.game = game;
    this.read = read;
    this.learner = learner;
    const { learned, held } = splitGames(read.records, settings.holdOut);
    this.positions = new Positions(game, learned, settings.targetDecay);
    this.held = new Positions(game, held, settings.targetDecay);
  }

  static async open(options: TrainOptions, settings: ImitationSettings): Promise<ImitationRun> {
    const game = goGame(options.env);
    const read = await gamesOf(options, settings.sgf, game);
    const network = networkOf(game, settings.network);
    const seed = `run ${options.seed}`;
    const first = new Parameters(network.parameters).initialise(new RandomStream(`${seed} / weights`));
    if (settings.from && !options.resume) await begin(first, settings, options);
    const decaySteps = settings.decaySteps || (options.steps ?? DECAY_STEPS);
    const learner = await GoLearner.create(network, first, { ...settings, decaySteps }, seed);
    return new ImitationRun(options, settings, game, read, learner);
  }

  /** Updates done. */
  get step(): number {
    return this.learner.step;
  }

  get warnings(): Iterable<string> {
    return warnings(this.read);
  }

  info(): Record<string, Json> {
    return {
      network: this.settings.network,
      parameters: this.learner.parameters.size,
      games: this.read.records.length,
      brokenGames: this.read.faults.length,
      positions: this.positions.size,
      heldOutPositions: this.held.size,
    };
  }

  begin(resume: SavedState | undefined): void {
    if (resume) this.restore(resume);
    this.speed.restart(this.step);
  }

  /** One update; before that of `completeAt` resigned games are played to their end. */
  async advance(): Promise<readonly TrainEvent<ImitationMetric>[]> {
    const { step } = this;
    const completes = step + 1 === this.settings.completeAt;
    const completedGames = completes ? await this.complete() : 0;
    await this.learner.update(this.positions);
    return completes ? [{ kind: 'metrics', step, values: { completedGames } }] : [];
  }

  metrics(): MetricValues<ImitationMetric> {
    return { ...this.learner.report(), stepsPerSecond: this.speed.take(this.step) };
  }

  /** Plays resigned games to their end with the averaged weights. */
  private async complete(): Promise<number> {
    const { network, average } = this.learner;
    const evaluator = planesEvaluator(this.game, network, average, COMPLETION_BATCH);
    try {
      return await completeGames(this.positions, evaluator);
    } finally {
      await evaluator.dispose();
    }
  }

  /** What the averaged weights say about held-out positions. */
  async measure(): Promise<readonly TrainEvent<ImitationMetric>[]> {
    const { step } = this;
    const values = await this.learner.measure(this.held, this.settings.testPositions);
    return [{ kind: 'metrics', step, values }];
  }

  checkpoint(): Kept {
    const { learner, options, positions } = this;
    const { step } = learner;
    const weights = learner.average.toSafetensors({
      algorithm: 'imitation',
      env: options.env,
      step: `${step}`,
    });
    const { ownership, ownershipKnown } = positions;
    const arrays = {
      ...learner.save(),
      ownership: Uint8Array.from(ownership),
      ownershipKnown: ownershipKnown.slice(),
    };
    return { weights, state: { json: { step, games: digestOf(this.read.records) }, arrays, segments: {} } };
  }

  /** @throws bad-checkpoint where the state is damaged, or the games are others than the run began with */
  private restore({ json, arrays }: SavedState): void {
    const { step, games } = readState(savedSchema, json);
    requireSameGames(games, this.read, this.settings.sgf);
    const { ownership, ownershipKnown, ...rest } = arrays;
    const owners = new Uint8Array(this.positions.ownership.length);
    takeArray(owners, 'ownership', { ownership });
    this.positions.ownership.set(new Int8Array(owners.buffer));
    takeArray(this.positions.ownershipKnown, 'ownershipKnown', { ownershipKnown });
    this.learner.load(step, rest);
  }

  async close(): Promise<void> {
    await this.learner.dispose();
  }
}

const agentSchema = v.strictObject({
  visits: v.optional(described(count(1, MOST_HELD), 'simulations per move; 1: the network alone'), 100),
  ...symmetriesEntry(8),
  ...searchAgentEntries,
});

/** A trained network with its game. @throws bad-checkpoint, bad-option */
function trainedNetwork(name: string, checkpoint: AgentCheckpoint) {
  const game = goGame(checkpoint.env);
  const spec = parseSettings(networkSchema, { network: checkpoint.settings.network }, `agent "${name}"`);
  const network = networkOf(game, spec.network);
  const parameters = new Parameters(network.parameters);
  parameters.loadSafetensors(checkpoint.weights);
  return { game, network, parameters };
}

/** Its players search with the averaged weights; they can judge territory where the network has heads for it. */
export const imitation: Algorithm<ImitationMetric, typeof imitationSchema> = {
  id: 'imitation',
  title: 'Imitation: learning from recorded games of Go',
  paper: 'Silver et al. 2016, Mastering the game of Go with deep neural networks and tree search',
  task: {
    kind: 'game',
    dataSetting: 'sgf',
    defaultEnv: boardOf,
    inputShape: (env) => new GoPlanes(goGame(env)).observation.shape,
  },
  schema: imitationSchema,
  agentSchema,
  metrics: imitationMetrics,
  presets: {},
  followsLength: { setting: 'decaySteps', value: 0 },
  headline: [
    'stepsPerSecond',
    'loss',
    'policyLoss',
    'heldAccuracy',
    'heldPolicyLoss',
    'valueError',
    'resultError',
  ],
  check,
  memory: (plan) => {
    const { network, batchSize } = settingsOf(plan);
    return goLearnerMemory(networkOf(goGame(plan.env), network), batchSize);
  },
  train,
  subject(checkpoint) {
    const { game, network, parameters } = trainedNetwork('imitation', checkpoint);
    return gameSubject(withGoPlanes(game), network, parameters);
  },
  async loadAgent(name: string, checkpoint: AgentCheckpoint, options: Readonly<Record<string, unknown>>) {
    const { visits, seconds, temperature, leaves, reuse, symmetries, ...search } = parseSettings(
      agentSchema,
      options,
      `agent "${name}"`,
    );
    const { game, network, parameters } = trainedNetwork(name, checkpoint);
    const answers = planesEvaluator(game, network, parameters, leaves, symmetries);
    const dispose = (): Promise<void> => answers.dispose();
    const territory = 'ownership' in network.outputs ? answers.territory.bind(answers) : undefined;
    return new SearchAgent({
      name,
      game,
      evaluator: () => answers,
      search,
      visits,
      seconds,
      temperature,
      reuse,
      territory,
      dispose,
    });
  },
};

/** The network is all that a player needs of the settings. */
const networkSchema = v.strictObject({ network: imitationSchema.entries.network });
