/** Kernels of 3×3 that people set by hand, row by row. */
export const KERNELS = {
  blur: [1, 1, 1, 1, 1, 1, 1, 1, 1].map((weight) => weight / 9),
  edges: [-1, -1, -1, -1, 8, -1, -1, -1, -1],
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
} as const;

/** Side of every kernel of the lesson. */
export const KERNEL_SIDE = 3;

/** Places of a window along one side: n pixels, p zeros at each end, windows of k, steps of s. */
export const placesOf = (n: number, k: number, p: number, s: number): number =>
  Math.floor((n + 2 * p - k) / s) + 1;
