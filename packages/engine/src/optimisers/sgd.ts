/** Stochastic gradient descent, with momentum (Polyak 1964; Nesterov's form after Sutskever et al. 2013). */
import type { Optimiser } from './optimiser.js';

/** The numbers of gradient descent; 0 and false if not given. */
export interface SgdOptions {
  momentum?: number;
  /** Look ahead along the momentum. */
  nesterov?: boolean;
  /** This times each parameter is added to its gradient. */
  weightDecay?: number;
}

/** As in PyTorch: v ← momentum · v + g; p ← p − learning rate · v. */
export function sgd({ momentum = 0, nesterov = false, weightDecay = 0 }: SgdOptions = {}): Optimiser {
  return {
    name: 'sgd',
    moments: ['velocity'],
    update({ kernels, parameters, gradients, moments: [velocity], bytes, learningRate, gradientScale }) {
      const ahead = Number(nesterov);
      const follow = nesterov ? momentum : 1;
      kernels.sgd(parameters, gradients, velocity, bytes, gradientScale, weightDecay, momentum, 1, learningRate, ahead, follow); // prettier-ignore
    },
  };
}
