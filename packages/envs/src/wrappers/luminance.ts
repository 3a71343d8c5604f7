/** Grey pictures from coloured ones, with the weights of the Arcade Learning Environment (Rec. 601). */
import type { Env } from '../env.js';
import { requirePictures, Wrapper } from './wrapper.js';

/** The luminance of a colour, all 0..255: 0.2989 R + 0.5870 G + 0.1140 B, rounded. */
export function luminance(red: number, green: number, blue: number): number {
  return Math.round(0.2989 * red + 0.587 * green + 0.114 * blue);
}

/**
 * Pictures [height, width, 1] of the luminance of pictures [height, width, 3] in red, green and blue. Where the maximum over two frames
 * is taken around it (`FrameSkip`), it is that of luminances, not of colours.
 */
export class Luminance extends Wrapper {
  /** [height, width, 3] The picture inside. */
  private readonly rgb: Uint8Array;

  /** @throws unsupported where `inner` does not show pictures of three planes */
  constructor(inner: Env) {
    const [height, width] = requirePictures(inner, 'Luminance', 3);
    super(inner, { observation: { ...inner.observation, shape: [height, width, 1] } });
    this.rgb = new Uint8Array(3 * height * width);
  }

  override observe(out: Uint8Array | Float32Array): void {
    const { rgb } = this;
    this.inner.observe(rgb);
    for (let pixel = 0, at = 0; at < rgb.length; pixel++, at += 3)
      out[pixel] = luminance(rgb[at], rgb[at + 1], rgb[at + 2]);
  }
}
