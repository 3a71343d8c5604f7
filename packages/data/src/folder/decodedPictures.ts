/** Pictures of a folder in one size: decoded when they are read, and kept as far as there is room. */
import { AgonError, isSystemError, systemErrorText } from '@agon/core';
import type { FileRoot, FileStore } from '@agon/learning';
import { decodePicture } from '../codec/decodePicture.js';
import type { Picture } from '../codec/picture.js';
import { resizeInto } from '../codec/resize.js';
import { hashOf } from '../hash.js';
import type { PictureShape } from '../pictures.js';

/** Bytes of pictures that are kept, in their one size: 20,000 of 64×64 in colours. */
const ROOM_BYTES = 2 ** 28;

/** The pictures of some files. */
export class DecodedPictures {
  readonly shape: PictureShape;
  readonly pictureBytes: number;
  private readonly files: FileStore;
  private readonly root: FileRoot;
  /** Those for which there was room: which ones does not change any more, so that every epoch finds them. */
  private readonly kept = new Map<string, Uint8Array>();
  private readonly mostKept: number;

  constructor(files: FileStore, root: FileRoot, shape: PictureShape, room = ROOM_BYTES) {
    this.files = files;
    this.root = root;
    this.shape = shape;
    this.pictureBytes = shape.reduce((product, length) => product * length, 1);
    this.mostKept = Math.floor(room / this.pictureBytes);
  }

  /**
   * Looks at a file for the first time, and decodes it: checksums alone do not tell that a picture can be read.
   * @returns the hash of its bytes, or in words why there is no picture in it
   */
  async look(path: string): Promise<number | string> {
    try {
      const bytes = await this.files.read(this.root, path);
      this.keep(path, decodePicture(bytes, path));
      return hashOf(bytes);
    } catch (error) {
      if (isSystemError(error)) return `${systemErrorText(error)}.`;
      if (error instanceof AgonError) return error.message;
      throw error;
    }
  }

  /** A picture in the one size. */
  private keep(path: string, picture: Picture): Uint8Array {
    const pixels = new Uint8Array(this.pictureBytes);
    resizeInto(picture, this.shape, pixels);
    if (this.kept.size < this.mostKept) this.kept.set(path, pixels);
    return pixels;
  }

  /** The bytes of a file. @throws not-found, bad-file */
  bytesOf(path: string): Promise<Uint8Array> {
    return this.files.read(this.root, path);
  }

  /** Writes a picture at a place. @throws not-found, bad-file where the file has changed since */
  async readInto(path: string, pixels: Uint8Array, at: number): Promise<void> {
    const kept = this.kept.get(path) ?? this.keep(path, decodePicture(await this.bytesOf(path), path));
    pixels.set(kept, at);
  }
}
