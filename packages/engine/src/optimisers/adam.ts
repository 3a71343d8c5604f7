/** Adam and its descendants. */
import type { Optimiser } from './optimiser.js';

export interface AdamOptions {
  /** Decay of the mean of gradients (0.9). */
  beta1?: number;
  /** Decay of the mean of squared gradients (0.999). */
  beta2?: number;
  /** Added to the root of the second mean (1e-8, PyTorch's; tfjs has 1e-7). */
  epsilon?: number;
}

/** Adam (Kingma & Ba 2015, algorithm 1), with epsilon as in PyTorch: outside the bias-corrected root. */
export function adam(options: AdamOptions = {}): Optimiser {
  return { ...adamW({ ...options, weightDecay: 0 }), name: 'adam' };
}

/** Adam with decoupled weight decay (Loshchilov & Hutter 2019): p ← (1 − learning rate · decay) p before each update. */
export function adamW({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0.01,
}: AdamOptions & { weightDecay?: number } = {}): Optimiser {
  return {
    name: 'adamw',
    moments: ['mean', 'meanSquare'],
    update({
      kernels,
      parameters,
      gradients,
      moments: [mean, meanSquare],
      bytes,
      step,
      learningRate,
      gradientScale,
    }) {
      const rate = learningRate / (1 - beta1 ** step);
      const root = 1 / Math.sqrt(1 - beta2 ** step);
      const keep = 1 - learningRate * weightDecay;
      kernels.adam(parameters, gradients, mean, meanSquare, bytes, gradientScale, 0, keep, beta1, 1 - beta1, beta2, 1 - beta2, rate, root, epsilon); // prettier-ignore
    },
  };
}
