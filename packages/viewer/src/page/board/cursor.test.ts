import { describe, expect, it } from 'vitest';
import { drawState, listEnvironments, makeGame, type Drawing } from '@agon/envs';
import { moveCursor, withCursor, type Cursor, type Direction } from './cursor.js';

const ticTacToe = drawState(makeGame('tic_tac_toe').newInitialState());

function walk(drawing: Drawing, start: Cursor, ...directions: Direction[]): Cursor {
  return directions.reduce((cursor, direction) => moveCursor(drawing, cursor, direction), start);
}

describe('the cursor', () => {
  it('begins in the middle', () => {
    expect(walk(ticTacToe, undefined, 'left')).toBe(4);
  });

  it('walks cell by cell and stops at the edge', () => {
    expect(walk(ticTacToe, 4, 'right')).toBe(5);
    expect(walk(ticTacToe, 4, 'up', 'up', 'left')).toBe(0);
    expect(walk(ticTacToe, 4, 'down', 'right', 'right', 'down')).toBe(8);
  });

  it('reaches every place of every board game', () => {
    const games = listEnvironments().filter(({ kind }) => kind === 'game');
    for (const { id } of games) {
      const drawing = drawState(makeGame(id).newInitialState());
      const first = moveCursor(drawing, undefined, 'up');
      const reached = new Set([first]);
      for (const cursor of reached) {
        for (const direction of ['left', 'up', 'right', 'down'] as const) {
          reached.add(moveCursor(drawing, cursor, direction));
        }
      }
      expect(reached.size, id).toBe(drawing.targets?.length);
    }
  });

  it('stands nowhere on a drawing without places', () => {
    const drawing: Drawing = { width: 1, height: 1, background: 0, marks: [], text: '' };
    expect(moveCursor(drawing, undefined, 'left')).toBeUndefined();
    expect(withCursor(drawing, 0)).toBe(drawing);
  });

  it('is a ring around its place', () => {
    expect(withCursor(ticTacToe, 5).marks.at(-1)).toMatchObject({ kind: 'circle', x: 2.5, y: 1.5 });
  });
});
