/** Convolutions, in ways that reach each of the four methods: patches, shifts, Winograd, ONNX. */
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { dropout } from '../../dropout.js';
import { given, integers, trained, type Instance } from '../agreement.js';
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
    headTaps: length(1, 2),
  })
  .map(({ batch, size, channels, pad, headTaps }): Instance => ({
    operands: {
      x: given([batch, size, size, 3]),
      first: trained([3, 3, 3, channels], -0.3, 0.3),
      bias: trained([channels]),
      second: trained([3, 3, channels, channels], -0.1, 0.1),
      head: trained([headTaps, headTaps, channels, 2]),
    },
    hasKinks: true,
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
    size: length(7, 9),
    dilation: length(2, 3),
    taps: length(1, 3),
    pad: fc.constantFrom('same' as const, 'valid' as const),
  })
  .map(({ batch, size, dilation, taps, pad }): Instance => ({
    operands: { x: trained([batch, size, size, 2]), filter: trained([taps, taps, 2, 3]) },
    isTfjsGradientWrong: true, // it has none
    apply: ({ x, filter }) => tf.conv2d(image(x), image(filter), 1, pad, 'NHWC', dilation),
  }));

const fusedConvolution = fc
  .record({
    size: length(3, 6),
    activation: fc.constantFrom('relu' as const, 'linear' as const, 'elu' as const),
  })
  .map(({ size, activation }): Instance => ({
    operands: { x: given([2, size, size, 3]), filter: trained([3, 3, 3, 4]), bias: trained([4]) },
    hasKinks: true,
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
  hasKinks: true,
  apply: ({ x, filter, perPlace, perSample, other }) => {
    const y = tf.conv2d(image(x), image(filter), 1, 'same');
    const mixed = tf.add(tf.mul(tf.add(y, perPlace), perSample), other);
    const pooled = tf.mean(tf.relu(mixed), [1, 2]);
    const peaks = tf.max(mixed, [3]);
    return tf.add(tf.sum(pooled, 1, true), tf.sum(peaks, [1, 2]).reshape([2, 1]));
  },
}));

/** Pools, strided convolutions and joined channels between convolutions: they keep the convolutions' order of axes. */
const poolsAmongConvolutions = fc
  .record({
    size: length(5, 8),
    taps: length(1, 3),
    stride: length(1, 3),
    pad: fc.constantFrom('same' as const, 'valid' as const),
  })
  .map(({ size, taps, stride, pad }): Instance => ({
    operands: {
      x: given([2, size, size, 3]),
      first: trained([3, 3, 3, 16], -0.3, 0.3),
      bias: trained([16]),
      strided: trained([taps, taps, 16, 17], -0.2, 0.2),
    },
    hasKinks: true,
    apply: ({ x, first, bias, strided }) => {
      const y = image(tf.relu(tf.add(tf.conv2d(image(x), image(first), 1, 'same'), bias)));
      const all = tf.concat(
        [
          tf.conv2d(y, image(strided), stride, pad),
          tf.maxPool(y, taps, stride, pad),
          ...(pad === 'valid' ? [tf.avgPool(y, taps, stride, pad)] : []), // tfjs's gradient with padding is wrong
        ],
        3,
      );
      const [left, right] = tf.split(tf.pad(all, [[0, 0], [1, 0], [0, 0], [1, 2]]), [9, all.shape[3] - 6], 3); // prettier-ignore
      return tf.add(tf.sum(left, 3), tf.mean(tf.square(right), 3));
    },
  }));

const padding = fc.constantFrom('same' as const, 'valid' as const);

const conv1d = fc
  .record({ batch: length(1, 3), size: length(4, 8), taps: length(1, 3), stride: length(1, 2), pad: padding })
  .map(({ batch, size, taps, stride, pad }): Instance => ({
    operands: { x: trained([batch, size, 3]), filter: trained([taps, 3, 4]) },
    apply: ({ x, filter }) => tf.conv1d(x as tf.Tensor3D, filter as tf.Tensor3D, stride, pad),
  }));

const conv3d = fc
  .record({ batch: length(1, 2), size: length(3, 5), taps: length(1, 3), stride: length(1, 2), pad: padding })
  .map(({ batch, size, taps, stride, pad }): Instance => ({
    operands: { x: trained([batch, size, size + 1, size, 2]), filter: trained([taps, taps, taps, 2, 3]) },
    apply: ({ x, filter }) => tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, stride, pad),
  }));

const conv3dTranspose = fc
  .record({ size: length(2, 3), taps: length(2, 3), stride: length(1, 2) })
  .map(({ size, taps, stride }): Instance => {
    const out = size * stride;
    return {
      operands: { x: trained([1, size, size, size, 2]), filter: trained([taps, taps, taps, 3, 2]) },
      apply: ({ x, filter }) =>
        tf.conv3dTranspose(x as tf.Tensor5D, filter as tf.Tensor5D, [1, out, out, out, 3], stride, 'same'),
    };
  });

