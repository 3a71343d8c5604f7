/** Pools over rows [L, C], pictures [H, W, C] and volumes [D, H, W, C]. C = channels. */
import type { Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { LayerMaker } from './layer.js';
import { perAxis, places, type Lengths } from './windows.js';

export const POOLS = ['max', 'average'] as const;
export type Pool = (typeof POOLS)[number];

type Places = 'same' | 'valid';

/** tfjs's pool over so many axes; a row is a picture of one column. */
function poolOver(pool: Pool, x: tf.Tensor, size: number[], stride: number, pad: Places): tf.Tensor {
  if (size.length === 3) {
    const window = size as [number, number, number];
    return (pool === 'max' ? tf.maxPool3d : tf.avgPool3d)(x as tf.Tensor5D, window, stride, pad);
  }
  const [rows, columns = 1] = size;
  const strides: [number, number] = [stride, size.length === 1 ? 1 : stride];
  const picture = (size.length === 1 ? tf.expandDims(x, 2) : x) as tf.Tensor4D;
  const pooled = (pool === 'max' ? tf.maxPool : tf.avgPool)(picture, [rows, columns], strides, pad);
  return size.length === 1 ? tf.squeeze(pooled, [2]) : pooled;
}

/** The largest or the mean value of each channel in a window; what lies outside the picture does not count. */
export function pooling(pool: Pool, lengths: Lengths, stride: number, padding: Places = 'valid'): LayerMaker {
  return (input, name) => {
    const axes = input.length - 1;
    const size = perAxis(lengths, axes);
    const window = { size, stride, dilation: 1, padding };
    return {
      parameters: [],
      shape: [...places(name, input.slice(0, axes), window), input[axes]],
      apply: (x) => poolOver(pool, x, size, stride, padding),
    };
  };
}

/** The largest or the mean value of each channel over all places: [..., C] → [C] (global average pooling: Lin et al. 2014). */
export function globalPooling(pool: Pool): LayerMaker {
  return (input: Shape) => {
    const axes = input.slice(0, -1).map((_, axis) => axis + 1);
    return {
      parameters: [],
      shape: input.slice(-1),
      apply: (x) => (pool === 'max' ? tf.max(x, axes) : tf.mean(x, axes)),
    };
  };
}
