/** Trained networks that answer sequences, from files. */
import { AgonError, checkJson, parseJson } from '@agon/core';
import { decodeSafetensors, Parameters } from '@agon/engine';
import type { DataCheckpoint } from '@agon/learning';
import * as v from 'valibot';
import type { Lengths, Vocabularies } from './pairTokens.js';
import { SequenceModel, sequenceNetwork } from './sequenceModel.js';
import { seq2seqSchema } from './settings.js';
import { Vocabulary } from './vocabulary.js';

/** The key of the vocabularies in the metadata of a file of weights. */
const KEY = 'vocabularies';
const WHERE = 'the vocabularies among the weights';

const words = v.pipe(v.array(v.string()), v.minLength(3));
const length = v.pipe(v.number(), v.integer(), v.minValue(1));
const savedSchema = v.object({ source: words, target: words, longest: v.object({ source: length, target: length }) }); // prettier-ignore
const settingsSchema = v.object({ network: seq2seqSchema.entries.network });

/** As a file of weights holds it. */
export const metadataOf = ({ source, target }: Vocabularies, longest: Lengths): Record<string, string> => ({
  [KEY]: JSON.stringify({ source: source.words, target: target.words, longest }),
});

/** @throws bad-checkpoint, not-finite, unknown-net */
export function loadSequenceModel({ settings, weights }: DataCheckpoint): SequenceModel {
  const { network } = checkJson(settingsSchema, settings, 'the settings of the model');
  const text = decodeSafetensors(weights).metadata[KEY];
  if (text === undefined)
    throw new AgonError('bad-checkpoint', 'the weights do not say which words they are for.');
  const { source, target, longest } = parseJson(savedSchema, text, WHERE);
  const vocabularies = { source: new Vocabulary(source), target: new Vocabulary(target) };
  const parameters = new Parameters(sequenceNetwork(network, vocabularies, longest).parameters);
  parameters.loadSafetensors(weights);
  return new SequenceModel(network, vocabularies, longest, parameters);
}
