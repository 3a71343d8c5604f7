/** Where a cue is, and how much of a map lies on it. */
import type { PictureSplit } from '@agon/data';

/** Whether each place belongs to the cue: it does where the same pictures with and without it differ. [height · width] */
export async function cuePlaces(
  withCue: PictureSplit,
  without: PictureSplit,
  [height, width, channels]: readonly number[],
): Promise<Uint8Array> {
  const size = height * width * channels;
  const [marked, plain] = [new Uint8Array(size), new Uint8Array(size)];
  const places = new Uint8Array(height * width);
  for (let index = 0; index < Math.min(20, withCue.size); index++) {
    await withCue.read([index], marked);
    await without.read([index], plain);
    for (let i = 0; i < size; i++) if (marked[i] !== plain[i]) places[Math.floor(i / channels)] = 1;
  }
  return places;
}

/** The part of a map's sum that lies on some places. */
export function shareOn(map: ArrayLike<number>, places: Uint8Array): number {
  let [on, all] = [0, 0];
  places.forEach((isOn, i) => {
    all += map[i];
    if (isOn) on += map[i];
  });
  return all > 0 ? on / all : 0;
}

/** Of the strongest places of a map, as many as there are on the cue, the part that is on it. */
export function strongestOn(map: ArrayLike<number>, places: Uint8Array): number {
  const count = places.reduce((sum, isOn) => sum + isOn, 0);
  const order = Array.from(places.keys()).sort((a, b) => map[b] - map[a]);
  return order.slice(0, count).reduce((sum, place) => sum + places[place], 0) / Math.max(1, count);
}
