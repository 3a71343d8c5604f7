/** A sliding window over any number of spatial axes. */
import type { Info } from './convolutionShapes.js';

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
