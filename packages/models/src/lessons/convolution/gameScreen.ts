/** A frame of a game that plays itself at random. */
import { RandomStream } from '@agon/core';
import { gameScreen, SCREEN_SIDE } from '@agon/data';

/** After so many frames, [40, 40, 3] bytes. */
export function frameOf(game: string, frames: number, seed: string): Uint8Array {
  const { env, showInto } = gameScreen(game);
  const rng = new RandomStream(seed);
  env.useRng(rng);
  env.reset();
  let action = 0;
  for (let frame = 0; frame < frames; frame++) {
    if (frame % 4 === 0) action = rng.int(env.actionNames.length);
    const { terminated, truncated } = env.step(action);
    if (terminated || truncated) env.reset();
  }
  const pixels = new Uint8Array(SCREEN_SIDE * SCREEN_SIDE * 3);
  showInto(pixels);
  return pixels;
}
