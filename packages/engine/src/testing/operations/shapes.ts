/** Random shapes. */
import fc from 'fast-check';
import type { Shape } from '../../tensors.js';

/** The length of an axis. */
export const length = (min = 1, max = 5) => fc.integer({ min, max });

/** Any shape of rank min to max, all lengths 1 to 5. */
export const anyShape = (min = 0, max = 4): fc.Arbitrary<Shape> =>
  fc.array(length(), { minLength: min, maxLength: max });

/** A shape and another that broadcasts with it: some of its leading axes are dropped, some lengths are 1. */
export const broadcastPair: fc.Arbitrary<[Shape, Shape]> = anyShape(0, 4).chain((shape) =>
  fc
    .tuple(fc.integer({ min: 0, max: shape.length }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
    .map(([dropped, ones]): [Shape, Shape] => [
      shape,
      shape.slice(dropped).map((size, i) => (ones[i] ? 1 : size)),
    ]),
);
