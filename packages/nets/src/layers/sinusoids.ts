/** Positions as waves of many lengths (Vaswani et al. 2017, section 3.5). */
import * as tf from '@tensorflow/tfjs';
import { frequencies } from './rotary.js';

/** [numPositions, width]: the waves at `first`, `first + 1`, … */
export function sinusoids(numPositions: number, width: number, first = 0): tf.Tensor2D {
  const turns = frequencies(width);
  const table = Array.from({ length: numPositions }, (_, place) =>
    Array.from({ length: width }, (_, i) =>
      (i % 2 === 0 ? Math.sin : Math.cos)((first + place) * turns[i >> 1]),
    ),
  );
  return tf.tensor2d(table);
}
