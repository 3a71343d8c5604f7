/** n-grams as a run: one step, which counts the text. */
import type { Json } from '@agon/core';
import type { Kept, Run, TrainEvent } from '@agon/learning';
import type { TokenisedText } from './textTokens.js';
import { metadataOf } from './loadLanguageModel.js';
import type { LanguageMetric } from './metrics.js';
import { NgramModel, ngramWeights } from './ngramModel.js';

export class CountedRun implements Run<LanguageMetric> {
  step = 0;
  readonly warnings: readonly string[];
  private readonly text: TokenisedText;
  private readonly order: number;

  constructor(text: TokenisedText, order: number) {
    this.text = text;
    this.order = order;
    this.warnings = text.data.faults;
  }

  get isDone(): boolean {
    return this.step > 0;
  }

  info(): Record<string, Json> {
    const { data, train, tokeniser } = this.text;
    return { tokens: train.length, vocabulary: tokeniser.size, licence: data.licence };
  }

  begin(resume: object | undefined): void {
    if (resume) this.step = 1;
  }

  async advance(): Promise<readonly TrainEvent<LanguageMetric>[]> {
    this.step = 1;
    return [];
  }

  async measure(): Promise<readonly TrainEvent<LanguageMetric>[]> {
    const { tokeniser, train, validation } = this.text;
    if (this.step === 0 || validation.length < 2) return [];
    const model = new NgramModel(this.order, tokeniser, train);
    const validationLoss = (await model.surprise(validation)) / (validation.length - 1);
    return [{ kind: 'metrics', step: this.step, values: { validationLoss } }];
  }

  checkpoint(): Kept {
    const { data, train, tokeniser } = this.text;
    const { spec, licence } = data;
    const about = { algorithm: 'language-model', data: spec, licence, step: `${this.step}` };
    return {
      weights: ngramWeights(train, tokeniser.size, { ...about, ...metadataOf(tokeniser) }),
      state: { json: { step: this.step }, arrays: {}, segments: {} },
    };
  }

  async close(): Promise<void> {}
}
