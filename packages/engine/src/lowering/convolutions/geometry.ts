/** The measures of a convolution that can be done as matrix products. */
import type { Info } from '../../trace/convolutionShapes.js';

/**
 * A stride-s convolution is a stride-1 one over s×s blocks of pixels, the image and the filter filled with zeros up to whole blocks; all
 * lengths but those of `pixels` are in blocks.
 */
export interface Geometry {
  stride: number;
  batch: number;
  height: number;
  width: number;
  channels: number;
  /** Rows and columns of the filter. */
  taps: [number, number];
  /** Rows and columns of padding before the image; 0 in blocks, which contain it. */
  top: number;
  left: number;
  outHeight: number;
  outWidth: number;
  filters: number;
  pixels: Pixels;
}

/** What a convolution in blocks is made of. */
export interface Pixels {
  height: number;
  width: number;
  channels: number;
  taps: [number, number];
  top: number;
  left: number;
}

/** undefined for three dimensions, where the strides differ, and where the filter is dilated. */
export function geometryOf(info: Info): Geometry | undefined {
  if ('inDepth' in info) return undefined;
  const stride = info.strideHeight;
  const undilated = info.dilationHeight === 1 && info.dilationWidth === 1;
  if (info.strideWidth !== stride || !undilated) return undefined;
  const { batchSize: batch, outHeight, outWidth, outChannels: filters } = info;
  const pixels: Pixels = {
    height: info.inHeight,
    width: info.inWidth,
    channels: info.inChannels,
    taps: [info.filterHeight, info.filterWidth],
    top: info.padInfo.top,
    left: info.padInfo.left,
  };
  if (stride === 1) return { ...pixels, stride, batch, outHeight, outWidth, filters, pixels };
  const taps: [number, number] = [Math.ceil(info.filterHeight / stride), Math.ceil(info.filterWidth / stride)]; // prettier-ignore
  return {
    stride,
    batch,
    height: outHeight - 1 + taps[0],
    width: outWidth - 1 + taps[1],
    channels: info.inChannels * stride * stride,
    taps,
    top: 0,
    left: 0,
    outHeight,
    outWidth,
    filters,
    pixels,
  };
}
