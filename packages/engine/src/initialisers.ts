/** Initial values of parameters, from a seeded stream. Shapes are tfjs's: dense [in, out], convolution [h, w, in, out]. */
import { normal, type Rng } from '@agon/core';
import { sizeOf, type Shape } from './tensors.js';

/** Fills `out` (row-major, of the given shape) with initial values. */
export type Initialiser = (out: Float32Array, shape: Shape, rng: Rng) => void;

/** Inputs and outputs of one unit; receptive field × channels for convolutions. A vector has fan in = fan out = its length. */
function fans(shape: Shape): { fanIn: number; fanOut: number } {
  if (shape.length < 2) return { fanIn: sizeOf(shape), fanOut: sizeOf(shape) };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: field * shape[shape.length - 2], fanOut: field * shape[shape.length - 1] };
}

function fillUniform(out: Float32Array, limit: number, rng: Rng): void {
  for (let i = 0; i < out.length; i++) out[i] = (2 * rng.uniform() - 1) * limit;
}

function fillNormal(out: Float32Array, deviation: number, rng: Rng): void {
  for (let i = 0; i < out.length; i++) out[i] = deviation * normal(rng);
}

/** All 0. */
export const zeros: Initialiser = (out) => void out.fill(0);

/** All `value`. */
export function constant(value: number): Initialiser {
  return (out) => void out.fill(value);
}

/** Uniform in ±limit. */
export function uniform(limit: number): Initialiser {
  return (out, _shape, rng) => fillUniform(out, limit, rng);
}

/** Normal with mean 0 and the given standard deviation. */
export function gaussian(deviation: number): Initialiser {
  return (out, _shape, rng) => fillNormal(out, deviation, rng);
}

/** Uniform in ±√(6 / (fan in + fan out)) (Glorot & Bengio 2010). */
export const glorotUniform: Initialiser = (out, shape, rng) => {
  const { fanIn, fanOut } = fans(shape);
  fillUniform(out, Math.sqrt(6 / (fanIn + fanOut)), rng);
};

/** Normal with variance 2 / (fan in + fan out) (Glorot & Bengio 2010). */
export const glorotNormal: Initialiser = (out, shape, rng) => {
  const { fanIn, fanOut } = fans(shape);
  fillNormal(out, Math.sqrt(2 / (fanIn + fanOut)), rng);
};

/** Normal with variance 2 / fan in, for ReLU (He et al. 2015). */
export const heNormal: Initialiser = (out, shape, rng) =>
  fillNormal(out, Math.sqrt(2 / fans(shape).fanIn), rng);

/** Uniform with variance 2 / fan in, for ReLU (He et al. 2015). */
export const heUniform: Initialiser = (out, shape, rng) =>
  fillUniform(out, Math.sqrt(6 / fans(shape).fanIn), rng);

/** Normal with variance 1 / fan in (LeCun et al. 1998). */
export const lecunNormal: Initialiser = (out, shape, rng) =>
  fillNormal(out, Math.sqrt(1 / fans(shape).fanIn), rng);

/** Uniform with variance 1 / fan in (LeCun et al. 1998). */
export const lecunUniform: Initialiser = (out, shape, rng) =>
  fillUniform(out, Math.sqrt(3 / fans(shape).fanIn), rng);

/**
 * A matrix with orthonormal rows or columns (the fewer of the two), times `gain` (Saxe et al. 2014). The last axis is
 * the columns, all others together the rows. Gram–Schmidt, twice, in float64.
 */
export function orthogonal(gain = 1): Initialiser {
  return (out, shape, rng) => {
    const columns = shape.at(-1) ?? 1;
    const rows = out.length / columns;
    const length = Math.max(rows, columns);
    const vectors: Float64Array[] = [];
    while (vectors.length < Math.min(rows, columns)) {
      const vector = Float64Array.from({ length }, () => normal(rng));
      for (let pass = 0; pass < 2; pass++) {
        for (const other of vectors) {
          let dot = 0;
          for (let i = 0; i < length; i++) dot += vector[i] * other[i];
          for (let i = 0; i < length; i++) vector[i] -= dot * other[i];
        }
      }
      const norm = Math.hypot(...vector);
      if (norm < 1e-6) continue; // a draw within the span of the others
      vectors.push(vector.map((v) => v / norm));
    }
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        out[row * columns + column] = gain * (rows >= columns ? vectors[column][row] : vectors[row][column]);
      }
    }
  };
}
