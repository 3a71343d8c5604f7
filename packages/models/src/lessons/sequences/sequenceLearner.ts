/** A network of a lesson that learns to answer sequences, by the code of `agon train seq2seq`. */
import { parseSettings } from '@agon/core';
import type { Pair, PairDataset } from '@agon/data';
import { alignWords, type AlignedAnswer } from '../../text/seq2seq/answerPrompt.js';
import { pairsOf } from '../../text/seq2seq/pairsOf.js';
import { encodePairs } from '../../text/seq2seq/pairTokens.js';
import { sequenceNetwork } from '../../text/seq2seq/sequenceModel.js';
import { SequenceRun } from '../../text/seq2seq/sequenceRun.js';
import { seq2seqSchema } from '../../text/seq2seq/settings.js';
import { wordsIn } from '../../text/seq2seq/vocabulary.js';

/** A pair as it was answered. */
export interface Answered {
  readonly pair: Pair;
  readonly answer: string;
  readonly isRight: boolean;
}

/** The share of right answers; 0 of none. */
export const shareRight = (answered: readonly Answered[]): number =>
  answered.length === 0 ? 0 : answered.filter(({ isRight }) => isRight).length / answered.length;

/** The share of right answers by a number of each, the smallest first. */
export function sharesBy(
  answered: readonly Answered[],
  numberOf: (answered: Answered) => number,
): [number, number][] {
  const groups = new Map<number, Answered[]>();
  for (const each of answered) {
    const number = numberOf(each);
    groups.set(number, [...(groups.get(number) ?? []), each]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([number, own]) => [number, shareRight(own)]);
}

export class SequenceLearner {
  private readonly run: SequenceRun;

  private constructor(run: SequenceRun) {
    this.run = run;
  }

  /**
   * @param settings those of `agon train seq2seq`
   * @throws bad-option, unknown-net, unsupported
   */
  static async create(
    data: PairDataset,
    given: Readonly<Record<string, unknown>>,
    steps: number,
    seed: string,
  ): Promise<SequenceLearner> {
    const settings = parseSettings(seq2seqSchema, given, 'the training of a lesson');
    const pairs = pairsOf(data, settings);
    const networks = pairs.buckets.map(({ lengths }) =>
      sequenceNetwork(settings.network, pairs.vocabularies, lengths),
    );
    const run = await SequenceRun.open(pairs, networks, settings, { seed, steps });
    run.begin(undefined);
    return new SequenceLearner(run);
  }

  /** @returns the mean loss of a word, nats */
  async learn(updates: number): Promise<number> {
    for (let i = 0; i < updates; i++) await this.run.advance();
    await this.run.model.refresh();
    return this.run.metrics().loss ?? 0;
  }

  /** Answers pairs whose words are known. */
  async answer(pairs: readonly Pair[]): Promise<Answered[]> {
    const { model } = this.run;
    const answers = await model.answer(encodePairs(pairs, model.vocabularies));
    return pairs.map((pair, i) => {
      const answer = model.vocabularies.target.decode(answers[i].tokens).join(' ');
      return { pair, answer, isRight: answers[i].isEnded && answer === pair.target };
    });
  }

  /** Where the network looks while it writes its own answer. */
  align(source: string): Promise<AlignedAnswer> {
    return alignWords(this.run.model, wordsIn(source));
  }

  dispose(): Promise<void> {
    return this.run.close();
  }
}
