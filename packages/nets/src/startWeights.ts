/** Beginning with the weights of a trained network, the same or a smaller one. */
import { AgonError, parseSettings, parseSpec } from '@agon/core';
import { Parameters } from '@agon/engine';
import { residualTowerSchema } from './board/residualTower.js';
import type { Sizes } from './kind.js';
import type { policyValue } from './kinds.js';
import { makeNetwork } from './registry.js';

/** A trained network: its spec, and its weights as safetensors bytes. */
export interface TrainedNetwork {
  network: string;
  weights: Uint8Array;
}

/** A network that is to begin with other weights. */
export interface BeginningNetwork {
  network: string;
  sizes: Sizes<typeof policyValue>;
  /** With their initial values. */
  parameters: Parameters;
}

/**
 * Gives a policy-value network the weights of a trained one. A residual tower may have more blocks or channels than the trained one: it
 * then computes the same function (Net2Net, Chen et al. 2016, in a form for our tower). A new block begins as the identity (its last
 * convolution is 0); what a new channel holds is as drawn, and nothing that was there before reads it: those weights are 0.
 * @throws bad-option where the networks differ in more than that; bad-checkpoint for weights that are not of their spec
 */
export function startFrom({ network, sizes, parameters }: BeginningNetwork, trained: TrainedNetwork): void {
  const grows = growsFrom(network, trained.network);
  const { parameters: specs } = makeNetwork(trained.network, 'policy-value', sizes);
  const before = new Parameters(specs);
  before.loadSafetensors(trained.weights);
  if (grows) growInto(parameters, before);
  else if (parameters.isLaidOutLike(before)) parameters.copyFrom(before);
  else throw refusal(network, trained.network, 'their options differ');
}

const refusal = (network: string, from: string, why: string): AgonError =>
  new AgonError(
    'bad-option',
    `the network "${network}" cannot begin with the weights of "${from}": ${why}. It must be the same network, or a residual-tower with more blocks or channels.`,
  );

/** Whether `spec` is a tower with more blocks or channels than `from`; false where they are the same. */
function growsFrom(spec: string, from: string): boolean {
  const [small, large] = [from, spec].map(parseSpec);
  const refuse = (why: string): AgonError => refusal(spec, from, why);
  if (small.id !== large.id) throw refuse('they are of different kinds');
  if (large.id !== 'residual-tower') return false;
  const [before, now] = [small, large].map(({ options }) =>
    parseSettings(residualTowerSchema, options, 'network "residual-tower"'),
  );
  if (now.blocks < before.blocks || now.channels < before.channels) throw refuse('it is smaller');
  const { blocks, channels } = before;
  if (JSON.stringify({ ...now, blocks, channels }) !== JSON.stringify(before))
    throw refuse('other options than blocks and channels differ');
  return now.blocks > blocks || now.channels > channels;
}

/** Puts the weights of a smaller tower into the first inputs and outputs of each layer. */
function growInto(parameters: Parameters, before: Parameters): void {
  const shapes = new Map(parameters.specs.map(({ name, shape }) => [name, shape]));
  for (const { name, shape } of before.specs) {
    const [oldInputs, oldOutputs] = matrix(shape);
    const [inputs, outputs] = matrix(shapes.get(name)!);
    const from = before.view(name);
    const to = parameters.view(name);
    const taps = from.length / (oldInputs * oldOutputs);
    for (let tap = 0; tap < taps; tap++) {
      for (let input = 0; input < inputs; input++) {
        for (let output = 0; output < oldOutputs; output++) {
          to[(tap * inputs + input) * outputs + output] =
            input < oldInputs ? from[(tap * oldInputs + input) * oldOutputs + output] : 0;
        }
      }
    }
  }
}

/** The last two dimensions of a layer's weights, inputs and outputs; a bias and a scale have no inputs. */
function matrix(shape: readonly number[]): [number, number] {
  return [shape.length > 1 ? shape[shape.length - 2] : 1, shape[shape.length - 1]];
}
