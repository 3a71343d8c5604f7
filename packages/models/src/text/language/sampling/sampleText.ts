/** Text that a model writes: `agon sample`. */
import { AgonError, count, described, fraction, number, parseSettings, RandomStream } from '@agon/core';
import type { DataCheckpoint } from '@agon/learning';
import * as v from 'valibot';
import type { Sample, SampleOptions } from '../../../dataTrainer.js';
import type { LanguageModel, TextWriter } from '../languageModel.js';
import { loadLanguageModel } from '../loadLanguageModel.js';
import { beamSearch } from './beamSearch.js';
import { choose } from './choose.js';

export const textSamplingSchema = v.strictObject({
  tokens: v.optional(described(count(1, 1_000_000), 'tokens to write'), 300),
  temperature: v.optional(
    described(number(0, 100), 'below 1 more of what is likely; 0: always the likeliest'),
    1,
  ),
  topK: v.optional(described(count(0, 1_000_000), 'only so many of the likeliest tokens; 0: all'), 0),
  topP: v.optional(
    described(fraction, 'only the fewest tokens that make up this share of all chances; 1: all'),
    1,
  ),
  beams: v.optional(
    described(count(1, 1000), 'the likeliest text, with so many followed side by side; 1: one is drawn'),
    1,
  ),
});

/** Texts that are written side by side at most. */
const MOST_TOGETHER = 64;

/** What a text begins with where nothing is said. */
const BEGINNING = '\n';

/** Tokens of a prompt. @throws bad-option for a symbol that the model does not know, and where the text would be longer than it can read */
function promptTokens(
  { tokeniser, mostTokens }: LanguageModel,
  prompt: string | undefined,
  tokens: number,
): Int32Array {
  let read: Int32Array;
  if (prompt !== undefined && prompt !== '') read = tokeniser.encode(prompt);
  else {
    try {
      read = tokeniser.encode(BEGINNING);
    } catch {
      read = new Int32Array(0);
    }
  }
  const begun = read.length > 0 ? read : Int32Array.of(0);
  if (mostTokens !== undefined && begun.length + tokens > mostTokens) {
    throw new AgonError(
      'bad-option',
      `the model has positions for ${mostTokens} tokens; the prompt has ${begun.length}, and ${tokens} more are asked for: set tokens=${Math.max(1, mostTokens - begun.length)} or a shorter prompt.`,
    );
  }
  return begun;
}

/** @throws bad-option, bad-checkpoint, not-finite, unknown-net */
export async function sampleText(checkpoint: DataCheckpoint, options: SampleOptions): Promise<Sample> {
  const settings = parseSettings(textSamplingSchema, options.settings, 'sampling');
  const { tokens, beams } = settings;
  const model = loadLanguageModel(checkpoint);
  const { tokeniser } = model;
  const prompt = promptTokens(model, options.prompt, tokens);
  const texts: string[] = [];
  try {
    while (texts.length < options.count) {
      const rows = beams > 1 ? beams : Math.min(MOST_TOGETHER, options.count - texts.length);
      const writer = await model.writer(rows);
      try {
        const written =
          beams > 1
            ? [(await beamSearch(writer, beams, prompt, tokens, tokeniser.size)).tokens]
            : await drawn(
                writer,
                prompt,
                settings,
                Array.from(
                  { length: rows },
                  (_, i) => new RandomStream(`sample ${options.seed} / ${texts.length + i}`),
                ),
              );
        texts.push(...written.map((each) => (options.prompt ?? '') + tokeniser.decode(each)));
      } finally {
        await writer.dispose();
      }
    }
  } finally {
    await model.dispose();
  }
  return { kind: 'text', texts };
}

/** Texts side by side, token by token: one for each generator. */
async function drawn(
  writer: TextWriter,
  prompt: Int32Array,
  settings: v.InferOutput<typeof textSamplingSchema>,
  generators: readonly RandomStream[],
): Promise<number[][]> {
  const written = generators.map((): number[] => []);
  let logits = new Float32Array();
  const read = async (tokens: ArrayLike<number>): Promise<void> => {
    logits = (await writer.read(tokens)) as Float32Array<ArrayBuffer>;
  };
  for (const token of prompt) await read(generators.map(() => token));
  const size = logits.length / generators.length;
  for (let count = 1; count <= settings.tokens; count++) {
    const next = generators.map((rng, row) =>
      choose(logits.subarray(row * size, (row + 1) * size), settings, rng),
    );
    next.forEach((token, row) => written[row].push(token));
    if (count < settings.tokens) await read(next);
  }
  return written;
}
