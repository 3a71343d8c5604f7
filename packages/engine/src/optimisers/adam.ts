/** Adam and its descendants. */
import type { Optimiser, Update } from './optimiser.js';

/** The numbers of Adam and its descendants; defaults in brackets. */
export interface AdamOptions {
  /** Decay of the mean of gradients (0.9). */
  beta1?: number;
  /** Decay of the mean of squared gradients (0.999). */
  beta2?: number;
  /** Added to the root of the second mean (1e-8, PyTorch's; tfjs has 1e-7). */
  epsilon?: number;
  /** adam, radam: this times each parameter is added to its gradient (0). adamW: see there (0.01). */
  weightDecay?: number;
}

const MOMENTS = ['mean', 'meanSquare'] as const;

/** One pass with the numbers that the variants choose. */
function pass(
  { kernels, parameters, gradients, moments: [mean, meanSquare], bytes, gradientScale }: Update,
  { beta1, beta2 }: { beta1: number; beta2: number },
  {
    decay = 0,
    keep = 1,
    rate,
    root,
    epsilon,
  }: { decay?: number; keep?: number; rate: number; root: number; epsilon: number },
): void {
  kernels.adam(parameters, gradients, mean, meanSquare, bytes, gradientScale, decay, keep, beta1, 1 - beta1, beta2, 1 - beta2, rate, root, epsilon); // prettier-ignore
}

/** Adam (Kingma & Ba 2015, algorithm 1), with epsilon as in PyTorch: outside the bias-corrected root. */
export function adam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0,
}: AdamOptions = {}): Optimiser {
  return {
    name: 'adam',
    moments: MOMENTS,
    update(update) {
      const rate = update.learningRate / (1 - beta1 ** update.step);
      const root = 1 / Math.sqrt(1 - beta2 ** update.step);
      pass(update, { beta1, beta2 }, { decay: weightDecay, rate, root, epsilon });
    },
  };
}

/** Adam with decoupled weight decay (Loshchilov & Hutter 2019): p ← (1 − learning rate · weightDecay) p before each update. */
export function adamW({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0.01,
}: AdamOptions = {}): Optimiser {
  return {
    name: 'adamw',
    moments: MOMENTS,
    update(update) {
      const rate = update.learningRate / (1 - beta1 ** update.step);
      const root = 1 / Math.sqrt(1 - beta2 ** update.step);
      pass(update, { beta1, beta2 }, { keep: 1 - update.learningRate * weightDecay, rate, root, epsilon });
    },
  };
}

/**
 * Rectified Adam (Liu et al. 2020, algorithm 2): the adaptive rate is used only from where its variance is known (more
 * than 5 degrees of freedom, as in PyTorch), and corrected for it.
 */
export function radam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0,
}: AdamOptions = {}): Optimiser {
  const limit = 2 / (1 - beta2) - 1;
  return {
    name: 'radam',
    moments: MOMENTS,
    update(update) {
      const { step, learningRate } = update;
      const rate = learningRate / (1 - beta1 ** step);
      const length = limit - (2 * step * beta2 ** step) / (1 - beta2 ** step);
      if (length <= 5) {
        pass(update, { beta1, beta2 }, { decay: weightDecay, rate, root: 0, epsilon: 1 });
        return;
      }
      const numerator = (length - 4) * (length - 2) * limit;
      const rectification = Math.sqrt(numerator / ((limit - 4) * (limit - 2) * length));
      const root = 1 / Math.sqrt(1 - beta2 ** step);
      pass(
        update,
        { beta1, beta2 },
        { decay: weightDecay, rate: rate * rectification, root, epsilon: epsilon * root },
      );
    },
  };
}
