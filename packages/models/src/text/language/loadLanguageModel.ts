/** Trained language models from files. */
import { AgonError, checkJson, parseJson } from '@agon/core';
import { loadTokeniser, type Tokeniser } from '@agon/data';
import { decodeSafetensors, Parameters } from '@agon/engine';
import type { DataCheckpoint } from '@agon/learning';
import * as v from 'valibot';
import type { LanguageModel } from './languageModel.js';
import { networkFor, NetworkModel } from './networkModel.js';
import { isNgram, NgramModel, orderOf, readNgramText } from './ngramModel.js';
import { languageSchema } from './settings.js';

/** The key of the tokeniser in the metadata of a file of weights. */
const KEY = 'tokeniser';

/** As a file of weights holds it. */
export const metadataOf = (tokeniser: Tokeniser): Record<string, string> => ({
  [KEY]: JSON.stringify(tokeniser.save()),
});

/** All that is needed of the settings. */
const settingsSchema = v.object({
  network: languageSchema.entries.network,
  length: languageSchema.entries.length,
});

/** @throws bad-checkpoint, not-finite, unknown-net */
export function loadLanguageModel({ settings, weights }: DataCheckpoint): LanguageModel {
  const { network, length } = checkJson(settingsSchema, settings, 'the settings of the model');
  const text = decodeSafetensors(weights).metadata[KEY];
  if (text === undefined)
    throw new AgonError('bad-checkpoint', 'the weights do not say which tokens they are for.');
  const where = 'the tokeniser among the weights';
  const tokeniser = loadTokeniser(parseJson(v.unknown(), text, where), where);
  if (isNgram(network))
    return new NgramModel(orderOf(network), tokeniser, readNgramText(weights, tokeniser.size));
  const parameters = new Parameters(networkFor(network, 'language-model', length, tokeniser.size).parameters);
  parameters.loadSafetensors(weights);
  return new NetworkModel(network, length, tokeniser, parameters);
}
