/** A trained language model on a text. */
import { AgonError } from '@agon/core';
import { openText } from '@agon/data';
import type { DataCheckpoint, FileStore } from '@agon/learning';
import type { MeasuredData, ModelScore } from '../../dataTrainer.js';
import { loadLanguageModel } from './loadLanguageModel.js';

/** @throws what opening the data throws; bad-option for symbols that it does not know; bad-checkpoint */
export async function evaluateLanguage(
  checkpoint: DataCheckpoint,
  on: MeasuredData,
  files: FileStore,
): Promise<ModelScore> {
  const text = (await openText(on.data, files)).splits[on.split];
  const model = loadLanguageModel(checkpoint);
  try {
    const tokens = model.tokeniser.encode(text);
    if (tokens.length < 2)
      throw new AgonError('bad-file', `split ${on.split} of ${on.data} has nothing to predict.`);
    const n = tokens.length - 1;
    const surprise = await model.surprise(tokens);
    const loss = surprise / n;
    const characters = [...text].length - 1;
    return { n, loss, perplexity: Math.exp(loss), lossPerCharacter: surprise / characters };
  } finally {
    await model.dispose();
  }
}
