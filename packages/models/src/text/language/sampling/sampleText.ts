/** Text that a model writes: `agon sample`. */
import { count, described, fraction, number, parseSettings, RandomStream } from '@agon/core';
import type { DataCheckpoint } from '@agon/learning';
import * as v from 'valibot';
import type { Sample, SampleOptions } from '../../../dataTrainer.js';
import type { TextWriter } from '../languageModel.js';
import { loadLanguageModel } from '../loadLanguageModel.js';
import { beamSearch } from './beamSearch.js';
import { promptTokens } from './promptTokens.js';
import { writing } from './writing.js';

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

/** @throws bad-option, bad-checkpoint, not-finite, unknown-net */
export async function sampleText(checkpoint: DataCheckpoint, options: SampleOptions): Promise<Sample> {
  const settings = parseSettings(textSamplingSchema, options.settings, 'sampling');
  const { tokens, beams } = settings;
  const model = loadLanguageModel(checkpoint);
  const { tokeniser } = model;
  const prompt = promptTokens(model, options.prompt, tokens);
  const rows = beams > 1 ? beams : Math.min(MOST_TOGETHER, options.count);
  const texts: string[] = [];
  try {
    const writer = await model.writer(rows);
    try {
      while (texts.length < options.count) {
        writer.restart();
        const generators = Array.from({ length: rows }, (_, i) => new RandomStream(`sample ${options.seed} / ${texts.length + i}`)); // prettier-ignore
        const written =
          beams > 1
            ? [(await beamSearch(writer, beams, prompt, tokens, tokeniser.size)).tokens]
            : await drawn(writer, prompt, settings, generators);
        texts.push(...written.map((each) => (options.prompt ?? '') + tokeniser.decode(each)));
      }
    } finally {
      await writer.dispose();
    }
  } finally {
    await model.dispose();
  }
  return { kind: 'text', texts: texts.slice(0, options.count) };
}

/** So many tokens of some texts: one for each generator. */
async function drawn(
  writer: TextWriter,
  prompt: Int32Array,
  settings: v.InferOutput<typeof textSamplingSchema>,
  generators: readonly RandomStream[],
): Promise<number[][]> {
  const written = generators.map((): number[] => []);
  for await (const { tokens } of writing(writer, prompt, settings, generators)) {
    tokens.forEach((token, row) => written[row].push(token));
    if (written[0].length === settings.tokens) break;
  }
  return written;
}
