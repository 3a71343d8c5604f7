/** How a camera was held: the orientation that it wrote into a JPEG (Exif 2.32, tag 0x0112), and a picture turned as it was meant. */
import type { Picture } from './picture.js';

const MARK = 0xff;
const SCAN = 0xda;
const APP1 = 0xe1;
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const LITTLE_ENDIAN = 0x4949;
const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;
/** What it is where nothing says so. */
const UPRIGHT = 1;

/** 1 to 8; 1 where a JPEG does not say it, or not as it should. */
export function orientationOf(jpeg: Uint8Array): number {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.length);
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === MARK && jpeg[at + 1] !== SCAN;) {
    const end = at + 2 + view.getUint16(at + 2);
    const isExif = jpeg[at + 1] === APP1 && EXIF.every((byte, i) => jpeg[at + 4 + i] === byte);
    if (isExif) return orientationIn(jpeg.subarray(at + 4 + EXIF.length, end));
    at = end;
  }
  return UPRIGHT;
}

/** The same of what Exif holds: a TIFF header, and a directory of tags. */
function orientationIn(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
  if (tiff.length < 8) return UPRIGHT;
  const isLittle = view.getUint16(0) === LITTLE_ENDIAN;
  const first = view.getUint32(4, isLittle);
  if (first + 2 > tiff.length) return UPRIGHT;
  const count = view.getUint16(first, isLittle);
  for (let at = first + 2; at < first + 2 + count * ENTRY_BYTES; at += ENTRY_BYTES) {
    if (at + ENTRY_BYTES > tiff.length) return UPRIGHT;
    if (view.getUint16(at, isLittle) !== ORIENTATION_TAG) continue;
    const value = view.getUint16(at + 8, isLittle);
    return view.getUint16(at + 2, isLittle) === SHORT && value >= 1 && value <= 8 ? value : UPRIGHT;
  }
  return UPRIGHT;
}

/** Where the pixel (x, y) of a picture of w × h belongs, by its orientation. */
const PLACES: readonly ((x: number, y: number, w: number, h: number) => readonly [x: number, y: number])[] = [
  (x, y) => [x, y],
  (x, y, w) => [w - 1 - x, y],
  (x, y, w, h) => [w - 1 - x, h - 1 - y],
  (x, y, _w, h) => [x, h - 1 - y],
  (x, y) => [y, x],
  (x, y, _w, h) => [h - 1 - y, x],
  (x, y, w, h) => [h - 1 - y, w - 1 - x],
  (x, y, w) => [y, w - 1 - x],
];
/** Orientations from here on lie on their side. */
const FIRST_ON_ITS_SIDE = 5;

/** A picture as it was meant. @param orientation 1 (itself) to 8 */
export function turned(picture: Picture, orientation: number): Picture {
  if (orientation === UPRIGHT) return picture;
  const { width: w, height: h, rgb } = picture;
  const place = PLACES[orientation - 1];
  const [width, height] = orientation >= FIRST_ON_ITS_SIDE ? [h, w] : [w, h];
  const out = new Uint8Array(rgb.length);
  // Places are linear: the first pixel's, and what one step along x or y adds, tell all.
  const at = (x: number, y: number): number => {
    const [toX, toY] = place(x, y, w, h);
    return 3 * (toY * width + toX);
  };
  const start = at(0, 0);
  const [alongX, alongY] = [at(1, 0) - start, at(0, 1) - start];
  for (let y = 0, from = 0; y < h; y++) {
    let to = start + y * alongY;
    for (let x = 0; x < w; x++, from += 3, to += alongX) {
      out[to] = rgb[from];
      out[to + 1] = rgb[from + 1];
      out[to + 2] = rgb[from + 2];
    }
  }
  return { width, height, rgb: out };
}
