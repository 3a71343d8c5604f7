/** One filter over one picture, by the engine. */
import { compile, layerTable, type Fn, type Shape, type TensorSpec } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** A filter, and how it moves. */
export interface Moving {
  /** [k, k, channels, 1] row by row. */
  readonly filter: ArrayLike<number>;
  readonly side: number;
  readonly stride: number;
  /** Zeros around the picture, at each end. */
  readonly padding: number;
}

/** What a filter makes of a picture. */
export interface FeatureMap {
  readonly height: number;
  readonly width: number;
  /** [height, width] */
  readonly values: Float32Array;
}

/** @param picture [height, width, channels] */
export async function convolve(
  picture: ArrayLike<number>,
  [height, width, channels]: Shape,
  { filter, side, stride, padding }: Moving,
): Promise<FeatureMap> {
  const inputs: Record<string, TensorSpec> = {
    picture: { shape: [1, height, width, channels] },
    filter: { shape: [side, side, channels, 1] },
  };
  const ends: [number, number] = [padding, padding];
  const fn: Fn = (given) => ({
    map: tf.conv2d(
      tf.pad(given.picture as tf.Tensor4D, [[0, 0], ends, ends, [0, 0]]),
      given.filter as tf.Tensor4D,
      stride,
      'valid',
    ),
  });
  const [, rows, columns] = layerTable(fn, inputs, []).at(-1)?.shape ?? [];
  const program = await compile(fn, { inputs });
  try {
    program.inputs.picture.set(picture);
    program.inputs.filter.set(filter);
    await program.run();
    return { height: rows, width: columns, values: Float32Array.from(program.outputs.map) };
  } finally {
    await program.dispose();
  }
}
