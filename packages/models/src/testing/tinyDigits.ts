/** For tests: a dataset in MNIST's place, small and easy. */
import { AgonError, RandomStream } from '@agon/core';
import type { FileStore } from '@agon/learning';

const SIDE = 28;
const CLASSES = 10;
/** Side of the square that tells the class. */
const SQUARE = 8;

function idx(shape: readonly number[], values: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 + shape.length);
  shape.forEach((length, axis) => header.setUint32(4 + 4 * axis, length));
  return new Uint8Array([...new Uint8Array(header.buffer), ...values]);
}

/** Pictures with a bright square at the place of their class, in noise of so many levels. */
function pictures(count: number, seed: string, noise: number): [Uint8Array, Uint8Array] {
  const random = new RandomStream(seed);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % CLASSES);
  const values = Uint8Array.from({ length: count * SIDE * SIDE }, () => random.int(noise));
  labels.forEach((label, i) => {
    const [top, left] = [SQUARE * Math.floor(label / 3), SQUARE * (label % 3)].map((at) =>
      Math.min(at, SIDE - SQUARE),
    );
    for (let y = 0; y < SQUARE; y++)
      for (let x = 0; x < SQUARE; x++) values[(i * SIDE + top + y) * SIDE + left + x] += 255 - noise;
  });
  return [idx([count, SIDE, SIDE], values), idx([count], labels)];
}

/** A store whose "mnist" has so many pictures for training (one in twelve of them for validation) and for the test. */
export function tinyDigits(train = 240, test = 60, noise = 100): FileStore {
  const files: Record<string, Uint8Array> = {};
  for (const [name, count] of [
    ['train', train],
    ['t10k', test],
  ] as const) {
    const [images, labels] = pictures(count, name, noise);
    files[`${name}-images-idx3-ubyte`] = images;
    files[`${name}-labels-idx1-ubyte`] = labels;
  }
  return {
    list: () => Promise.resolve(Object.keys(files)),
    read: (_root, path) =>
      path in files ? Promise.resolve(files[path]) : Promise.reject(new AgonError('not-found', `no ${path}`)),
  };
}
