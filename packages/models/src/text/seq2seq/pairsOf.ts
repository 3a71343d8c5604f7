/** What a network learns to answer from: pairs as tokens, by a vocabulary of their own. */
import { AgonError } from '@agon/core';
import type { PairDataset } from '@agon/data';
import {
  bucketsOf,
  encodePairs,
  type Bucket,
  type Lengths,
  type TokenPair,
  type Vocabularies,
} from './pairTokens.js';
import type { Seq2seqSettings } from './settings.js';
import { Vocabulary, wordsIn } from './vocabulary.js';

/** What is learned from and measured on. */
export interface Pairs {
  readonly data: PairDataset;
  readonly vocabularies: Vocabularies;
  readonly train: readonly TokenPair[];
  readonly validation: readonly TokenPair[];
  readonly buckets: readonly Bucket[];
  readonly longest: Lengths;
}

/** Validation pairs with words that are in none of the pairs to learn from cannot be answered, and are not measured. @throws bad-file */
export function pairsOf(
  data: PairDataset,
  { leastCount, buckets: count }: Pick<Seq2seqSettings, 'leastCount' | 'buckets'>,
): Pairs {
  const { train: learned, validation } = data.splits;
  if (learned.length === 0) throw new AgonError('bad-file', `${data.spec} has no pairs to learn from.`);
  const vocabularies = {
    source: Vocabulary.of(learned.map(({ source }) => source), leastCount), // prettier-ignore
    target: Vocabulary.of(learned.map(({ target }) => target), leastCount), // prettier-ignore
  };
  const tokens = encodePairs(learned, vocabularies);
  const buckets = bucketsOf(tokens, count);
  const known = validation.filter(
    ({ source, target }) =>
      wordsIn(source).every((word) => vocabularies.source.has(word)) &&
      wordsIn(target).every((word) => vocabularies.target.has(word)),
  );
  const most = (side: 'source' | 'target'): number =>
    buckets.reduce((longest, { lengths }) => Math.max(longest, lengths[side]), 0);
  return {
    data,
    vocabularies,
    train: tokens,
    validation: encodePairs(known, vocabularies),
    buckets,
    longest: { source: most('source'), target: most('target') },
  };
}
