/** Windows that move over the axes of a picture (2), a row (1) or a volume (3): how many places they have. */
import { AgonError } from '@agon/core';
import type { Shape } from '@agon/engine';

/** One length for all axes, or one each. */
export type Lengths = number | readonly number[];

/** `same`: zeros around it, so that stride 1 keeps its size; a number: so many zeros at each end. */
export type Padding = 'same' | 'valid' | number;

/** A window: its length on each axis, steps and gaps. */
export interface Window {
  readonly size: readonly number[];
  readonly stride: number;
  readonly dilation: number;
  readonly padding: Padding;
}

/** One length for each of so many axes. */
export const perAxis = (lengths: Lengths, axes: number): number[] =>
  typeof lengths === 'number' ? Array.from({ length: axes }, () => lengths) : [...lengths];

/**
 * How many places a window has on each axis: (n + padding − reach) / stride + 1, where its reach is dilation · (size − 1) + 1;
 * with `same` n / stride, rounded up.
 * @throws unsupported where it has none
 */
export function places(name: string, lengths: Shape, { size, stride, dilation, padding }: Window): number[] {
  return lengths.map((length, axis) => {
    if (padding === 'same') return Math.ceil(length / stride);
    const reach = dilation * (size[axis] - 1) + 1;
    const room = length + 2 * (padding === 'valid' ? 0 : padding) - reach;
    if (room >= 0) return Math.floor(room / stride) + 1;
    throw new AgonError(
      'unsupported',
      `layer "${name}" has a window of ${reach}, and what it reads is ${lengths.join('×')}: give larger inputs, fewer or smaller layers, or padding=same.`,
    );
  });
}

/** Zeros that `tf.pad` puts around the axes between batch and channels, where the padding is a number. */
export const zerosAround = (axes: number, padding: number): [number, number][] => [
  [0, 0],
  ...Array.from({ length: axes }, (): [number, number] => [padding, padding]),
  [0, 0],
];
