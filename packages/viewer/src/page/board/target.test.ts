import { describe, expect, it } from 'vitest';
import { drawState, makeGame, type Drawing } from '@agon/envs';
import { targetAt } from './target.js';

describe('targetAt', () => {
  it('finds each cell of tic-tac-toe under its middle, and none between four cells', () => {
    const drawing = drawState(makeGame('tic_tac_toe').newInitialState());
    for (let cell = 0; cell < 9; cell++) {
      expect(targetAt(drawing, (cell % 3) + 0.5, Math.floor(cell / 3) + 0.5)).toBe(cell);
    }
    expect(targetAt(drawing, 1, 1)).toBeUndefined();
    expect(targetAt(drawing, -1, 0.5)).toBeUndefined();
  });

  it('takes the nearer one where two reach', () => {
    const targets = [
      { action: 4, x: 0, y: 0, radius: 2 },
      { action: 7, x: 1, y: 0, radius: 2 },
    ];
    const drawing: Drawing = { width: 2, height: 1, background: 0, marks: [], text: '', targets };
    expect([targetAt(drawing, 0.4, 0), targetAt(drawing, 0.6, 0)]).toEqual([4, 7]);
  });

  it('finds nothing on drawings that are not for clicking', () => {
    expect(targetAt({ width: 1, height: 1, background: 0, marks: [], text: '' }, 0.5, 0.5)).toBeUndefined();
  });
});
