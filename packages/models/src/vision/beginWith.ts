/** Transfer: a network that begins with the layers of a trained one that fit (Yosinski et al. 2014), and sees pictures otherwise. */
import { AgonError } from '@agon/core';
import { decodeWeights, type Parameters } from '@agon/engine';
import { hasPreprocessing, readPreprocessing, type Preprocessing } from './classifier/preprocessing.js';

const sizes = (shape: readonly number[]): string => shape.join('×') || 'one number';

/**
 * Gives parameters the values of those in a file of weights that have the same name and shape; the others stay as they are. A classifier's
 * first layer takes its preprocessing in: it then says the same of pictures in [0, 1] as it did of normalised ones (but where a picture
 * is padded with zeros).
 * @param path what the file is called
 * @returns sentences: what was taken, and what was not
 * @throws bad-checkpoint where nothing fits, or the first layer has another shape; not-finite
 */
export function beginWith(parameters: Parameters, weights: Uint8Array, path: string): string[] {
  const { tensors } = decodeWeights(weights);
  const { specs } = parameters;
  const there = specs.filter(({ name }) => Object.hasOwn(tensors, name));
  const taken = there.filter(({ name, shape }) => String(tensors[name].shape) === String(shape));
  const others = there
    .filter((spec) => !taken.includes(spec))
    .map(({ name, shape }) => `"${name}" is ${sizes(tensors[name].shape)} there and ${sizes(shape)} here`);
  if (taken.length === 0) {
    const why = others.length > 0 ? others.join(', ') : `it has ${Object.keys(tensors).join(', ')}`;
    throw new AgonError('bad-checkpoint', `"${path}" has no layer that fits this network: ${why}.`);
  }
  if (there[0] === specs[0] && taken[0] !== specs[0]) {
    throw new AgonError(
      'bad-checkpoint',
      `the first layer of "${path}" does not fit: ${others[0]}. The later ones know what to do with its results alone; begin with a network of the same width that saw pictures with as many colours and frames.`,
    );
  }
  for (const { name } of taken) parameters.view(name).set(tensors[name].data);
  if (taken[0] === specs[0] && hasPreprocessing(weights)) takeIn(parameters, readPreprocessing(weights));
  const anew = specs.filter((spec) => !there.includes(spec)).map(({ name }) => name);
  const left = Object.keys(tensors).filter((name) => !there.some((spec) => spec.name === name));
  return [
    `begins with ${taken.length} of ${Object.keys(tensors).length} tensors of "${path}": ${taken.map(({ name }) => name).join(', ')}.`,
    ...(others.length > 0 ? [`not taken from there, since shapes differ: ${others.join(', ')}.`] : []),
    ...(left.length > 0 ? [`not taken from there, since this network has none: ${left.join(', ')}.`] : []),
    ...(anew.length > 0 ? [`begun anew: ${anew.join(', ')}.`] : []),
  ];
}

/** W (x − mean) / deviation + b = W′ x + b′, in the first layer; its inputs are places by channels, channels last. */
function takeIn(parameters: Parameters, { mean, deviation }: Preprocessing): void {
  const [{ name, shape }] = parameters.specs;
  const bias = parameters.specs.find(
    (spec) => spec.name === name.replace(/weight$/, 'bias') && spec.name !== name,
  );
  const weight = parameters.view(name);
  const shift = bias && parameters.view(bias.name);
  const units = shape[shape.length - 1];
  for (let i = 0; i < weight.length; i++) {
    const channel = Math.floor(i / units) % mean.length;
    weight[i] /= deviation[channel];
    if (shift) shift[i % units] -= weight[i] * mean[channel];
  }
}
