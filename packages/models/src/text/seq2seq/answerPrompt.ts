/** What a trained network answers: `agon sample`, and where it looks while it does. */
import { AgonError } from '@agon/core';
import { wordsOf } from '@agon/data';
import type { DataCheckpoint } from '@agon/learning';
import type { Sample, SampleOptions } from '../../dataTrainer.js';
import { loadSequenceModel } from './loadSequenceModel.js';
import type { SequenceModel } from './sequenceModel.js';
import type { Vocabulary } from './vocabulary.js';

/** The words of a prompt: as they stand, as words and marks, or letter by letter, whichever are known. @throws bad-option for an unknown word */
export function readPrompt(prompt: string, vocabulary: Vocabulary): string[] {
  const asTheyStand = prompt.trim().split(/\s+/).filter(Boolean);
  if (asTheyStand.length === 0)
    throw new AgonError('bad-option', 'there is nothing to answer: give some words, --prompt "jump twice".');
  const small = wordsOf(prompt.toLowerCase());
  const letters = [...small.join('')];
  if (vocabulary.hasUnknown) return small;
  const known = [asTheyStand, small, letters].find((words) => words.every((word) => vocabulary.has(word)));
  return known ?? asTheyStand;
}

/** The answer to each line of the prompt; the likeliest, word by word. @throws bad-option, bad-checkpoint, not-finite, unsupported */
export async function answerPrompt(checkpoint: DataCheckpoint, options: SampleOptions): Promise<Sample> {
  const [setting] = Object.keys(options.settings);
  if (setting !== undefined)
    throw new AgonError('bad-option', `a seq2seq answers by the likeliest words: leave --set ${setting}=… out.`); // prettier-ignore
  const lines = (options.prompt ?? '').split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new AgonError('bad-option', 'say what is to be answered: --prompt "jump twice".'); // prettier-ignore
  const model = loadSequenceModel(checkpoint);
  try {
    const { source, target } = model.vocabularies;
    const texts: string[] = [];
    for (const line of lines) {
      const { tokens } = await model.answerOne(source.encode(readPrompt(line, source)));
      texts.push(target.decode(tokens).join(' '));
    }
    return { kind: 'text', texts };
  } finally {
    await model.dispose();
  }
}

/** An answer, and how far each of its words looks at each of the source. */
export interface AlignedAnswer {
  readonly source: readonly string[];
  /** The last one is the end. */
  readonly target: readonly string[];
  /** [target, source], rows sum to 1; undefined for a network without attention. */
  readonly weights: Float32Array | undefined;
}

/** Answers words that are known, and tells where the network looked. */
export async function alignWords(model: SequenceModel, words: readonly string[]): Promise<AlignedAnswer> {
  const { source, target } = model.vocabularies;
  const read = source.encode(words);
  const { tokens } = await model.answerOne(read);
  const weights = await model.alignment({ source: read, target: tokens });
  return { source: words, target: [...target.decode(tokens), '<end>'], weights };
}

/** Answers one prompt and tells where the network looked. @throws as `answerPrompt` */
export async function alignPrompt(checkpoint: DataCheckpoint, prompt: string): Promise<AlignedAnswer> {
  const model = loadSequenceModel(checkpoint);
  try {
    return await alignWords(model, readPrompt(prompt, model.vocabularies.source));
  } finally {
    await model.dispose();
  }
}
