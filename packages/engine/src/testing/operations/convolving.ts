/** Convolutions, in ways that reach each of the three methods: patches, Winograd, ONNX. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { given, trained, type Instance } from '../agreement.js';
import { length } from './shapes.js';

const image = (x: tf.Tensor) => x as tf.Tensor4D;

const conv2d = fc
  .record({
    batch: length(1, 3),
    height: length(4, 9),
    width: length(4, 9),
    channels: fc.constantFrom(1, 3, 16),
    filters: fc.constantFrom(1, 5, 16),
    taps: fc.tuple(length(1, 4), length(1, 4)),
    stride: fc.tuple(length(1, 3), length(1, 3)),
    pad: fc.constantFrom('same' as const, 'valid' as const),
  })
  .map(({ batch, height, width, channels, filters, taps, stride, pad }): Instance => ({
    operands: { x: trained([batch, height, width, channels]), filter: trained([...taps, channels, filters]) },
    apply: ({ x, filter }) => tf.conv2d(image(x), image(filter), stride, pad),
  }));

/** Square boards, 3×3 filters: Winograd's case; several layers, so that orders pass from one to the next. */
const convolutionStack = fc
  .record({
    batch: length(1, 3),
    size: length(4, 9),
    channels: fc.constantFrom(16, 20),
    pad: fc.constantFrom('same' as const, 'valid' as const),
  })
  .map(({ batch, size, channels, pad }): Instance => ({
    operands: {
      x: given([batch, size, size, 3]),
      first: trained([3, 3, 3, channels], -0.3, 0.3),
      bias: trained([channels]),
      second: trained([3, 3, channels, channels], -0.1, 0.1),
      head: trained([1, 1, channels, 2]),
    },
    apply: ({ x, first, bias, second, head }) => {
      const stem = tf.relu(tf.add(tf.conv2d(image(x), image(first), 1, 'same'), bias));
      const block = tf.relu(tf.conv2d(image(stem), image(second), 1, pad));
      const whole = pad === 'same' ? tf.add(stem, block) : block;
      return tf.reshape(tf.conv2d(image(whole), image(head), 1, 'valid'), [batch, -1]);
    },
  }));

/** Strided filters whose taps divide: done in blocks of pixels. */
const stridedBlocks = fc
  .record({
    batch: length(1, 2),
    size: length(2, 4),
    stride: length(2, 4),
    taps: length(1, 2),
    channels: fc.constantFrom(1, 4),
    filters: fc.constantFrom(3, 16),
  })
  .map(({ batch, size, stride, taps, channels, filters }): Instance => ({
    operands: {
      x: trained([batch, size * stride, size * stride, channels]),
      filter: trained([taps * stride, taps * stride, channels, filters]),
    },
    apply: ({ x, filter }) => tf.conv2d(image(x), image(filter), stride, 'valid'),
  }));

const dilated = fc
  .record({
    batch: length(1, 2),
    size: length(6, 9),
    dilation: length(2, 3),
    taps: length(1, 3),
    pad: fc.constantFrom('same' as const, 'valid' as const),
  })
  .map(({ batch, size, dilation, taps, pad }): Instance => ({
    operands: { x: given([batch, size, size, 2]), filter: given([taps, taps, 2, 3]) },
    apply: ({ x, filter }) => tf.conv2d(image(x), image(filter), 1, pad, 'NHWC', dilation),
  }));

const fusedConvolution = fc
  .record({
    size: length(3, 6),
    activation: fc.constantFrom('relu' as const, 'linear' as const, 'elu' as const),
  })
  .map(({ size, activation }): Instance => ({
    operands: { x: given([2, size, size, 3]), filter: trained([3, 3, 3, 4]), bias: trained([4]) },
    apply: ({ x, filter, bias }) =>
      tf.fused.conv2d({ x: image(x), filter: image(filter), strides: 1, pad: 'same', bias, activation }),
  }));

/** Operations that meet values in a convolution's memory order. */
const aroundConvolutions = length(3, 5).map((size): Instance => ({
  operands: {
    x: given([2, size, size, 3]),
    filter: trained([3, 3, 3, 16]),
    perPlace: trained([size, 1]),
    perSample: trained([2, 1, 1, 1]),
    other: trained([2, size, size, 16]),
  },
  apply: ({ x, filter, perPlace, perSample, other }) => {
    const y = tf.conv2d(image(x), image(filter), 1, 'same');
    const mixed = tf.add(tf.mul(tf.add(y, perPlace), perSample), other);
    const pooled = tf.mean(tf.relu(mixed), [1, 2]);
    const peaks = tf.max(mixed, [3]);
    return tf.add(tf.sum(pooled, 1, true), tf.sum(peaks, [1, 2]).reshape([2, 1]));
  },
}));

export const CONVOLVING = {
  conv2d,
  convolutionStack,
  stridedBlocks,
  dilatedConv2d: dilated,
  fusedConv2d: fusedConvolution,
  aroundConvolutions,
} satisfies Record<string, fc.Arbitrary<Instance>>;
