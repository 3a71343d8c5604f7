/** The vocabulary of the package: shapes, dtypes, named tensors, and the functions that it compiles. */
import type * as tf from '@tensorflow/tfjs';

/** Lengths of axes, outermost first; [] is a scalar. */
export type Shape = readonly number[];

/** The dtype of a program's outputs. */
export type ArrayType = 'float32' | 'int32';
/** Of its inputs. `uint8`: whole numbers from 0 to 255, float32 to the function; `bits`: zeros and ones of them, on which layers are quick (bitLayers.ts). */
type InputType = ArrayType | 'uint8' | 'bits';

/** One input: its whole shape, batch included (programs are compiled for fixed shapes). dtype is float32 if not given. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype?: InputType;
}

/** Tensors by name: what a compiled function takes and returns. */
export type TensorMap = Record<string, tf.Tensor>;
/** Arrays by name, row-major: what a program reads and writes. */
export type ArrayMap = Record<string, Float32Array | Int32Array | Uint8Array>;

/** A network or any other computation in plain tfjs code, on named inputs and named parameters. */
export type Fn = (inputs: TensorMap, parameters: TensorMap) => TensorMap;

/** A loss in plain tfjs code; what it returns beside `loss` (a scalar) is reported at each step, without gradient. */
export type LossFn = (
  inputs: TensorMap,
  parameters: TensorMap,
  frozen: TensorMap,
) => { loss: tf.Scalar } & TensorMap;

/** The number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** Whether an input lies in a Uint8Array, and is float32 to the function. */
export const isBytes = (dtype: InputType): dtype is 'uint8' | 'bits' => dtype === 'uint8' || dtype === 'bits';

/** A zeroed array for a tensor. */
export function allocate(shape: Shape, dtype: InputType = 'float32'): Float32Array | Int32Array | Uint8Array {
  const Type = isBytes(dtype) ? Uint8Array : dtype === 'int32' ? Int32Array : Float32Array;
  return new Type(sizeOf(shape));
}

/** A shape as errors show it: [32, 10, 10, 4]. */
export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
