/** JPEG, baseline and progressive, grey and in colours. */
import jpeg from 'jpeg-js';
import { MOST_PIXELS, refusePicture, type Picture } from './picture.js';

const START = [0xff, 0xd8, 0xff];
const END = [0xff, 0xd9];
const MOST_MEGABYTES = 1024;

export const isJpeg = (bytes: Uint8Array): boolean => START.every((byte, i) => bytes[i] === byte);

/** @param what the file, as it reads in an error @throws bad-file where it is damaged or too large */
export function readJpeg(bytes: Uint8Array, what: string): Picture {
  if (!hasEnd(bytes)) refusePicture(what, 'it is cut short');
  let decoded: { width: number; height: number; data: Uint8Array };
  try {
    decoded = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: MOST_MEGABYTES,
    });
  } catch (cause) {
    return refusePicture(what, `it is damaged (${(cause as Error).message})`, cause);
  }
  const { width, height, data } = decoded;
  if (data.length !== 3 * width * height) refusePicture(what, 'pixels are missing');
  return { width, height, rgb: data };
}

/** Whether the mark of the end is there: cameras write more after it, and the decoder takes what is missing for black. */
function hasEnd(bytes: Uint8Array): boolean {
  for (let i = bytes.length - 2; i >= 0; i--) if (bytes[i] === END[0] && bytes[i + 1] === END[1]) return true;
  return false;
}
