/** The stage that fits the rollout policy to the moves of games, by stochastic gradient ascent. */
import { RandomStream } from '@agon/core';
import type { GoState } from '@agon/envs';
import { Means, type MetricValues, type StateArray } from '@agon/learning';
import type { GameRecord } from '../imitation/records.js';
import type { AlphagoSettings } from './alphagoSettings.js';
import type { RolloutPolicy } from './rolloutPolicy.js';
import type { Stage } from './stage.js';

/** Games of a step. */
const GAMES = 4;

/** Changes the rollout policy's weights in place. */
export class RolloutStage implements Stage {
  readonly name = 'rollout';
  readonly result = ['heldAccuracy'];
  readonly reportEvery = 100;
  private readonly policy: RolloutPolicy;
  private readonly learned: readonly GameRecord[];
  private readonly held: readonly GameRecord[];
  private readonly settings: AlphagoSettings;
  private readonly seed: string;
  private readonly means = new Means();

  constructor(
    policy: RolloutPolicy,
    games: { learned: readonly GameRecord[]; held: readonly GameRecord[] },
    settings: AlphagoSettings,
    seed: string,
  ) {
    this.policy = policy;
    this.learned = games.learned;
    this.held = games.held;
    this.settings = settings;
    this.seed = seed;
  }

  /** All positions of a few games drawn by chance; the learning rate falls in a straight line. */
  step(index: number): Promise<void> {
    const { rolloutRate, rolloutSteps } = this.settings;
    const rng = new RandomStream(`${this.seed} / rollout ${index}`);
    const rate = rolloutRate * (1 - index / rolloutSteps);
    for (let i = 0; i < GAMES; i++) this.read(this.learned[rng.int(this.learned.length)], rate, this.means);
    this.policy.refresh();
    return Promise.resolve();
  }

  report(): MetricValues {
    return this.means.take();
  }

  /** On held-out games; passes and moves into own eyes are left out. */
  measure(): Promise<MetricValues> {
    const means = new Means();
    for (const game of this.held) this.read(game, 0, means);
    const { accuracy, policyLoss } = means.take();
    return Promise.resolve({ heldAccuracy: accuracy, heldPolicyLoss: policyLoss });
  }

  private read(game: GameRecord, rate: number, means: Means): void {
    const { setUp, firstToMove } = game.state;
    const state: GoState = game.state.game.newStateFrom(setUp, firstToMove);
    game.moves.forEach((action, ply) => {
      if (ply >= game.first && ply < game.end) {
        const found = this.policy.learn(state, action, rate);
        if (found) {
          means.add('accuracy', found.isFirst ? 1 : 0);
          means.add('policyLoss', -found.logProbability);
        }
      }
      state.applyAssumeLegal(action);
    });
  }

  /** Its weights are all that it keeps. */
  save(): Record<string, StateArray> {
    return {};
  }

  load(): void {
    this.policy.refresh();
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
