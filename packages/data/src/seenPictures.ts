/** Pictures that are equal, byte by byte. */

/** 32 bits of FNV-1a (Fowler, Noll & Vo). */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

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
