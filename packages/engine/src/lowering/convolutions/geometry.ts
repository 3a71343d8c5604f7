/** The measures of a convolution that can be done as matrix products. */
import type { Info } from '../../trace/convolutionShapes.js';

/**
 * A stride-s convolution with taps divisible by s is a stride-1 one over s×s blocks of pixels; all lengths but
 * `pixelChannels` are in blocks.
 */
export interface Geometry {
  stride: number;
  batch: number;
  height: number;
  width: number;
  channels: number;
  /** Channels of one pixel. */
  pixelChannels: number;
  /** Rows and columns of the filter. */
  taps: [number, number];
  /** Rows and columns of padding before the image. */
  top: number;
  left: number;
  outHeight: number;
  outWidth: number;
  filters: number;
}

/** undefined for three dimensions, where strides, taps and sizes do not divide, and where the filter is dilated. */
export function geometryOf(info: Info): Geometry | undefined {
  if ('inDepth' in info) return undefined;
  const stride = info.strideHeight;
  const { top, left } = info.padInfo;
  const divides = [info.filterHeight, info.filterWidth, info.inHeight, info.inWidth].every(
    (length) => length % stride === 0,
  );
  const undilated = info.dilationHeight === 1 && info.dilationWidth === 1;
  if (info.strideWidth !== stride || !divides || !undilated || (stride > 1 && (top > 0 || left > 0)))
    return undefined;
  return {
    stride,
    batch: info.batchSize,
    height: info.inHeight / stride,
    width: info.inWidth / stride,
    channels: info.inChannels * stride * stride,
    pixelChannels: info.inChannels,
    taps: [info.filterHeight / stride, info.filterWidth / stride],
    top,
    left,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    filters: info.outChannels,
  };
}
