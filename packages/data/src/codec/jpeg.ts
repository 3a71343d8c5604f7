/** JPEG, baseline and progressive, grey and in colours; upright, however the camera was held. */
import jpeg from 'jpeg-js';
import { orientationOf, turned } from './exif.js';
import { MOST_PIXELS, refusePicture, type Picture } from './picture.js';

const START = [0xff, 0xd8, 0xff];
const MARK = 0xff;
const END = 0xd9;
const SCAN = 0xda;
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
  return turned({ width, height, rgb: data }, orientationOf(bytes));
}

/**
 * Whether the mark of the end is there, behind the last scan: the decoder takes what is missing for grey. Cameras write more after it,
 * and a small picture with an end of its own before the scan.
 */
function hasEnd(bytes: Uint8Array): boolean {
  for (let i = bytes.length - 2; i >= 0; i--) {
    if (bytes[i] !== MARK) continue;
    if (bytes[i + 1] === END) return true;
    if (bytes[i + 1] === SCAN) return false;
  }
  return false;
}
