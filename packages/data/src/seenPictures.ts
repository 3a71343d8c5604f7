/** Pictures that are equal, byte by byte. */

import { areEqual, hashOf } from './hash.js';

/** A set of pictures. It keeps views of their bytes. */
export class SeenPictures {
  private readonly byHash = new Map<number, Uint8Array[]>();

  /** Adds a picture, if it is not there. @returns whether it was new */
  add(picture: Uint8Array): boolean {
    const hash = hashOf(picture);
    const alike = this.byHash.get(hash);
    if (alike === undefined) this.byHash.set(hash, [picture]);
    else if (alike.some((other) => areEqual(picture, other))) return false;
    else alike.push(picture);
    return true;
  }

  has(picture: Uint8Array): boolean {
    if (this.byHash.size === 0) return false;
    return this.byHash.get(hashOf(picture))?.some((other) => areEqual(picture, other)) ?? false;
  }
}
