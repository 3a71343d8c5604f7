/**
 * `agon train alphago --sgf DIR`: the pipeline of AlphaGo (Silver et al. 2016) as stages of one run, one after the other:
 * policy from games, rollout policy from games, REINFORCE, self-play for the value network, value network, matches. A step of the
 * run is a step of its stage; `alphagoSettings.ts` says how many each has, and 0 leaves a stage out.
 */
import {
  AgonError,
  count,
  described,
  fraction,
  MOST_HELD,
  parseSettings,
  wholeNumber,
  type Json,
  type Rng,
} from '@agon/core';
import type { Go } from '@agon/envs';
import * as v from 'valibot';
import {
  drive,
  readCheckpoint,
  readState,
  requireOneThread,
  segmentOf,
  takeArray,
  takeParameters,
  type AgentCheckpoint,
  type Kept,
  type MetricValues,
  type Run,
  type SavedState,
  type StateArray,
  type TrainEvent,
  type TrainOptions,
  type TrainPlan,
} from '@agon/learning';
import { SearchAgent, searchAgentEntries, symmetriesEntry } from '../players/searchAgent.js';
import { gameSubject } from '../agentSubject.js';
import type { Algorithm } from '../algorithm.js';
import { withGoPlanes } from '../go/planes.js';
import { boardOf, gamesOf, goGame, splitGames, warnings } from '../imitation/games.js';
import { planesEvaluator } from '../imitation/planesEvaluator.js';
import { Positions } from '../imitation/positions.js';
import type { GameRecord, ReadGames } from '../imitation/records.js';
import { alphagoSchema, stepsOfStages, type AlphagoSettings } from './alphagoSettings.js';
import { AlphagoWeights, makeNetworks } from './alphagoWeights.js';
import { LearnerStage } from './learnerStage.js';
import { MatchStage } from './matchStage.js';
import { alphagoMemory } from './memory.js';
import { MixedEvaluator } from './mixedEvaluator.js';
import { ReinforceStage } from './reinforceStage.js';
import { RolloutPolicy } from './rolloutPolicy.js';
import { RolloutStage } from './rolloutStage.js';
import { SelfPlayGames, SelfPlayStage } from './selfPlayStage.js';
import type { Stage } from './stage.js';
import { alphagoHeadline, alphagoMetrics, type AlphagoMetric } from './metrics.js';

/** Share of the self-play games that is held out. */
const HOLD_OUT_SELF_PLAY = 0.1;

/** Games of self-play that are needed to learn from: one of them is held out. */
const LEAST_SELF_PLAY = 2;

/** A stage that has not begun: its length, and how it is opened. */
interface PlannedStage {
  steps: number;
  open: () => Promise<Stage> | Stage;
}

/** @throws bad-option */
function settingsOf({ settings }: TrainPlan): AlphagoSettings {
  return parseSettings(alphagoSchema, settings, 'algorithm "alphago"');
}

/** @throws bad-option, unknown-env, unknown-net, unsupported */
function check(plan: TrainPlan): void {
  requireOneThread('alphago', plan.workers);
  const settings = settingsOf(plan);
  makeNetworks(goGame(plan.env), settings);
  if (settings.valueSteps > 0 && settings.gameSteps === 0) throw noPositions(0);
}

async function* train(options: TrainOptions): AsyncGenerator<TrainEvent<AlphagoMetric>, void> {
  check(options);
  const run = await AlphagoRun.open(options, settingsOf(options));
  yield* drive(run, { ...options, steps: Math.min(options.steps ?? Infinity, run.length) });
}

function noPositions(found: number): AgonError {
  return new AgonError(
    'bad-option',
    `algorithm "alphago": no self-play positions to learn from: the value stage needs ${LEAST_SELF_PLAY} or more, there are ${found}. Set "gameSteps" to 1 or more (and "gamesPerStep" to more), or "valueSteps" to 0.`,
  );
}

/** What the JSON of a saved state holds. */
interface Progress {
  /** Steps done, of all stages. */
  step: number;
  /** Whether the weights that the run began with had a value network. */
  beganWithValue: boolean;
}

const savedSchema = v.object({
  step: wholeNumber,
  beganWithValue: v.boolean(),
}) satisfies v.GenericSchema<unknown, Progress>;

