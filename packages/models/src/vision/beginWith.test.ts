/** Networks that begin with a classifier's layers. */
import { RandomStream } from '@agon/core';
import { compile, encodeSafetensors, Parameters } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import { beginWith } from './beginWith.js';
import { inputOf, networkFor } from './classifier/classifierNetwork.js';
import { metadataOf, type Preprocessing } from './classifier/preprocessing.js';

const seen: Preprocessing = {
  shape: [6, 6, 3],
  classes: ['a', 'b', 'c'],
  mean: [0.1, 0.5, 0.7],
  deviation: [0.2, 0.4, 1.5],
};

function classifierOf(spec: string, preprocessing = seen) {
  const network = networkFor(spec, preprocessing);
  const parameters = new Parameters(network.parameters).initialise(new RandomStream('weights'));
  for (const { name } of network.parameters)
    if (name.endsWith('.bias')) parameters.view(name).forEach((_, i, all) => (all[i] = 0.1 * i));
  return { network, parameters, weights: parameters.toSafetensors(metadataOf(preprocessing)) };
}

const fresh = (spec: string, shape: readonly [number, number, number] = seen.shape) =>
  new Parameters(networkFor(spec, { ...seen, shape }).parameters).initialise(new RandomStream('anew'));

describe('a network that begins with a classifier', () => {
  it.each(['mlp:hidden=5', 'convnet:filters=4/5,padding=valid,pool=none,hidden=6', 'softmax'])(
    'says of pictures what the classifier says of normalised ones: %s',
    async (spec) => {
      const { network, parameters, weights } = classifierOf(spec);
      const taken = fresh(spec);
      beginWith(taken, weights, 'runs/eyes');
      const inputs = { pictures: { shape: [4, ...seen.shape] } };
      const [before, now] = await Promise.all([
        compile(({ pictures }, values) => network.apply(inputOf(pictures, seen), values), {
          inputs,
          parameters,
        }),
        compile(({ pictures }, values) => network.apply({ input: pictures }, values), {
          inputs,
          parameters: taken,
        }),
      ]);
      const rng = new RandomStream('pictures');
      for (let i = 0; i < now.inputs.pictures.length; i++)
        now.inputs.pictures[i] = before.inputs.pictures[i] = rng.uniform();
      await before.run();
      await now.run();
      [...now.outputs.logits].forEach((value, i) => expect(value).toBeCloseTo(before.outputs.logits[i], 4));
      await before.dispose();
      await now.dispose();
    },
  );

  it('takes what fits, and says what it took and what it did not', () => {
    const { weights } = classifierOf('convnet:filters=4/5,hidden=6');
    const taken = fresh('convnet:filters=4/5,hidden=7');
    const anew = [...taken.view('hidden.weight')];
    const said = beginWith(taken, weights, 'runs/eyes').join('\n');
    expect(said).toMatch(
      /begins with 5 of 8 tensors of "runs\/eyes": conv0.weight, conv0.bias, conv1.weight/,
    );
    expect(said).toMatch(/shapes differ: .*"hidden.weight" is \d+×6 there and \d+×7 here/);
    expect([...taken.view('hidden.weight')]).toEqual(anew);
  });

  it('names what only one of the two has', () => {
    const { weights } = classifierOf('convnet:filters=4/5,hidden=0');
    const said = beginWith(fresh('convnet:filters=4,hidden=0'), weights, 'runs/eyes').join('\n');
    expect(said).toMatch(/this network has none: conv1.weight, conv1.bias/);
    const { weights: small } = classifierOf('convnet:filters=4,hidden=0');
    expect(beginWith(fresh('convnet:filters=4/5,hidden=0'), small, 'runs/eyes').join('\n')).toMatch(
      /begun anew: conv1.weight, conv1.bias/,
    );
  });

  it('is refused a first layer of another shape, in words', () => {
    const { weights } = classifierOf('convnet:filters=4/5');
    expect(() => beginWith(fresh('convnet:filters=4/5', [6, 6, 4]), weights, 'runs/eyes')).toThrow(
      /first layer of "runs\/eyes" does not fit: "conv0.weight" is 3×3×3×4 there and 3×3×4×4 here.*as many colours/,
    );
  });

  it('is refused where nothing fits, with what there is', () => {
    const weights = encodeSafetensors({ other: { shape: [1], data: Float32Array.of(1) } });
    expect(() => beginWith(fresh('softmax'), weights, 'runs/eyes')).toThrow(
      /no layer that fits .* it has other/,
    );
  });
});
