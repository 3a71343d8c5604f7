/** Games as small pictures in colours. */
import { makeEnv, observationArray, type Env } from '@agon/envs';

/** Side of the pictures. */
export const SIDE = 40;
export const PICTURE_BYTES = SIDE * SIDE * 3;

/** Of the planes of a MinAtar game, in order; a later one lies over those before. */
const PLANE_COLOURS = [
  0x4f9de8, 0xf2f5fa, 0x7d8aa5, 0xf7d154, 0xe4572e, 0x6bbf59, 0xa178df, 0xf39c3d, 0xe8739e, 0x2fa4a0,
];
const BACKGROUND = 0x0b0e17;

/** A game that is played frame by frame, and seen. */
export interface Screen {
  readonly env: Env;
  /** Writes the present frame, [40, 40, 3]. */
  showInto(pixels: Uint8Array): void;
}

/** A pixel game: its own screen, shrunk by area averages. */
export function pixelScreen(id: string): Screen {
  const env = makeEnv(`${id}:skip=1,gray=false,size=${SIDE},stack=1,sticky=0`);
  return { env, showInto: (pixels) => env.observe(pixels) };
}

/** A MinAtar game: each cell a square in the colour of what is in it. */
export function cellScreen(id: string): Screen {
  const env = makeEnv(`${id}:sticky=0`);
  const [side, , planes] = env.observation.shape;
  const cells = observationArray(env.observation);
  const scale = SIDE / side;
  const showInto = (pixels: Uint8Array): void => {
    env.observe(cells);
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const cell = (Math.floor(y / scale) * side + Math.floor(x / scale)) * planes;
        let colour = BACKGROUND;
        for (let plane = 0; plane < planes; plane++)
          if (cells[cell + plane] > 0) colour = PLANE_COLOURS[plane];
        const at = (y * SIDE + x) * 3;
        pixels[at] = colour >> 16;
        pixels[at + 1] = (colour >> 8) & 255;
        pixels[at + 2] = colour & 255;
      }
    }
  };
  return { env, showInto };
}

/** The screen of any game that can be shown, by its id. */
export const gameScreen = (id: string): Screen =>
  id.startsWith('pixel-') ? pixelScreen(id) : cellScreen(id);
