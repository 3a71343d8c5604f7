/**
 * Lowering of resizing: constant matrices along H and along W, built by tfjs's own formulas, so that every mode agrees with
 * tfjs exactly. The gradient is the same two matrices transposed.
 */
import type * as tf from '@tensorflow/tfjs';
import { attributes, type TraceNode } from '../trace/node.js';
import { transposed } from './convolutions/transforms.js';
import type { Lowering, LoweringRule, LoweringRules } from './lowering.js';

type Attrs = tf.ResizeBilinearAttrs;
/** [to, from] the weight of each source pixel in each result. */
type Weights = (from: number, to: number, attrs: Attrs) => Float32Array;

function scale(from: number, to: number, { alignCorners }: Attrs): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

const bilinear: Weights = (from, to, attrs) => {
  const weights = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const place = attrs.halfPixelCenters
      ? scale(from, to, attrs) * (i + 0.5) - 0.5
      : scale(from, to, attrs) * i;
    const below = Math.max(0, Math.floor(place));
    const above = Math.min(from - 1, Math.ceil(place));
    weights[i * from + below] += 1 - (place - below);
    weights[i * from + above] += place - below;
  }
  return weights;
};

const nearest: Weights = (from, to, attrs) => {
  const weights = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const place = scale(from, to, attrs) * (attrs.halfPixelCenters ? i + 0.5 : i);
    const source = Math.min(from - 1, attrs.alignCorners ? Math.round(place) : Math.floor(place));
    weights[i * from + Math.max(0, source)] = 1;
  }
  return weights;
};

/** Applies [outH, h] and [outW, w] matrices to a [B, h, w, C] value. */
function along(
  low: Lowering,
  x: string,
  high: string,
  wide: string,
  shape: readonly number[],
  outHeight: number,
): string {
  const [batch, height, outWidth, channels] = shape;
  const columns = low.reshape(low.matmul(wide, x), [batch, height, outWidth * channels]);
  return low.reshape(low.matmul(high, columns), [batch, outHeight, outWidth, channels]);
}

const resize =
  (weightsOf: Weights): LoweringRule =>
  (low, node) => {
    const { images } = node.inputs;
    const [batch, height, width, channels] = images.shape;
    const [, outHeight, outWidth] = node.shape;
    const attrs = attributes<Attrs>(node);
    const high = low.graph.constant('float32', [outHeight, height], weightsOf(height, outHeight, attrs));
    const wide = low.graph.constant('float32', [outWidth, width], weightsOf(width, outWidth, attrs));
    return along(low, floats(low, images), high, wide, [batch, height, outWidth, channels], outHeight);
  };

const resizeGradient =
  (weightsOf: Weights): LoweringRule =>
  (low, node) => {
    const { images, dy } = node.inputs;
    const [batch, height, width, channels] = images.shape;
    const [, outHeight, outWidth] = dy.shape;
    const attrs = attributes<Attrs>(node);
    const high = transposed(weightsOf(height, outHeight, attrs), outHeight, height);
    const wide = transposed(weightsOf(width, outWidth, attrs), outWidth, width);
    const matrices = [
      low.graph.constant('float32', [height, outHeight], high),
      low.graph.constant('float32', [width, outWidth], wide),
    ];
    return along(low, floats(low, dy), matrices[0], matrices[1], [batch, outHeight, width, channels], height);
  };

const floats = (low: Lowering, node: TraceNode) =>
  node.dtype === 'float32' ? low.plain(node) : low.graph.op('Cast', [low.plain(node)], { to: 1 });

/** Rules by kernel; part of LOWERING_RULES. */
export const RESIZING: LoweringRules = {
  ResizeBilinear: resize(bilinear),
  ResizeNearestNeighbor: resize(nearest),
  ResizeBilinearGrad: resizeGradient(bilinear),
  ResizeNearestNeighborGrad: resizeGradient(nearest),
};