/** All that one run owns. */
class AlphagoRun implements Run<AlphagoMetric> {
  private readonly read: ReadGames;
  /** Steps done, of all stages. */
  step = 0;
  /** Whether the weights that the run began with had a value network. */
  private beganWithValue = false;
  private readonly options: TrainOptions;
  private readonly settings: AlphagoSettings;
  private readonly game: Go;
  private readonly weights: AlphagoWeights;
  private readonly selfPlay: SelfPlayGames;
  private readonly stages: readonly PlannedStage[];
  /** The stage of the last step, and its number. */
  private stage: Stage | undefined;
  private stageIndex = -1;
  /** The stage's numbers that were told after the last step. */
  private reported: MetricValues<AlphagoMetric> = {};
  /** What the saved state has for the stage that the run resumes in. */
  private resumed: Record<string, StateArray> | undefined;

  private constructor(
    options: TrainOptions,
    settings: AlphagoSettings,
    game: Go,
    read: ReadGames,
    weights: AlphagoWeights,
  ) {
    this.options = options;
    this.settings = settings;
    this.game = game;
    this.read = read;
    this.weights = weights;
    this.selfPlay = new SelfPlayGames(game);
    this.stages = this.plan();
  }

  static async open(options: TrainOptions, settings: AlphagoSettings): Promise<AlphagoRun> {
    const game = goGame(options.env);
    const read = await gamesOf(options, settings.sgf, game);
    const weights = new AlphagoWeights(game, settings).initialise(`run ${options.seed}`);
    const run = new AlphagoRun(options, settings, game, read, weights);
    if (settings.from && !options.resume) {
      const { hasValue } = weights.load((await readCheckpoint(settings.from, options.checkpoints)).weights);
      run.beganWithValue = hasValue === 'true';
    }
    return run;
  }

  private plan(): PlannedStage[] {
    const { game, settings, weights, selfPlay, read, options } = this;
    const { live } = options;
    const seed = `run ${options.seed}`;
    const games = splitGames(read.records, settings.holdOut);
    const positions = (of: { learned: GameRecord[]; held: GameRecord[] }) => ({
      learned: new Positions(game, of.learned, settings.targetDecay),
      held: new Positions(game, of.held, settings.targetDecay),
    });
    const { policySteps, rolloutSteps, reinforceSteps, gameSteps, valueSteps, matchSteps } = settings;
    const { policyNetwork, valueNetwork } = weights;
    return [
      {
        steps: policySteps,
        open: () =>
          LearnerStage.open(
            'policy',
            policyNetwork,
            weights.policy,
            positions(games),
            policySteps,
            settings,
            seed,
          ),
      },
      {
        steps: rolloutSteps,
        open: () => new RolloutStage(new RolloutPolicy(game, weights.rollout), games, settings, seed),
      },
      { steps: reinforceSteps, open: () => ReinforceStage.open(game, weights, settings, seed, live) },
      { steps: gameSteps, open: () => new SelfPlayStage(game, weights, selfPlay, settings, seed, live) },
      {
        steps: valueSteps,
        open: () => {
          const found = selfPlay.records.length;
          if (found < LEAST_SELF_PLAY) throw noPositions(found);
          if (!this.beganWithValue) weights.beginValue();
          const own = positions(splitGames(selfPlay.records, HOLD_OUT_SELF_PLAY));
          return LearnerStage.open('value', valueNetwork, weights.value, own, valueSteps, settings, seed);
        },
      },
      { steps: matchSteps, open: () => new MatchStage(game, weights, this.hasValue, settings, seed) },
    ];
  }

  /** Steps of all stages. */
  get length(): number {
    return stepsOfStages(this.settings);
  }

  /** Whether the value network has learned anything, here or before. */
  private get hasValue(): boolean {
    const { policySteps, rolloutSteps, reinforceSteps, gameSteps, valueSteps } = this.settings;
    const stepsBefore = policySteps + rolloutSteps + reinforceSteps + gameSteps;
    return this.beganWithValue || (valueSteps > 0 && this.step > stepsBefore);
  }

  get warnings(): Iterable<string> {
    return warnings(this.read);
  }

  /** At the end of a stage, and where the stage under way wants it. */
  get wantsCheckpoint(): boolean {
    return this.endsStage || this.step % (this.stage!.saveEvery ?? Infinity) === 0;
  }

