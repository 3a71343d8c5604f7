/** RMSProp (Tieleman & Hinton 2012), plain and centred (Graves 2013, equations 38–45). */
import type { Optimiser } from './optimiser.js';

/** The numbers of RMSProp; defaults in brackets. */
export interface RmspropOptions {
  /** Decay of the means (0.9; DQN's paper has 0.95). */
  decay?: number;
  /** Momentum on the scaled gradient (0). */
  momentum?: number;
  /** Added to the mean square (1e-8; DQN's paper has 0.01). */
  epsilon?: number;
  /** Where epsilon is added: inside the root, as in Graves, DQN's paper and tfjs, or to the root, as in PyTorch. */
  epsilonInside?: boolean;
  /** Subtract the squared mean of the gradient: what is left is an estimate of its variance. */
  centred?: boolean;
  /** This times each parameter is added to its gradient (0). */
  weightDecay?: number;
}

/** The learning rate is within the momentum, as in Graves and tfjs; for a fixed rate PyTorch's form is the same. */
export function rmsprop(options: RmspropOptions = {}): Optimiser {
  const {
    decay = 0.9,
    momentum = 0,
    epsilon = 1e-8,
    epsilonInside = true,
    centred = false,
    weightDecay = 0,
  } = options;
  const inside = epsilonInside ? epsilon : 0;
  return {
    name: 'rmsprop',
    moments: ['meanSquare', 'mean', 'velocity'],
    update({
      kernels,
      parameters,
      gradients,
      moments: [meanSquare, mean, velocity],
      bytes,
      learningRate,
      gradientScale,
    }) {
      kernels.rmsprop(parameters, gradients, meanSquare, mean, velocity, bytes, gradientScale, weightDecay, decay, 1 - decay, Number(centred), momentum, learningRate, inside, epsilon - inside); // prettier-ignore
    },
  };
}
