/** Every trainer that learns from data, by its id: a line each in the two tables. */
import { unknownName } from '@agon/core';
import type { DataTrainer } from './dataTrainer.js';
import { forecaster } from './series/forecasterTrainer.js';
import { word2vec } from './text/embeddings/word2vecTrainer.js';
import { textClassifier } from './text/classifier/textClassifierTrainer.js';
import { languageModel } from './text/language/languageTrainer.js';
import { seq2seq } from './text/seq2seq/seq2seqTrainer.js';
import { classifier } from './vision/classifierTrainer.js';

/** What can be set of each: catalogues of words say what it means. */
export type Schemas = {
  readonly classifier: (typeof classifier)['schema'];
  readonly forecaster: (typeof forecaster)['schema'];
  readonly 'language-model': (typeof languageModel)['schema'];
  readonly seq2seq: (typeof seq2seq)['schema'];
  readonly 'text-classifier': (typeof textClassifier)['schema'];
  readonly word2vec: (typeof word2vec)['schema'];
};

export const dataTrainers: Readonly<Record<string, DataTrainer>> = {
  classifier,
  forecaster,
  'language-model': languageModel,
  seq2seq,
  'text-classifier': textClassifier,
  word2vec,
} satisfies {
  [Id in keyof Schemas]: DataTrainer<string, Schemas[Id]>;
};

/** The trainer of that id. @throws unknown-algorithm with the near name */
export function dataTrainer(id: string): DataTrainer {
  if (Object.hasOwn(dataTrainers, id)) return dataTrainers[id];
  const ids = Object.keys(dataTrainers);
  throw unknownName('unknown-algorithm', 'algorithm', id, ids, `There are: ${ids.join(', ')}.`);
}
