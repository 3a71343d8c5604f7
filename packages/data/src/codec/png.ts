/** PNG: every colour type, depth and interlacing. */
import { decode, type DecodedPng } from 'fast-png';
import { MOST_PIXELS, refusePicture, type Picture } from './picture.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Where the header's width begins, and where the header ends. */
const WIDTH_AT = 16;
const HEADER_END = 33;
const OPAQUE = 255;

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

/** @param what the file, as it reads in an error @throws bad-file where it is damaged or too large */
export function readPng(bytes: Uint8Array, what: string): Picture {
  if (bytes.length < HEADER_END) refusePicture(what, 'it ends in its header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [width, height] = [view.getUint32(WIDTH_AT), view.getUint32(WIDTH_AT + 4)];
  if (width * height > MOST_PIXELS) refusePicture(what, `it has ${width}×${height} pixels`);
  let png: DecodedPng;
  try {
    png = decode(bytes, { checkCrc: true });
  } catch (cause) {
    return refusePicture(what, `it is damaged (${(cause as Error).message})`, cause);
  }
  const samples = samplesOf(png);
  if (samples.length !== width * height * png.channels) refusePicture(what, 'pixels are missing');
  const rgb = new Uint8Array(3 * width * height);
  const pixel = new Uint8Array(4);
  for (let i = 0; i < width * height; i++) {
    colourOf(png, samples, i, pixel);
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = Math.round((pixel[c] * pixel[3] + 255 * (OPAQUE - pixel[3])) / OPAQUE); // prettier-ignore
  }
  return { width, height, rgb };
}

/** One sample an element: those of less than a byte are packed, each row beginning with a byte of its own. */
function samplesOf({ data, depth, width, height }: DecodedPng): ArrayLike<number> {
  if (depth >= 8) return data;
  const rowBytes = Math.ceil((width * depth) / 8);
  const samples = new Uint8Array(width * height);
  const mask = (1 << depth) - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      samples[y * width + x] = (data[y * rowBytes + (bit >> 3)] >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return samples;
}

/** Writes red, green, blue and opacity of a pixel, 0 to 255 each. */
function colourOf(png: DecodedPng, samples: ArrayLike<number>, index: number, out: Uint8Array): void {
  const { channels, depth, palette, transparency } = png;
  const at = index * channels;
  if (palette) {
    const [red, green, blue, opacity = OPAQUE] = palette[samples[at]] ?? [0, 0, 0];
    out.set([red, green, blue, opacity]);
    return;
  }
  const scale = 255 / (2 ** depth - 1);
  const isGrey = channels < 3;
  for (let c = 0; c < 3; c++) out[c] = Math.round(samples[at + (isGrey ? 0 : c)] * scale);
  const hasOpacity = channels === 2 || channels === 4;
  if (hasOpacity) out[3] = Math.round(samples[at + channels - 1] * scale);
  else out[3] = isTransparent(samples, at, channels, transparency) ? 0 : OPAQUE;
}

/** Whether a pixel has the one colour that is declared to be transparent. */
function isTransparent(
  samples: ArrayLike<number>,
  at: number,
  channels: number,
  colour: ArrayLike<number> | undefined,
): boolean {
  if (colour === undefined || colour.length < channels) return false;
  for (let c = 0; c < channels; c++) if (samples[at + c] !== colour[c]) return false;
  return true;
}
