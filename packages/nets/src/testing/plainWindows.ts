/** For tests: windows over rows, pictures and volumes in plain loops. */

/** Values [...lengths, channels], row-major. */
export interface Grid {
  readonly lengths: readonly number[];
  readonly channels: number;
  readonly values: ArrayLike<number>;
}

/** A window as a layer declares it. */
export interface PlainWindow {
  readonly size: readonly number[];
  readonly stride: number;
  readonly dilation: number;
  readonly padding: 'same' | 'valid' | number;
}

const product = (lengths: readonly number[]): number => lengths.reduce((all, length) => all * length, 1);

/** All index vectors below `lengths`, in row-major order. */
function* indices(lengths: readonly number[]): Generator<number[]> {
  for (let at = 0; at < product(lengths); at++) {
    const index: number[] = [];
    let rest = at;
    for (let axis = lengths.length - 1; axis >= 0; axis--) {
      index.unshift(rest % lengths[axis]);
      rest = Math.floor(rest / lengths[axis]);
    }
    yield index;
  }
}

/** How many places a window has along each axis, and how many zeros are before the first value. */
function placesOf(lengths: readonly number[], { size, stride, dilation, padding }: PlainWindow) {
  return lengths.map((length, axis) => {
    const reach = dilation * (size[axis] - 1) + 1;
    if (padding === 'same') {
      const places = Math.ceil(length / stride);
      return { places, before: Math.floor(Math.max(0, (places - 1) * stride + reach - length) / 2) };
    }
    const before = padding === 'valid' ? 0 : padding;
    return { places: Math.floor((length + 2 * before - reach) / stride) + 1, before };
  });
}

/** For each place, the values of each tap [tap][channel]; a tap outside the grid is undefined. */
function* windows(grid: Grid, window: PlainWindow): Generator<(number[] | undefined)[]> {
  const axes = placesOf(grid.lengths, window);
  for (const place of indices(axes.map(({ places }) => places))) {
    const taps: (number[] | undefined)[] = [];
    for (const tap of indices(window.size)) {
      const index = place.map(
        (at, axis) => at * window.stride + tap[axis] * window.dilation - axes[axis].before,
      );
      const isOutside = index.some((at, axis) => at < 0 || at >= grid.lengths[axis]);
      const start = index.reduce((sum, at, axis) => sum * grid.lengths[axis] + at, 0) * grid.channels;
      taps.push(
        isOutside
          ? undefined
          : Array.from({ length: grid.channels }, (_, channel) => grid.values[start + channel]),
      );
    }
    yield taps;
  }
}

/**
 * A convolution; zeros lie outside the grid.
 * @param weights of each group: [...size, channels / groups, filters / groups]
 * @param bias of each group
 */
export function convolve(
  grid: Grid,
  window: PlainWindow,
  weights: readonly Float32Array[],
  bias: readonly Float32Array[],
): number[] {
  const results: number[] = [];
  const perGroup = grid.channels / weights.length;
  for (const taps of windows(grid, window)) {
    weights.forEach((weight, group) => {
      const filters = bias[group].length;
      for (let filter = 0; filter < filters; filter++) {
        let sum = bias[group][filter];
        taps.forEach((values, tap) => {
          for (let c = 0; values && c < perGroup; c++)
            sum += values[group * perGroup + c] * weight[(tap * perGroup + c) * filters + filter];
        });
        results.push(sum);
      }
    });
  }
  return results;
}

/** The largest or the mean value of each channel in each window; what lies outside does not count. */
export function pool(grid: Grid, window: PlainWindow, kind: 'max' | 'average'): number[] {
  const results: number[] = [];
  for (const taps of windows(grid, window)) {
    const inside = taps.filter((values) => values !== undefined);
    for (let c = 0; c < grid.channels; c++) {
      const values = inside.map((each) => each[c]);
      const sum = values.reduce((all, value) => all + value, 0);
      results.push(kind === 'max' ? Math.max(...values) : sum / values.length);
    }
  }
  return results;
}
