/** A small language Transformer that learns a task of rows of tokens. B = rows, L = length. */
import { RandomStream, type Rng } from '@agon/core';
import { Parameters } from '@agon/engine';
import { makeNetwork } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { AveragedLearner } from '../../averagedLearner.js';
import { surpriseOf } from '../../text/language/networkModel.js';

/** Rows of an update. */
const ROWS = 32;
const TRAINING = { warmUp: 50, weightDecay: 0, averaging: 0, clipNorm: 1 };

/** Where nothing is asked, among the targets. */
export const NOT_ASKED = -1;

/** What a network learns: to say a token at each place where one is asked. */
export interface RowTask {
  readonly vocabulary: number;
  /** Writes a row. @param tokens [L] @param targets [L] `NOT_ASKED` or what is to be said */
  write(tokens: Int32Array, targets: Int32Array, rng: Rng): void;
}

/** How one learns. */
export interface RowPlan {
  /** A network of kind language-model. */
  readonly network: string;
  readonly length: number;
  /** Updates over which the learning rate falls to 0. */
  readonly updates: number;
  readonly learningRate: number;
  readonly seed: string;
}

export class RowLearner {
  private readonly task: RowTask;
  private readonly plan: RowPlan;
  private readonly learner: AveragedLearner;

  private constructor(task: RowTask, plan: RowPlan, learner: AveragedLearner) {
    this.task = task;
    this.plan = plan;
    this.learner = learner;
  }

  /** @throws unknown-net, bad-option, unsupported */
  static async create(task: RowTask, plan: RowPlan): Promise<RowLearner> {
    const { length, learningRate, updates } = plan;
    const network = makeNetwork(plan.network, 'language-model', { length, vocabulary: task.vocabulary });
    const weights = new Parameters(network.parameters).initialise(new RandomStream(`${plan.seed} / weights`));
    const learner = await AveragedLearner.create(
      network,
      weights,
      { ...TRAINING, learningRate, decaySteps: updates },
      {
        rows: ROWS,
        targets: { targets: { shape: [ROWS, length], dtype: 'int32' }, asked: { shape: [ROWS, length] } },
        loss: ({ logits }, { targets, asked }) =>
          tf.div(tf.sum(tf.mul(surpriseOf(logits, targets), asked)), tf.sum(asked)) as tf.Scalar,
      },
    );
    return new RowLearner(task, plan, learner);
  }

  get parameters(): Parameters {
    return this.learner.parameters;
  }

  /** So many updates. @returns the mean loss of what is asked, nats */
  async learn(count: number): Promise<number> {
    const { learner, task, plan } = this;
    const { tokens, targets, asked } = learner.inputs as { tokens: Int32Array; targets: Int32Array; asked: Float32Array }; // prettier-ignore
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const rng = new RandomStream(`${plan.seed} / update ${learner.step}`);
      for (let first = 0; first < tokens.length; first += plan.length) {
        const until = first + plan.length;
        task.write(tokens.subarray(first, until), targets.subarray(first, until), rng);
      }
      targets.forEach((target, at) => {
        asked[at] = target === NOT_ASKED ? 0 : 1;
        if (target === NOT_ASKED) targets[at] = 0;
      });
      sum += await learner.update(rng);
    }
    return sum / count;
  }

  dispose(): Promise<void> {
    return this.learner.dispose();
  }
}
