/** Pictures by what their bytes begin with, whatever their names end with. */
import { isJpeg, readJpeg } from './jpeg.js';
import { refusePicture, type Picture } from './picture.js';
import { readPng } from './png.js';
import { isPng } from './pngChunks.js';

/** How the names of pictures end. */
export const PICTURE_ENDINGS = ['.png', '.jpg', '.jpeg'] as const;

/** @param what the file, as it reads in an error @throws bad-file where it is neither PNG nor JPEG, damaged, or too large */
export function decodePicture(bytes: Uint8Array, what: string): Picture {
  if (isPng(bytes)) return readPng(bytes, what);
  if (isJpeg(bytes)) return readJpeg(bytes, what);
  return refusePicture(what, bytes.length === 0 ? 'it is empty' : 'it is neither PNG nor JPEG');
}
