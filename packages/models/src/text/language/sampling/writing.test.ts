/** Texts that begin anew are those of a new writer. */
import { RandomStream } from '@agon/core';
import { Characters } from '@agon/data';
import { Parameters } from '@agon/engine';
import { expect, it } from 'vitest';
import type { LanguageModel } from '../languageModel.js';
import { networkFor, NetworkModel } from '../networkModel.js';
import { NgramModel } from '../ngramModel.js';
import { readAll, writing } from './writing.js';

const text = 'to be or not to be, that is the question';
const tokeniser = Characters.of(text);

function networkModel(spec: string): NetworkModel {
  const parameters = new Parameters(networkFor(spec, 'language-model', 8, tokeniser.size).parameters);
  return new NetworkModel(spec, 8, tokeniser, parameters.initialise(new RandomStream('writing')));
}

const models: [string, () => LanguageModel][] = [
  ['counts', () => new NgramModel(3, tokeniser, tokeniser.encode(text))],
  ['an LSTM', () => networkModel('lstm:units=4,width=3')],
  ['a Transformer', () => networkModel('transformer:layers=1,width=8,heads=2')],
];

it.each(models)('%s writes the same after it has begun anew', async (_, make) => {
  const model = make();
  const [used, fresh] = [await model.writer(1), await model.writer(1)];
  const choosing = { temperature: 1, topK: 0, topP: 1 };
  const written = async (writer: typeof used): Promise<number[]> => {
    const tokens: number[] = [];
    for await (const {
      tokens: [token],
    } of writing(writer, tokeniser.encode('to b'), choosing, [new RandomStream('draws')])) {
      tokens.push(token);
      if (tokens.length === 12) return tokens;
    }
    return tokens;
  };
  await readAll(used, tokeniser.encode('question'));
  used.restart();
  expect(await written(used)).toEqual(await written(fresh));
  await Promise.all([used.dispose(), fresh.dispose(), model.dispose()]);
});
