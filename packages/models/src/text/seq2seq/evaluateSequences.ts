/** A trained network that answers sequences, on pairs. */
import { AgonError } from '@agon/core';
import { openPairs, type Pair } from '@agon/data';
import type { DataCheckpoint, FileStore } from '@agon/learning';
import type { AnswerScore, MeasuredData, ModelScore } from '../../dataTrainer.js';
import { bleu, wrongWords } from './bleu.js';
import { dictionaryOf } from './dictionary.js';
import { loadSequenceModel } from './loadSequenceModel.js';
import { encodePairs } from './pairTokens.js';
import { wordsIn } from './vocabulary.js';

type Words = readonly string[];
const sameWords = (a: Words, b: Words): boolean =>
  a.length === b.length && a.every((word, i) => word === b[i]);

/** How near answers are to the right ones. */
export function scoreAnswers(answers: readonly Words[], right: readonly Words[]): AnswerScore {
  const wanted = right.reduce((sum, { length }) => sum + length, 0);
  return {
    exact: answers.filter((answer, i) => sameWords(answer, right[i])).length / answers.length,
    errorRate: answers.reduce((sum, answer, i) => sum + wrongWords(answer, right[i]), 0) / wanted,
    bleu: bleu(answers, right),
  };
}

/** The same for the sources of each length. */
function byLength(pairs: readonly Pair[], answers: readonly Words[], right: readonly Words[]) {
  const groups = new Map<number, number[]>();
  pairs.forEach(({ source }, i) => {
    const { length } = wordsIn(source);
    groups.set(length, [...(groups.get(length) ?? []), i]);
  });
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([length, group]) => ({
      length,
      n: group.length,
      words: group.reduce((sum, i) => sum + right[i].length, 0),
      ...scoreAnswers(group.map((i) => answers[i]), group.map((i) => right[i])), // prettier-ignore
    }));
}

/** @throws what opening the data throws; bad-option for words that it does not know; unsupported for too long ones; bad-checkpoint */
export async function evaluateSequences(
  checkpoint: DataCheckpoint,
  on: MeasuredData,
  files: FileStore,
): Promise<ModelScore> {
  const data = await openPairs(on.data, files);
  const pairs = data.splits[on.split];
  if (pairs.length === 0)
    throw new AgonError('bad-file', `split ${on.split} of ${on.data} has no pairs to answer.`);
  const learned = (await openPairs(checkpoint.data, files)).splits.train;
  const model = loadSequenceModel(checkpoint);
  try {
    const tokens = encodePairs(pairs, model.vocabularies);
    const answers = await model.answer(tokens);
    const numTokens = tokens.reduce((sum, { target }) => sum + target.length + 1, 0);
    const loss = answers.reduce((sum, { surprise }) => sum + surprise, 0) / numTokens;
    const sources = pairs.map(({ source }) => wordsIn(source));
    const right = pairs.map(({ target }) => wordsIn(target));
    // What was cut off is not what was asked for.
    const written = answers.map(({ tokens: each, isEnded }) => [...model.vocabularies.target.decode(each), ...(isEnded ? [] : ['…'])]); // prettier-ignore
    const translate = dictionaryOf(learned);
    return {
      n: pairs.length,
      loss,
      answers: {
        network: scoreAnswers(written, right),
        copy: scoreAnswers(sources, right),
        dictionary: scoreAnswers(sources.map(translate), right),
      },
      byLength: byLength(pairs, written, right),
    };
  } finally {
    await model.dispose();
  }
}
