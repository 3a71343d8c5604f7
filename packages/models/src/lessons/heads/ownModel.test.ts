/** Looking into a language model of one's own. */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import type { CheckpointSource, DataCheckpoint } from '@agon/learning';
import { batchOf } from '@agon/nets';
import { expect, it } from 'vitest';
import { metadataOf } from '../../text/language/loadLanguageModel.js';
import { networkFor } from '../../text/language/networkModel.js';
import { tokeniserFor } from '../../text/language/textTokens.js';
import { lookInto } from './ownModel.js';

const LENGTH = 8;
const tokeniser = tokeniserFor('a b\nc', { tokens: 'characters', vocabulary: 0 });

function saved(network: string): { parameters: Parameters; source: CheckpointSource } {
  const { parameters: specs } = networkFor(network, 'language-model', LENGTH, tokeniser.size);
  const parameters = new Parameters(specs).initialise(new RandomStream('weights'));
  const checkpoint: DataCheckpoint = {
    algorithm: 'language-model',
    settings: { network, length: LENGTH },
    step: 1,
    weights: parameters.toSafetensors(metadataOf(tokeniser)),
    data: 'shakespeare',
  };
  return { parameters, source: () => Promise.resolve(checkpoint) };
}

it('shows what its network looks at, in shorter texts than it learned from too', async () => {
  const network = 'transformer:layers=2,width=8,heads=2,positions=learned';
  const { parameters, source } = saved(network);
  const text = 'b a\nc';
  const looks = await lookInto('runs/own', text, source);
  expect(looks).toMatchObject({ tokens: ['b', '␣', 'a', '↵', 'c'], layers: 2, heads: 2 });
  const whole = networkFor(network, 'language-model', LENGTH, tokeniser.size);
  const program = await compile(whole.looking!.apply, { inputs: batchOf(whole, 1), parameters });
  program.inputs.tokens.set(tokeniser.encode(text));
  await program.run();
  // What follows is not seen: the whole has the same shares among the first tokens.
  const { length } = looks.tokens;
  for (let head = 0; head < 4; head++)
    for (let i = 0; i < length; i++)
      for (let j = 0; j < length; j++)
        expect(looks.attention[(head * length + i) * length + j]).toBeCloseTo(Number(program.outputs.attention[(head * LENGTH + i) * LENGTH + j]), 5); // prettier-ignore
  await program.dispose();
  await expect(lookInto('runs/own', 'abcabcabc', source)).rejects.toThrow(
    '9 tokens, and "runs/own" can read 8',
  );
  await expect(lookInto('runs/own', '', source)).rejects.toThrow('set text');
});

it('says what has no heads', async () => {
  await expect(lookInto('runs/own', 'a', saved('lstm:units=4,width=3').source)).rejects.toThrow(
    'no heads of attention',
  );
});
