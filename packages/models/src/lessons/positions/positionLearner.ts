/** A Transformer with one kind of positions: learns rows up to one length, answers longer ones. */
import { RandomStream } from '@agon/core';
import type { Parameters } from '@agon/engine';
import { RowLearner } from '../transformer/rowLearner.js';
import { TransformerReader } from '../transformer/transformerReader.js';
import { TASKS, taskUpTo, VOCABULARY, type TaskName } from './tasks.js';

/** Rows by which a size is measured. */
const ROWS = 64;

/** How one learns. */
export interface PositionPlan {
  /** A network of kind language-model. */
  readonly network: string;
  readonly task: TaskName;
  /** The largest size that is learned, and the largest that is asked. */
  readonly longest: number;
  readonly asked: number;
  readonly updates: number;
  readonly learningRate: number;
  readonly seed: string;
}

export class PositionLearner {
  private readonly plan: PositionPlan;
  private readonly learner: RowLearner;
  private readonly reader: TransformerReader;

  private constructor(plan: PositionPlan, learner: RowLearner, reader: TransformerReader) {
    this.plan = plan;
    this.learner = learner;
    this.reader = reader;
  }

  /** @throws unknown-net, bad-option, unsupported */
  static async create(plan: PositionPlan): Promise<PositionLearner> {
    const { network, task, longest, asked } = plan;
    const { lengthOf } = TASKS[task];
    const learner = await RowLearner.create(taskUpTo(task, longest), { ...plan, length: lengthOf(longest) });
    const reader = await TransformerReader.create({
      ...{ network, vocabulary: VOCABULARY, seed: plan.seed },
      ...{ length: lengthOf(asked), rows: ROWS },
    });
    return new PositionLearner(plan, learner, reader);
  }

  get parameters(): Parameters {
    return this.learner.parameters;
  }

  /** So many updates. @returns the mean loss, nats */
  learn(updates: number): Promise<number> {
    return this.learner.learn(updates);
  }

  /** The share of right answers of one size. */
  async accuracy(size: number): Promise<number> {
    const { reader, plan } = this;
    const task = TASKS[plan.task];
    const length = reader.tokens.length / ROWS;
    const rng = new RandomStream(`${plan.seed} / asked ${size}`);
    const targets = new Int32Array(reader.tokens.length);
    for (let row = 0; row < ROWS; row++) {
      const [first, until] = [row * length, (row + 1) * length];
      task.write(size, reader.tokens.subarray(first, until), targets.subarray(first, until), rng);
    }
    reader.take(this.learner.parameters);
    const answers = await reader.say();
    const [from, until] = task.measured(size);
    let right = 0;
    for (let row = 0; row < ROWS; row++)
      for (let at = row * length + from; at < row * length + until; at++)
        if (answers[at] === targets[at]) right++;
    return right / (ROWS * (until - from));
  }

  /**
   * Where the head looks that looks back most at one distance: its mean attention by distance, of the rows that were asked last.
   * @param until places that count
   */
  async looksBack(until: number): Promise<number[]> {
    const { looking, tokens } = this.reader;
    const { attention } = await this.reader.look();
    const length = tokens.length / ROWS;
    const perRow = looking.layers * looking.heads;
    const found = Array.from({ length: perRow }, (_, head) => {
      const sums = Array.from({ length: until }, () => 0);
      for (let row = 0; row < ROWS; row++)
        for (let i = 0; i < until; i++)
          for (let j = 0; j <= i; j++)
            sums[i - j] += attention[((row * perRow + head) * length + i) * length + j];
      return sums.map((sum, distance) => sum / (ROWS * (until - distance)));
    });
    const peak = (looks: number[]): number => Math.max(...looks.slice(1, until >> 1));
    return found.reduce((best, each) => (peak(each) > peak(best) ? each : best));
  }

  async dispose(): Promise<void> {
    await this.learner.dispose();
    await this.reader.dispose();
  }
}
