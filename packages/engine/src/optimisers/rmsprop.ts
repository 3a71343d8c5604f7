/** RMSProp (Tieleman & Hinton 2012), plain and centred (Graves 2013, equations 38–45). */
import type { Optimiser } from './optimiser.js';

export interface RmspropOptions {
  /** Decay of the means (0.9; DQN's paper has 0.95). */
  decay?: number;
  momentum?: number;
  /** Added to the mean square, inside the root, as in Graves and tfjs (1e-8; DQN's paper has 0.01). */
  epsilon?: number;
  /** Subtract the squared mean of the gradient: an estimate of its variance. */
  centred?: boolean;
}

export function rmsprop({
  decay = 0.9,
  momentum = 0,
  epsilon = 1e-8,
  centred = false,
}: RmspropOptions = {}): Optimiser {
  return {
    name: 'rmsprop',
    moments: ['meanSquare', 'mean', 'momentum'],
    update({
      kernels,
      parameters,
      gradients,
      moments: [meanSquare, mean, velocity],
      bytes,
      learningRate,
      gradientScale,
    }) {
      kernels.rmsprop(parameters, gradients, meanSquare, mean, velocity, bytes, gradientScale, 0, decay, 1 - decay, Number(centred), momentum, learningRate, epsilon, 0); // prettier-ignore
    },
  };
}