/** Filters along one axis: Winograd's with up to seven taps. */
const lineFilters = fc
  .record({
    taps: length(2, 8),
    isHigh: fc.boolean(),
    pad: fc.constantFrom('same' as const, 'valid' as const),
  })
  .map(({ taps, isHigh, pad }): Instance => ({
    operands: {
      x: trained([2, 8, 9, 16], -0.5, 0.5),
      filter: trained([...(isHigh ? [taps, 1] : [1, taps]), 16, 17], -0.5, 0.5),
    },
    apply: ({ x, filter }) => tf.conv2d(image(x), image(filter), 1, pad),
  }));

/** Too many taps for Winograd's constants. */
const manyTaps = fc
  .record({ rows: length(6, 8), columns: length(2, 8) })
  .map(({ rows, columns }): Instance => ({
    operands: { x: trained([1, 7, 6, 16], -0.2, 0.2), filter: trained([rows, columns, 16, 16], -0.2, 0.2) },
    apply: ({ x, filter }) => tf.conv2d(image(x), image(filter), 1, 'same'),
  }));

/** Dilated, where tfjs has no gradient. */
const dilatedDepthwise = fc.record({ size: length(5, 7), pad: padding }).map(({ size, pad }): Instance => ({
  operands: { x: trained([2, size, size, 3]), filter: trained([2, 3, 3, 2]) },
  isTfjsGradientWrong: true,
  apply: ({ x, filter }) => tf.depthwiseConv2d(image(x), image(filter), 1, pad, 'NHWC', 2),
}));

const depthwise = fc
  .record({
    batch: length(1, 3),
    size: length(4, 7),
    channels: length(1, 3),
    multiplier: length(1, 2),
    taps: length(1, 3),
    stride: length(1, 2),
    pad: padding,
  })
  .map(({ batch, size, channels, multiplier, taps, stride, pad }): Instance => ({
    operands: {
      x: trained([batch, size, size + 1, channels]),
      filter: trained([taps, taps, channels, multiplier]),
    },
    apply: ({ x, filter }) => tf.depthwiseConv2d(image(x), image(filter), stride, pad),
  }));

const separable = length(4, 6).map((size): Instance => ({
  operands: { x: trained([2, size, size, 3]), depth: trained([3, 3, 3, 2]), point: trained([1, 1, 6, 4]) },
  apply: ({ x, depth, point }) => tf.separableConv2d(image(x), image(depth), image(point), 1, 'same'),
}));

const transposedConvolution = fc
  .record({
    batch: length(1, 2),
    size: length(2, 5),
    taps: length(2, 4),
    stride: length(1, 2),
    channels: fc.constantFrom(2, 16),
  })
  .map(({ batch, size, taps, stride, channels }): Instance => {
    const out = size * stride;
    return {
      operands: {
        x: trained([batch, size, size, channels]),
        filter: trained([taps, taps, channels, channels]),
      },
      apply: ({ x, filter }) =>
        tf.conv2dTranspose(image(x), image(filter), [batch, out, out, channels], stride, 'same'),
    };
  });

/** Values far apart, so that a finite difference does not change which is largest. */
const pool = (
  apply: (x: tf.Tensor4D, taps: number, stride: number, pad: 'same' | 'valid') => tf.Tensor,
): fc.Arbitrary<Instance> =>
  fc
    .record({
      batch: length(1, 2),
      size: length(4, 8),
      channels: length(1, 3),
      taps: length(1, 3),
      stride: length(1, 3),
      pad: padding,
    })
    .map(({ batch, size, channels, taps, stride, pad }) => ({
      operands: { x: trained([batch, size, size, channels], -10, 10) },
      apply: ({ x }) => apply(image(x), taps, stride, pad),
    }));

const pool3d = (
  apply: (x: tf.Tensor5D, taps: number, stride: number, pad: 'same' | 'valid') => tf.Tensor,
): fc.Arbitrary<Instance> =>
  fc
    .record({ size: length(3, 5), taps: length(1, 3), stride: length(1, 2), pad: padding })
    .filter(({ taps, stride, pad }) => pad === 'valid' || stride <= taps) // the other is refused
    .map(({ size, taps, stride, pad }) => ({
      operands: { x: trained([2, size, size, size, 2], -10, 10) },
      apply: ({ x }) => apply(x as tf.Tensor5D, taps, stride, pad),
    }));

/** Equal values in a window: the gradient goes to the first, as in tfjs. */
const maxPoolOfTies = fc
  .record({ size: length(2, 4), taps: length(2, 3) })
  .map(({ size, taps }): Instance => ({
    operands: { x: integers([2, size * taps, size * taps, 3], 3), slope: trained([1]) },
    apply: ({ x, slope }) =>
      tf.maxPool(image(tf.relu(tf.mul(tf.cast(x, 'float32'), slope))), taps, taps, 'valid'),
  }));

