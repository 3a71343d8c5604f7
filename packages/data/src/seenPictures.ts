/** Pictures that are equal, byte by byte. */

import { areEqual, hashOf } from './hash.js';

/** A set of pictures. It keeps views of their bytes. */
export class SeenPictures {
  private readonly byHash = new Map<number, Uint8Array[]>();

  add(picture: Uint8Array): void {
    const hash = hashOf(picture);
    const alike = this.byHash.get(hash);
    if (alike === undefined) this.byHash.set(hash, [picture]);
    else if (!alike.some((other) => areEqual(picture, other))) alike.push(picture);
  }

  has(picture: Uint8Array): boolean {
    return this.byHash.get(hashOf(picture))?.some((other) => areEqual(picture, other)) ?? false;
  }
}
