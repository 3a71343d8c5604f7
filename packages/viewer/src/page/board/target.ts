/** From a place on a drawing to the action that it stands for. */
import type { Drawing } from '@agon/envs';

/** The action of the nearest target whose radius reaches (x, y), in the drawing's units; undefined where there is none. */
export function targetAt(drawing: Drawing, x: number, y: number): number | undefined {
  let nearest: number | undefined;
  let least = Infinity;
  for (const target of drawing.targets ?? []) {
    const distance = Math.hypot(target.x - x, target.y - y);
    if (distance > target.radius || distance >= least) continue;
    nearest = target.action;
    least = distance;
  }
  return nearest;
}
