/** How key and door looks: the room that the player is in, lives and the key above it. */
import type { Colour, Drawing } from '../drawing.js';
import { BACKGROUND, BLUE, GREY, ORANGE, RED, TextGrid, VIOLET, YELLOW } from '../palette.js';
import type { KeyDoor } from './keyDoor.js';
import { ROOM_SIDE } from './keyDoorRooms.js';

/** The present position; cells are of size 1, under a row for lives and key. */
export function drawKeyDoor(game: KeyDoor): Drawing {
  const { rows } = game.here;
  const marks: Drawing['marks'] = [];
  const text = new TextGrid(ROOM_SIDE);
  const block = (x: number, y: number, fill: Colour, inset: number): void => {
    const side = 1 - 2 * inset;
    marks.push({ kind: 'rect', x: x + inset, y: y + 1 + inset, width: side, height: side, fill });
  };
  for (let y = 0; y < ROOM_SIDE; y++) {
    for (let x = 0; x < ROOM_SIDE; x++) {
      const tile = rows[y][x];
      const isThere =
        (tile === 'K' && !game.isKeyTaken) ||
        (tile === 'D' && !game.isDoorOpen) ||
        (tile === 'T' && !game.isTreasureTaken);
      if (tile === '#') block(x, y, GREY, 0.02);
      else if (tile === 'D' && isThere) block(x, y, ORANGE, 0.1);
      else if (isThere) block(x, y, tile === 'K' ? YELLOW : VIOLET, 0.25);
      if (tile === '#' || isThere) text.set(x, y, tile);
    }
  }
  const [x, y] = game.patrolCell(game.room);
  marks.push({ kind: 'circle', x: x + 0.5, y: y + 1.5, radius: 0.38, fill: RED });
  text.set(x, y, 'x');
  marks.push({ kind: 'circle', x: game.x + 0.5, y: game.y + 1.5, radius: 0.38, fill: BLUE });
  text.set(game.x, game.y, '@');
  for (let life = 0; life < game.lives; life++)
    marks.push({ kind: 'circle', x: 0.6 + 0.7 * life, y: 0.5, radius: 0.22, fill: BLUE });
  if (game.hasKey)
    marks.push({ kind: 'rect', x: ROOM_SIDE - 1, y: 0.25, width: 0.5, height: 0.5, fill: YELLOW });
  return { width: ROOM_SIDE, height: ROOM_SIDE + 1, background: BACKGROUND, marks, text: text.toString() };
}
