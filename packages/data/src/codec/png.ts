/** PNG: every colour type, depth and interlacing. */
import { decode, type DecodedPng } from 'fast-png';
import { refusePicture, type Picture } from './picture.js';
import { checkPng } from './pngChunks.js';

const OPAQUE = 255;

/** @param what the file, as it reads in an error @throws bad-file where it is damaged or too large */
export function readPng(bytes: Uint8Array, what: string): Picture {
  checkPng(bytes, what);
  let png: DecodedPng;
  try {
    png = decode(bytes);
  } catch (cause) {
    return refusePicture(what, `it is damaged (${(cause as Error).message})`, cause);
  }
  const { width, height, channels, palette } = png;
  const samples = samplesOf(png);
  if (samples.length !== width * height * channels) refusePicture(what, 'pixels are missing');
  const rgb = new Uint8Array(3 * width * height);
  if (palette) fromPalette(palette, samples, rgb);
  else fromSamples(png, samples, rgb);
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

/** A value of 0 to 255 with its opacity, on white. */
const onWhite = (value: number, opacity: number): number =>
  Math.round((value * opacity + 255 * (OPAQUE - opacity)) / OPAQUE);

function fromPalette(
  palette: readonly (readonly number[])[],
  samples: ArrayLike<number>,
  rgb: Uint8Array,
): void {
  const colours = new Uint8Array(3 * 256);
  palette.forEach(([red, green, blue, opacity = OPAQUE], i) => {
    colours.set(
      [red, green, blue].map((value) => onWhite(value, opacity)),
      3 * i,
    );
  });
  for (let i = 0, at = 0; i < samples.length; i++, at += 3) {
    const colour = 3 * samples[i];
    rgb[at] = colours[colour];
    rgb[at + 1] = colours[colour + 1];
    rgb[at + 2] = colours[colour + 2];
  }
}

/** Grey or colours, with opacity for each pixel, one colour that is transparent, or neither. */
function fromSamples(
  { channels, depth, transparency }: DecodedPng,
  samples: ArrayLike<number>,
  rgb: Uint8Array,
): void {
  const scale = 255 / (2 ** depth - 1);
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  const hasOpacity = channels === 2 || channels === 4;
  const clear = transparency && transparency.length >= channels ? transparency : undefined;
  for (let from = 0, at = 0; from < samples.length; from += channels, at += 3) {
    let opacity = hasOpacity ? samples[from + channels - 1] * scale : OPAQUE;
    if (
      clear &&
      samples[from] === clear[0] &&
      samples[from + green] === clear[green] &&
      samples[from + blue] === clear[blue]
    )
      opacity = 0;
    const white = 255 * (OPAQUE - opacity);
    rgb[at] = (samples[from] * scale * opacity + white) / OPAQUE + 0.5;
    rgb[at + 1] = (samples[from + green] * scale * opacity + white) / OPAQUE + 0.5;
    rgb[at + 2] = (samples[from + blue] * scale * opacity + white) / OPAQUE + 0.5;
  }
}
