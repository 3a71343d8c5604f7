/** The stages that fit a network to positions: the policy to the moves of games, the value to outcomes of self-play. */
import type { Parameters } from '@agon/engine';
import type { MetricValues, StateArray } from '@agon/learning';
import type { Network } from '@agon/nets';
import { GoLearner } from '../imitation/goLearner.js';
import type { Positions } from '../imitation/positions.js';
import type { AlphagoSettings } from './alphagoSettings.js';
import type { Stage } from './stage.js';

/** A step is one minibatch. */
export class LearnerStage implements Stage {
  readonly name: string;
  readonly result = ['heldAccuracy', 'resultError', 'resultSpread'];
  readonly reportEvery = 100;
  private readonly learner: GoLearner;
  private readonly learned: Positions;
  private readonly held: Positions;
  private readonly testPositions: number;

  private constructor(
    name: string,
    learner: GoLearner,
    learned: Positions,
    held: Positions,
    testPositions: number,
  ) {
    this.name = name;
    this.learner = learner;
    this.learned = learned;
    this.held = held;
    this.testPositions = testPositions;
  }

  /** @param weights changed in place: the moving average of what is trained */
  static async open(
    name: string,
    network: Network,
    weights: Parameters,
    positions: { learned: Positions; held: Positions },
    steps: number,
    settings: AlphagoSettings,
    seed: string,
  ): Promise<LearnerStage> {
    const learner = await GoLearner.create(
      network,
      weights,
      { ...settings, decaySteps: Math.max(1, steps), valueWeight: 1, ownershipWeight: 0, scoreWeight: 0 },
      `${seed} / ${name}`,
    );
    return new LearnerStage(name, learner, positions.learned, positions.held, settings.testPositions);
  }

  async step(): Promise<void> {
    await this.learner.update(this.learned);
  }

  report(): MetricValues {
    return this.learner.report();
  }

  /** On positions that were not learned from, and the value's error also on some that were (the paper tells both). */
  async measure(): Promise<MetricValues> {
    const { learner, testPositions } = this;
    const held = await learner.measure(this.held, testPositions);
    const { resultError } = await learner.measure(this.learned, testPositions);
    return resultError === undefined ? held : { ...held, resultErrorLearned: resultError };
  }

  save(): Record<string, StateArray> {
    return this.learner.save();
  }

  load(index: number, arrays: Readonly<Record<string, StateArray>>): void {
    this.learner.load(index, arrays);
  }

  dispose(): Promise<void> {
    return this.learner.dispose();
  }
}
