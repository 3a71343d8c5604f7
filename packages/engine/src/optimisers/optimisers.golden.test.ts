/**
 * Optimisers against PyTorch 1.13: 12 updates from the same start on the loss Σ c (p − t)² / 2 + Σ sin p.
 * The numbers are those of torch.optim with the same settings, learning rate 0.05, float32.
 */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Parameters } from '../parameters.js';
import { trainStep } from '../trainStep.js';
import { adam, adamW, radam } from './adam.js';
import type { Optimiser } from './optimiser.js';
import { rmsprop } from './rmsprop.js';
import { sgd } from './sgd.js';

const START = [0.5, -1.25, 2, 0, -0.75];
const CURVATURE = [1, 0.1, 10, 0.5, 0.01];
const TARGET = [1, 1, -1, 0.25, 3];

const PYTORCH: [name: string, optimiser: Optimiser, expected: number[]][] = [
  ['SGD', sgd(), [0.3063021, -1.2909496, -1.0494591, -0.4406055, -1.0886836]],
  [
    'SGD(momentum=0.9, weight_decay=0.01)',
    sgd({ momentum: 0.9, weightDecay: 0.01 }),
    [-0.1713837, -1.3575569, -2.6844177, -1.3461125, -1.8304403],
  ],
  [
    'SGD(momentum=0.9, nesterov=True)',
    sgd({ momentum: 0.9, nesterov: true }),
    [-0.1370391, -1.3648292, -1.0578707, -1.2392681, -1.775542],
  ],
  ['Adam', adam(), [-0.0388958, -1.302995, 1.4047743, -0.5840345, -1.3219674]],
  [
    'Adam(weight_decay=0.1)',
    adam({ weightDecay: 0.1 }),
    [-0.0379116, -1.214439, 1.4047977, -0.580787, -1.309239],
  ],
  [
    'AdamW(weight_decay=0.1)',
    adamW({ weightDecay: 0.1 }),
    [-0.0478615, -1.3036692, 1.3051662, -0.5685027, -1.2665985],
  ],
  ['RAdam', radam(), [0.3935054, -1.2857469, -2.1755116, -0.2270823, -0.9315963]],
  [
    'RMSprop(alpha=0.9, eps=1e-3)',
    rmsprop({ epsilon: 1e-3, epsilonInside: false }),
    [0.0025972, -1.331719, 1.0687069, -0.7758669, -1.4399518],
  ],
  [
    'RMSprop(alpha=0.95, eps=1e-2, centered=True, momentum=0.9)',
    rmsprop({ decay: 0.95, epsilon: 1e-2, epsilonInside: false, centred: true, momentum: 0.9 }),
    [0.2118677, -1.3430939, -2.545367, -0.5866736, -1.1671506],
  ],
  [
    'RMSprop(alpha=0.9, eps=1e-3, weight_decay=0.1)',
    rmsprop({ epsilon: 1e-3, epsilonInside: false, weightDecay: 0.1 }),
    [0.0028912, -1.2201252, 1.0689654, -0.747022, -1.3566636],
  ],
];

function loss(p: tf.Tensor): tf.Scalar {
  const squares = tf.mul(CURVATURE, tf.square(tf.sub(p, TARGET)));
  return tf.add(tf.div(tf.sum(squares), 2), tf.sum(tf.sin(p))) as tf.Scalar;
}

async function minimise(optimiser: Optimiser, updates = 12): Promise<Float32Array> {
  const parameters = new Parameters([{ name: 'p', shape: [5], init: (out) => out.set(START) }]);
  parameters.initialise({ uniform: () => 0, int: () => 0 });
  const step = await trainStep((_inputs, { p }) => ({ loss: loss(p) }), {
    inputs: {},
    parameters,
    optimiser,
  });
  for (let i = 0; i < updates; i++) await step.run(0.05);
  await step.dispose();
  return parameters.flat;
}

beforeAll(() => tf.setBackend('cpu'));

describe('optimisers take the same 12 steps as PyTorch', () => {
  it.each(PYTORCH)('%s', async (_name, optimiser, expected) => {
    const found = await minimise(optimiser);
    // Float32 rounding grows along the way; the steps themselves are 1e-2 and more.
    expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
  });
});

describe('centred RMSProp', () => {
  // tfjs subtracts epsilon under the root where Graves adds it, and so gets NaN here: no oracle.
  it('takes the steps of Graves (2013), equations 38 to 45', async () => {
    const p = Float64Array.from(START);
    const [meanSquare, mean, velocity] = [0, 1, 2].map(() => new Float64Array(5));
    for (let update = 0; update < 12; update++) {
      for (let i = 0; i < 5; i++) {
        const gradient = CURVATURE[i] * (p[i] - TARGET[i]) + Math.cos(p[i]);
        meanSquare[i] = 0.95 * meanSquare[i] + 0.05 * gradient ** 2;
        mean[i] = 0.95 * mean[i] + 0.05 * gradient;
        velocity[i] = 0.9 * velocity[i] - (0.05 * gradient) / Math.sqrt(meanSquare[i] - mean[i] ** 2 + 0.01);
        p[i] += velocity[i];
      }
    }
    const found = await minimise(rmsprop({ decay: 0.95, momentum: 0.9, epsilon: 0.01, centred: true }));
    p.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
  });
});

describe('optimisers take the same steps as tfjs', () => {
  const TFJS: [name: string, ours: Optimiser, theirs: () => tf.Optimizer][] = [
    ['RMSProp', rmsprop({ epsilon: 1e-3 }), () => tf.train.rmsprop(0.05, 0.9, 0, 1e-3)],
    ['Adam with epsilon 1e-7', adam({ epsilon: 1e-7 }), () => tf.train.adam(0.05, 0.9, 0.999, 1e-7)],
    ['momentum', sgd({ momentum: 0.9 }), () => tf.train.momentum(0.05, 0.9)],
  ];
  it.each(TFJS)('%s', async (_name, ours, makeTheirs) => {
    const variable = tf.variable(tf.tensor(START));
    const theirs = makeTheirs();
    for (let i = 0; i < 12; i++) theirs.minimize(() => loss(variable));
    const expected = variable.dataSync();
    const found = await minimise(ours);
    expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 4));
    theirs.dispose();
    variable.dispose();
  });
});
