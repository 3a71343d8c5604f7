/** A cursor on a board, for playing by keyboard: it walks from target to target. */
import type { Drawing } from '@agon/envs';

/** An arrow key. */
export type Direction = 'left' | 'up' | 'right' | 'down';

const STEPS: Readonly<Record<Direction, readonly [x: number, y: number]>> = {
  left: [-1, 0],
  up: [0, -1],
  right: [1, 0],
  down: [0, 1],
};

/** A place where the cursor can stand: an index into `Drawing.targets`. */
export type Cursor = number | undefined;

/**
 * The target that lies next in a direction, or the same one where there is none. Targets straight ahead are preferred to
 * ones aside. A cursor that stands nowhere begins at the target nearest to the middle.
 */
export function moveCursor(drawing: Drawing, cursor: Cursor, direction: Direction): Cursor {
  const targets = drawing.targets ?? [];
  const from = cursor === undefined ? undefined : targets[cursor];
  const [x, y] = from ? STEPS[direction] : [0, 0];
  const start = from ?? { x: drawing.width / 2, y: drawing.height / 2 };
  let best = from && cursor;
  let least = Infinity;
  targets.forEach((target, index) => {
    if (target === from) return;
    const [dx, dy] = [target.x - start.x, target.y - start.y];
    const ahead = dx * x + dy * y;
    const aside = Math.abs(dx * y) + Math.abs(dy * x);
    // Within 60 degrees of straight ahead (rows of hexagons are shifted by half a cell).
    if (from && (ahead <= 1e-6 || aside > 1.75 * ahead)) return;
    const cost = from ? ahead + 2 * aside : Math.hypot(dx, dy);
    if (cost >= least) return;
    best = index;
    least = cost;
  });
  return best;
}

const INK = 0x1f6feb;

/** The drawing with a ring at the cursor. */
export function withCursor(drawing: Drawing, cursor: Cursor): Drawing {
  const target = cursor === undefined ? undefined : drawing.targets?.[cursor];
  if (!target) return drawing;
  const { x, y, radius } = target;
  const ring = {
    kind: 'circle',
    x,
    y,
    radius: 0.85 * radius,
    stroke: INK,
    strokeWidth: 0.12 * radius,
  } as const;
  return { ...drawing, marks: [...drawing.marks, ring] };
}