  /** Whether the last step was its stage's last. */
  private get endsStage(): boolean {
    return this.place(this.step).index === 0;
  }

  info(): Record<string, Json> {
    const { policyNetwork, valueNetwork } = this.settings;
    return {
      policyNetwork,
      valueNetwork,
      parameters: this.weights.policy.size + this.weights.value.size,
      games: this.read.records.length,
      brokenGames: this.read.faults.length,
      stepsOfAllStages: this.length,
    };
  }

  begin(resume: SavedState | undefined): void {
    if (resume) this.restore(resume);
  }

  /** One step of the stage whose turn it is. */
  async advance(): Promise<readonly TrainEvent<AlphagoMetric>[]> {
    const { stage: number, index } = this.place(this.step);
    if (number !== this.stageIndex) {
      await this.stage?.dispose();
      this.stage = undefined;
      this.stage = await this.stages[number].open();
      this.stageIndex = number;
      if (this.resumed && index > 0) this.stage.load(index, this.resumed);
      this.resumed = undefined;
    }
    await this.stage!.step(index);
    this.step++;
    const isReported = this.endsStage || this.step % this.stage!.reportEvery === 0;
    this.reported = isReported ? this.named(this.stage!.report()) : {};
    return this.told(this.reported);
  }

  /** What the stage has reached, but at checkpoints that only the stage wanted; and what it has come to where it ends. */
  async measure(isDue: boolean): Promise<readonly TrainEvent<AlphagoMetric>[]> {
    const { step, endsStage } = this;
    if (!isDue || !(endsStage || step % this.options.checkpointEvery === 0)) return [];
    const measured = this.named(await this.stage!.measure());
    const events = this.told(measured);
    return endsStage ? [...events, this.result({ ...this.reported, ...measured })] : events;
  }

  /** Tells numbers, where there are any. */
  private told(values: MetricValues<AlphagoMetric>): readonly TrainEvent<AlphagoMetric>[] {
    return Object.keys(values).length > 0 ? [{ kind: 'metrics', step: this.step, values }] : [];
  }

  /** What the stage that has ended has come to. @param values its numbers at the end, under its name */
  private result(values: MetricValues): TrainEvent<AlphagoMetric> {
    const { name, result } = this.stage!;
    const chosen = result.map((key) => this.nameOf(key)).filter((key) => key in values);
    const found = Object.fromEntries(chosen.map((key) => [key, values[key]]));
    return { kind: 'stage', step: this.step, name, values: found };
  }

  /** A stage's numbers under its name. */
  private named(values: MetricValues): MetricValues<AlphagoMetric> {
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [this.nameOf(key), value]));
  }

  /** "policyAccuracy". */
  private nameOf(key: string): string {
    const { name } = this.stage!;
    return key.startsWith(name) ? key : name + key[0].toUpperCase() + key.slice(1);
  }

  /** Which stage comes at a step of the run, and which of its own steps that is. */
  private place(step: number): { stage: number; index: number } {
    let left = step;
    let stage = 0;
    while (stage < this.stages.length - 1 && left >= this.stages[stage].steps)
      left -= this.stages[stage++].steps;
    return { stage, index: stage === this.stages.length - 1 && left >= this.stages[stage].steps ? 0 : left };
  }

  /** All weights, the state of the stage under way, and the games of self-play that are new. */
  checkpoint(): Kept {
    const { step, weights, options, beganWithValue } = this;
    const file = weights.toSafetensors({
      algorithm: 'alphago',
      env: options.env,
      step: `${step}`,
      hasValue: `${this.hasValue}`,
    });
    const ofStage = Object.entries(this.stage?.save() ?? {}).map(([name, array]) => [`stage.${name}`, array]);
    const { policy, reinforced, value, rollout } = weights;
    const arrays: Record<string, StateArray> = {
      policy: policy.flat.slice(),
      reinforced: reinforced.flat.slice(),
      value: value.flat.slice(),
      rollout: rollout.slice(),
      ...(Object.fromEntries(ofStage) as Record<string, StateArray>),
    };
    const json = { step, beganWithValue } satisfies Progress;
    const state = { json, arrays, segments: { games: this.selfPlay.segment() } };
    return { weights: file, state };
  }

  /** Goes on from a checkpoint; the stage that it was saved in is opened by the next step. @throws bad-checkpoint */
  private restore({ json, arrays, segments }: SavedState): void {
    const { step, beganWithValue } = readState(savedSchema, json);
    this.step = step;
    this.beganWithValue = beganWithValue;
    const { policy, reinforced, value } = this.weights;
    for (const [name, parameters] of Object.entries({ policy, reinforced, value }))
      takeParameters(parameters, name, arrays);
    takeArray(this.weights.rollout, 'rollout', arrays);
    this.selfPlay.load(segmentOf(segments, 'games'));
    const ofStage = Object.entries(arrays).filter(([name]) => name.startsWith('stage.'));
    this.resumed = Object.fromEntries(ofStage.map(([name, array]) => [name.slice('stage.'.length), array]));
  }

  async close(): Promise<void> {
    await this.stage?.dispose();
  }
}