const resize = (
  apply: (x: tf.Tensor4D, size: [number, number], alignCorners: boolean) => tf.Tensor,
): fc.Arbitrary<Instance> =>
  fc
    .record({
      height: length(1, 5),
      width: length(1, 5),
      to: fc.tuple(length(1, 9), length(1, 9)),
      align: fc.boolean(),
    })
    .map(({ height, width, to, align }) => ({
      operands: { x: trained([2, height, width, 3]) },
      apply: ({ x }) => apply(image(x), to, align),
    }));

const resizeHalfPixel = fc
  .record({ height: length(1, 5), to: fc.tuple(length(1, 9), length(1, 9)), isLinear: fc.boolean() })
  .map(({ height, to, isLinear }): Instance => ({
    operands: { x: trained([2, height, 4, 3]) },
    isTfjsGradientWrong: true,
    apply: ({ x }) =>
      (isLinear ? tf.image.resizeBilinear : tf.image.resizeNearestNeighbor)(image(x), to, false, true),
  }));

const batchNorm = length(3, 5).map((size): Instance => ({
  operands: { x: trained([3, size, size, 4]), offset: trained([4]), scale: trained([4]) },
  apply: ({ x, offset, scale }) => {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.batchNorm(
      image(x),
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      offset as tf.Tensor1D,
      scale as tf.Tensor1D,
    );
  },
}));

const layerNorm = fc.tuple(length(2, 5), length(2, 6)).map(([rows, width]): Instance => ({
  operands: { x: trained([rows, width]), scale: trained([width]), shift: trained([width]) },
  apply: ({ x, scale, shift }) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-2))), scale), shift);
  },
}));

const groupNorm = length(2, 4).map((size): Instance => ({
  operands: { x: trained([2, size, size, 6]) },
  apply: ({ x }) => {
    const groups = tf.reshape(x, [2, size, size, 3, 2]);
    const { mean, variance } = tf.moments(groups, [1, 2, 4], true);
    return tf.reshape(tf.mul(tf.sub(groups, mean), tf.rsqrt(tf.add(variance, 1e-2))), x.shape);
  },
}));

const localResponseNorm = fc
  .record({ channels: length(1, 6), radius: length(1, 3) })
  .map(({ channels, radius }): Instance => ({
    operands: { x: trained([2, 2, 3, channels]) },
    apply: ({ x }) => tf.localResponseNormalization(image(x), radius, 1, 0.5, 0.75),
  }));

const dropoutWithNoise = length(2, 6).map((size): Instance => ({
  operands: { x: trained([3, size]), noise: given([3, size], 0, 1) },
  apply: ({ x, noise }) => dropout(x, 0.3, noise),
}));

const wrongInTfjs = (instance: Instance): Instance => ({ ...instance, isTfjsGradientWrong: true });

const fusedDepthwise = length(3, 5).map((size): Instance => ({
  operands: { x: given([2, size, size, 3]), filter: given([3, 3, 3, 2]), bias: given([6]) },
  apply: ({ x, filter, bias }) =>
    tf.fused.depthwiseConv2d({
      x: image(x),
      filter: image(filter),
      strides: 1,
      pad: 'same',
      bias,
      activation: 'relu6',
    }),
}));

/** Operations by name; part of OPERATIONS. */
export const CONVOLVING = {
  fusedDepthwiseConv2d: fusedDepthwise,
  conv1d,
  conv3d,
  conv3dTranspose,
  lineFilters,
  manyTaps,
  dilatedDepthwise,
  depthwiseConv2d: depthwise,
  separableConv2d: separable,
  conv2dTranspose: transposedConvolution,
  maxPool: pool((x, taps, stride, pad) => tf.maxPool(x, taps, stride, pad)),
  maxPoolOfTies,
  avgPool: pool((x, taps, stride, pad) => tf.avgPool(x, taps, stride, pad)).map(wrongInTfjs), // forgets that padding does not count
  dilatedPool: length(5, 7).map((size): Instance => ({
    operands: { x: given([1, size, size, 2]) },
    apply: ({ x }) => tf.pool(image(x), 2, 'max', 'same', 2),
  })),
  maxPool3d: pool3d((x, taps, stride, pad) => tf.maxPool3d(x, taps, stride, pad)),
  avgPool3d: pool3d((x, taps, stride, pad) => tf.avgPool3d(x, taps, stride, pad)).map(wrongInTfjs),
  resizeBilinear: resize((x, size, align) => tf.image.resizeBilinear(x, size, align)).map(wrongInTfjs), // swaps height and width
  resizeNearestNeighbor: resize((x, size, align) => tf.image.resizeNearestNeighbor(x, size, align)).map(
    wrongInTfjs,
  ),
  resizeHalfPixel,
  batchNorm,
  layerNorm,
  groupNorm,
  localResponseNorm,
  dropoutWithNoise,
  conv2d,
  convolutionStack,
  stridedBlocks,
  dilatedConv2d: dilated,
  fusedConv2d: fusedConvolution,
  aroundConvolutions,
  poolsAmongConvolutions,
} satisfies Record<string, fc.Arbitrary<Instance>>;
