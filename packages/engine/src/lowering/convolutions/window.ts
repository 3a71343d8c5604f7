/** A sliding window over any number of spatial axes, and how ONNX is told of it. */
import type { Info } from '../../trace/convolutionShapes.js';

/** One entry for each spatial axis. */
export interface Window {
  batch: number;
  channels: number;
  outChannels: number;
  inLengths: number[];
  outLengths: number[];
  taps: number[];
  strides: number[];
  dilations: number[];
  /** Padding before and after. */
  before: number[];
  after: number[];
}

/** The window of a convolution or pool of two or three dimensions. */
export function windowOf(info: Info): Window {
  const { padInfo: pad } = info;
  const window: Window = {
    batch: info.batchSize,
    channels: info.inChannels,
    outChannels: info.outChannels,
    inLengths: [info.inHeight, info.inWidth],
    outLengths: [info.outHeight, info.outWidth],
    taps: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    before: [pad.top, pad.left],
    after: [pad.bottom, pad.right],
  };
  if ('inDepth' in info) {
    window.inLengths.unshift(info.inDepth);
    window.outLengths.unshift(info.outDepth);
    window.taps.unshift(info.filterDepth);
    window.strides.unshift(info.strideDepth);
    window.dilations.unshift(info.dilationDepth);
    window.before.unshift(info.padInfo.front);
    window.after.unshift(info.padInfo.back);
  }
  return window;
}

/** The attributes of Conv, MaxPool and AveragePool. */
export function windowAttrs({ taps, strides, dilations, before, after }: Window) {
  return { kernel_shape: taps, strides, dilations, pads: [...before, ...after] };
}

/** The attributes of the ConvTranspose that takes gradients of results to gradients of inputs, and zeros to add at the end. */
export function transposedAttrs({ inLengths, outLengths, taps, strides, dilations, before }: Window) {
  // What it would not reach at the end (> 0), or would reach beyond it (< 0).
  const missing = inLengths.map(
    (length, i) => length - ((outLengths[i] - 1) * strides[i] - before[i] + (taps[i] - 1) * dilations[i] + 1),
  );
  // onnxruntime wants output_padding below the stride: the rest is places that no filter reached.
  const inside = missing.map((amount, i) => Math.min(Math.max(0, amount), strides[i] - 1));
  const rest = missing.map((amount, i) => Math.max(0, amount) - inside[i]);
  const end = missing.map((amount) => Math.max(0, -amount));
  return {
    attrs: { kernel_shape: taps, strides, dilations, pads: [...before, ...end], output_padding: inside },
    rest,
  };
}

/** The lengths that a filter's gradient comes out with, at least the filter's own. */
export function gradientTaps({ inLengths, outLengths, strides, dilations, before, after }: Window): number[] {
  return inLengths.map((length, i) => {
    const padded = length + before[i] + after[i];
    return Math.floor((padded - (outLengths[i] - 1) * strides[i] - 1) / dilations[i]) + 1;
  });
}