const agentSchema = v.strictObject({
  visits: v.optional(
    described(count(1, MOST_HELD), 'simulations per move; 1: the policy network alone'),
    100,
  ),
  lambda: v.optional(
    described(fraction, '0: the value network judges leaves; 1: rollouts do; between: both'),
    0.5,
  ),
  rollouts: v.optional(described(count(1, 1_000_000), 'rollouts per leaf'), 1),
  policy: v.optional(
    described(
      v.picklist(['policy', 'reinforced']),
      'which policy gives the priors: the one learned from games (as in the paper) or the reinforced one',
    ),
    'policy',
  ),
  ...symmetriesEntry(1),
  ...searchAgentEntries,
});

/** The networks are all that a player needs of the settings. */
const networksSchema = v.strictObject({
  policyNetwork: alphagoSchema.entries.policyNetwork,
  valueNetwork: alphagoSchema.entries.valueNetwork,
});

/** Its networks, not yet with their weights. @throws bad-option */
function trainedWeights(name: string, { env, settings }: AgentCheckpoint): AlphagoWeights {
  const { policyNetwork, valueNetwork } = settings;
  const specs = parseSettings(networksSchema, { policyNetwork, valueNetwork }, `agent "${name}"`);
  return new AlphagoWeights(goGame(env), specs);
}

/** AlphaGo. Its players search with V = (1 − λ) v + λ z; without a value network yet, λ is 1. */
export const alphago: Algorithm<AlphagoMetric, typeof alphagoSchema> = {
  id: 'alphago',
  title: 'AlphaGo',
  paper: 'Silver et al. 2016, Mastering the game of Go with deep neural networks and tree search',
  task: { kind: 'game', dataSetting: 'sgf', defaultEnv: boardOf },
  schema: alphagoSchema,
  agentSchema,
  metrics: alphagoMetrics,
  headline: alphagoHeadline,
  presets: {},
  length: (settings) => stepsOfStages(parseSettings(alphagoSchema, settings, 'algorithm "alphago"')),
  check,
  memory: (plan) => alphagoMemory(goGame(plan.env), settingsOf(plan)),
  train,
  subject(checkpoint) {
    const weights = trainedWeights(checkpoint.algorithm, checkpoint);
    weights.load(checkpoint.weights);
    return gameSubject(withGoPlanes(goGame(checkpoint.env)), weights.policyNetwork, weights.policy);
  },
  async loadAgent(name: string, checkpoint: AgentCheckpoint, options: Readonly<Record<string, unknown>>) {
    const { visits, seconds, temperature, leaves, reuse, symmetries, lambda, rollouts, policy, ...search } =
      parseSettings(agentSchema, options, `agent "${name}"`);
    const game = goGame(checkpoint.env);
    const weights = trainedWeights(name, checkpoint);
    const { hasValue } = weights.load(checkpoint.weights);
    const priors = planesEvaluator(game, weights.policyNetwork, weights[policy], leaves, symmetries);
    const value = planesEvaluator(game, weights.valueNetwork, weights.value, leaves, symmetries);
    const evaluator = (rng: Rng): MixedEvaluator =>
      new MixedEvaluator({
        policy: priors,
        value,
        rollout: new RolloutPolicy(game, weights.rollout),
        lambda: hasValue === 'true' ? lambda : 1,
        rollouts,
        rng,
      });
    const dispose = async (): Promise<void> => {
      await priors.dispose();
      await value.dispose();
    };
    return Promise.resolve(
      new SearchAgent({ name, game, evaluator, search, visits, seconds, temperature, reuse, dispose }),
    );
  },
};
