/** How ONNX is told of a sliding window. */
import type { Window } from '../../trace/window.js';

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
