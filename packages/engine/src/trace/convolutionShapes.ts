/** Shape rules of convolutions and pools. Each adds `info`, tfjs's own account of the geometry. */
import * as tf from '@tensorflow/tfjs';
import type { Shape } from '../tensors.js';
import type { Attributes } from './node.js';
import type { ShapeRule } from './shapeRule.js';

/** tfjs's account of a convolution or pool: lengths, window, stride, dilation, padding. */
export type Info = tf.backend_util.Conv2DInfo | tf.backend_util.Conv3DInfo;
/** The attribute that convolutions and pools get. */
export interface ConvolutionAttrs {
  info: Info;
}

type Four = [number, number, number, number];
type Five = [number, number, number, number, number];
type Pair = [number, number] | number;
type Triple = [number, number, number] | number;

function conv2dInfo(x: Shape, filter: Shape, attrs: Attributes, isDepthwise = false): Info {
  const { strides, dilations, pad, dimRoundingMode } = attrs as unknown as tf.Conv2DAttrs;
  return tf.backend_util.computeConv2DInfo(
    x as Four,
    filter as Four,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    isDepthwise,
  );
}

function conv3dInfo(x: Shape, filter: Shape, attrs: Attributes): Info {
  const { strides, dilations, pad } = attrs as unknown as tf.Conv3DAttrs;
  return tf.backend_util.computeConv3DInfo(x as Five, filter as Five, strides, dilations ?? 1, pad);
}

function pool2dInfo(x: Shape, attrs: Attributes): Info {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.MaxPoolAttrs;
  return tf.backend_util.computePool2DInfo(
    x as Four,
    filterSize as Pair as [number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

function pool3dInfo(x: Shape, attrs: Attributes): Info {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.MaxPool3DAttrs;
  const info = tf.backend_util.computePool3DInfo(
    x as Five,
    filterSize as Triple as [number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { front, back, top, bottom, left, right } = info.padInfo;
  if (Math.min(front, back, top, bottom, left, right) < 0)
    throw new RangeError('of a 3D pool with "same" padding whose steps are longer than its window');
  return info;
}

/** tfjs's account of a pool of two or three dimensions. */
export function poolInfo(x: Shape, attrs: Attributes): Info {
  return x.length === 4 ? pool2dInfo(x, attrs) : pool3dInfo(x, attrs);
}

type InfoOf = (x: Shape, filter: Shape, attrs: Attributes) => Info;
const depthwiseInfo: InfoOf = (x, filter, attrs) => conv2dInfo(x, filter, attrs, true);

const forward =
  (infoOf: InfoOf): ShapeRule =>
  ({ x, filter }, attrs) => {
    const info = infoOf(x.shape, filter.shape, attrs);
    return { shape: info.outShape, dtype: 'float32', attrs: { info } };
  };
const inputGradient =
  (infoOf: InfoOf): ShapeRule =>
  ({ filter }, attrs) => {
    const shape = attrs.inputShape as Shape;
    return { shape, dtype: 'float32', attrs: { info: infoOf(shape, filter.shape, attrs) } };
  };
const filterGradient =
  (infoOf: InfoOf): ShapeRule =>
  ({ x }, attrs) => {
    const shape = attrs.filterShape as Shape;
    return { shape, dtype: 'float32', attrs: { info: infoOf(x.shape, shape, attrs) } };
  };
const pool: ShapeRule = ({ x }, attrs) => {
  const info = poolInfo(x.shape, attrs);
  return { shape: info.outShape, dtype: x.dtype, attrs: { info } };
};
const poolGradient: ShapeRule = ({ input }, attrs) => ({
  shape: input.shape,
  dtype: input.dtype,
  attrs: { info: poolInfo(input.shape, attrs) },
});

/** Rules by kernel; part of SHAPE_RULES. */
export const CONVOLUTION_SHAPES: Readonly<Record<string, ShapeRule>> = {
  Conv2D: forward(conv2dInfo),
  Conv2DBackpropInput: inputGradient(conv2dInfo),
  Conv2DBackpropFilter: filterGradient(conv2dInfo),
  Conv3D: forward(conv3dInfo),
  Conv3DBackpropInputV2: inputGradient(conv3dInfo),
  Conv3DBackpropFilterV2: filterGradient(conv3dInfo),
  DepthwiseConv2dNative: forward(depthwiseInfo),
  DepthwiseConv2dNativeBackpropInput: inputGradient(depthwiseInfo),
  DepthwiseConv2dNativeBackpropFilter: filterGradient(depthwiseInfo),
  MaxPool: pool,
  MaxPoolGrad: poolGradient,
  AvgPool: pool,
  AvgPoolGrad: poolGradient,
  MaxPool3D: pool,
  MaxPool3DGrad: poolGradient,
  AvgPool3D: pool,
  AvgPool3DGrad: poolGradient,
};
