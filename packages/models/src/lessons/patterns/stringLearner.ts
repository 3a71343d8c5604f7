/** A network that learns from strings of symbols by the code of `agon train text-classifier`, and is asked about longer ones. */
import { parseSettings } from '@agon/core';
import type { LabelledSplit, LabelledTextDataset } from '@agon/data';
import { Reading } from '../../text/classifier/reading.js';
import { textClassifierSchema } from '../../text/classifier/settings.js';
import { TextClassifierModel } from '../../text/classifier/textClassifierModel.js';
import { TextClassifierRun } from '../../text/classifier/textClassifierRun.js';

/** How a network learns. */
export interface StringPlan {
  /** A network of kind text-classifier. */
  readonly network: string;
  readonly learningRate: number;
  readonly updates: number;
  readonly seed: number;
  /** Symbols of the longest string to learn from. */
  readonly length: number;
  /** Symbols of the longest string that is asked about. */
  readonly longest: number;
}

/** More symbols, or words, than any task has. */
const VOCABULARY = 1000;

export class StringLearner {
  private readonly run: TextClassifierRun;
  private readonly model: TextClassifierModel;

  private constructor(run: TextClassifierRun, model: TextClassifierModel) {
    this.run = run;
    this.model = model;
  }

  /** @throws unknown-net, bad-option, unsupported */
  static async create(data: LabelledTextDataset, plan: StringPlan): Promise<StringLearner> {
    const { network: spec, learningRate, updates, seed, length: places, longest } = plan;
    const settings = parseSettings(
      textClassifierSchema,
      { network: spec, length: longest, learningRate },
      'the training of a lesson',
    );
    const reading = Reading.of(data.splits.train.texts, {
      vocabulary: VOCABULARY,
      length: longest,
      classes: data.classes,
    });
    const network = reading.network(spec, places);
    const run = await TextClassifierRun.open({ data, reading, places, network, settings, seed, steps: updates }); // prettier-ignore
    run.begin(undefined);
    const wide = reading.network(spec, longest);
    return new StringLearner(run, await TextClassifierModel.over(wide, reading, longest, run.average));
  }

  /** So many updates. */
  async learn(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.run.advance();
    await this.model.refresh();
  }

  /** The share of right answers. */
  async accuracy(split: LabelledSplit): Promise<number> {
    return (await this.model.measure(split)).accuracy ?? 0;
  }

  async dispose(): Promise<void> {
    await this.run.close();
    await this.model.dispose();
  }
}
