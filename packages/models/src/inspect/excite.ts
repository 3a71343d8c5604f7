/**
 * A picture made to excite a unit: gradient ascent on the picture itself (activation maximisation: Erhan et al. 2009; Simonyan, Vedaldi &
 * Zisserman 2014), held back towards grey and blurred now and then, so that it is no mere noise (Yosinski et al. 2015).
 */
import type { Rng } from '@agon/core';
import type { UnitSlopes } from '@agon/engine';
import type { PictureShape } from '@agon/data';

/** Steps, the length of one (root mean square, of values in [0, 1]), and what holds them back. */
const STEPS = 60;
const STEP = 0.06;
const DECAY = 0.02;
const BLUR_EVERY = 6;
/** Where it begins: grey with a little noise. */
const GREY = 0.5;
const NOISE = 0.02;

/** Each value as the mean of its neighbours along one axis, the middle one twice. */
function blurAlong(picture: Float32Array, length: number, step: number): Float32Array {
  return picture.map((value, i) => {
    const at = Math.floor(i / step) % length;
    const before = at > 0 ? picture[i - step] : value;
    const after = at < length - 1 ? picture[i + step] : value;
    return (before + 2 * value + after) / 4;
  });
}

/**
 * @param units of the layer, whose sum is made large
 * @returns [height, width, channels], values in [0, 1]
 */
export async function excite(
  slopes: UnitSlopes,
  input: string,
  [height, width, channels]: PictureShape,
  units: readonly number[],
  rng: Rng,
): Promise<Float32Array> {
  let picture: Float32Array = Float32Array.from(
    { length: height * width * channels },
    () => GREY + NOISE * (rng.uniform() - 0.5),
  );
  for (let step = 1; step <= STEPS; step++) {
    slopes.inputs[input].set(picture);
    const { slope } = await slopes.run(...units);
    const length = Math.sqrt(slope.reduce((sum, each) => sum + each * each, 0) / slope.length);
    if (length === 0) break; // nothing moves it any more
    picture = picture.map((value, i) =>
      Math.min(1, Math.max(0, GREY + (1 - DECAY) * (value - GREY) + (STEP * slope[i]) / length)),
    );
    if (step % BLUR_EVERY === 0 && step < STEPS)
      picture = blurAlong(blurAlong(picture, width, channels), height, width * channels);
  }
  return picture;
}
