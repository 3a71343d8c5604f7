/** Which pictures of a dataset excite the maps of a layer most. */
import type { PictureSplit } from '@agon/data';
import type { Inspector } from '../../inspect/inspector.js';
import { mapOf } from '../../inspect/colours.js';

/** A picture and how much it excites a map: the map's largest value. */
export interface Excitement {
  readonly index: number;
  readonly value: number;
}

/** The largest value of each map: how much it is excited. Units of a dense layer are maps of one value. */
export function excitements(values: ArrayLike<number>, shape: readonly number[]): number[] {
  const maps = shape[shape.length - 1];
  const places = [values.length / maps, 1, maps];
  return Array.from({ length: maps }, (_, map) =>
    mapOf(values, places, map).reduce((most, value) => Math.max(most, value), -Infinity),
  );
}

/**
 * For each map of a layer the pictures that excite it most, the strongest first.
 * @param indices of the pictures that are looked at
 */
export async function excitedBy(
  inspector: Inspector,
  layer: number,
  split: PictureSplit,
  indices: readonly number[],
  most: number,
): Promise<Excitement[][]> {
  const { shape } = inspector.layers[layer];
  const found: Excitement[][] = Array.from({ length: shape[shape.length - 1] }, () => []);
  const pixels = new Uint8Array(inspector.inputShape.reduce((product, length) => product * length, 1));
  for (const index of indices) {
    await split.read([index], pixels);
    await inspector.look(Float32Array.from(pixels, (byte) => byte / 255));
    excitements(inspector.values(layer), shape).forEach((value, map) => {
      const best = found[map];
      best.push({ index, value });
      best.sort((a, b) => b.value - a.value);
      if (best.length > most) best.pop();
    });
  }
  return found;
}
