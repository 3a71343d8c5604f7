/** What the heads of a language model of one's own look at in a text. */
import { AgonError } from '@agon/core';
import { readCheckpoint, type CheckpointSource } from '@agon/learning';
import { loadLanguageModel } from '../../text/language/loadLanguageModel.js';
import { NetworkModel } from '../../text/language/networkModel.js';
import type { Heads } from '../figure.js';
import { TransformerReader } from '../transformer/transformerReader.js';
import { headsOf } from './headsOf.js';

/** A token as it can be seen. */
const visible = (token: string): string => token.replaceAll('\n', '↵').replaceAll(' ', '␣');

/**
 * @param path as runs/NAME or runs/NAME@STEP
 * @throws not-found, bad-checkpoint; unsupported where it is no language model with heads of attention; bad-option for a text that is empty,
 * or longer than it can read
 */
export async function lookInto(
  path: string,
  text: string,
  checkpoints: CheckpointSource | undefined,
): Promise<Heads> {
  const checkpoint = await readCheckpoint(path, checkpoints);
  if (checkpoint.env !== undefined || checkpoint.algorithm !== 'language-model')
    throw new AgonError('unsupported', `"${path}" is a ${checkpoint.algorithm}: name a run of \`agon train language-model\` with network=transformer.`); // prettier-ignore
  const model = loadLanguageModel(checkpoint);
  if (!(model instanceof NetworkModel))
    throw new AgonError('unsupported', `"${path}" counts, it has no heads: name one with network=transformer.`); // prettier-ignore
  const { tokeniser, spec, parameters, mostTokens = Infinity } = model;
  const tokens = tokeniser.encode(text);
  if (tokens.length === 0) throw new AgonError('bad-option', `say what "${path}" reads: set text.`);
  if (tokens.length > mostTokens)
    throw new AgonError('bad-option', `the text has ${tokens.length} tokens, and "${path}" can read ${mostTokens}: set a shorter text.`); // prettier-ignore
  const plan = { network: spec, vocabulary: tokeniser.size, length: tokens.length, rows: 1, seed: path };
  const reader = await TransformerReader.create(plan);
  try {
    reader.take(parameters);
    reader.tokens.set(tokens);
    return await headsOf(
      reader,
      Array.from(tokens, (token) => visible(tokeniser.decode([token]))),
    );
  } finally {
    await reader.dispose();
  }
}
