import { expect, it } from 'vitest';
import { drawState } from '../drawings.js';
import { playMoves } from '../game.js';
import { makeGame } from '../registry.js';

/** The board's text after some moves. */
function textOf(env: string, moves: string): string {
  const state = makeGame(env).newInitialState();
  playMoves(state, moves);
  return drawState(state).text;
}

it('Go has coordinates on all sides, star points, brackets around the last move, and whose turn it is', () => {
  expect(textOf('go:size=5', 'C3 B4 E1')).toBe(
    [
      '3 moves, komi 7.5, white (O) to play',
      '   A B C D E',
      ' 5 . . . . . 5',
      ' 4 . O . . . 4',
      ' 3 . . X . . 3',
      ' 2 . . . . . 2',
      ' 1 . . . .(X)1',
      '   A B C D E',
    ].join('\n'),
  );
});

it('Go shows the last move in the middle and at the left edge, and none after a pass', () => {
  expect(textOf('go:size=5', 'C3')).toContain(' 3 . .(X). . 3');
  expect(textOf('go:size=5', 'A5')).toContain(' 5(X). . . . 5');
  expect(textOf('go:size=5', 'A5 pass')).toContain(' 5 X . . . . 5');
});

it('Go on 9×9 has its five stars, and two digits of a row do not move the board', () => {
  expect(textOf('go:size=9', '').match(/\+/g)).toHaveLength(5);
  const lines = textOf('go:size=19', '').split('\n');
  expect(lines.join('').match(/\+/g)).toHaveLength(9);
  expect(new Set(lines.slice(2, -1).map((line) => line.indexOf(' '.concat('.')))).size).toBeLessThan(3);
  expect(lines[1].indexOf('A')).toBe(lines[2].indexOf('.'));
});

it('a finished game of Go tells the result instead of the turn', () => {
  expect(textOf('go:size=5', 'C3 pass pass')).toMatch(/^3 moves, komi 7\.5, B\+17\.5\n/);
});

it('Gomoku has the coordinates that its moves are typed in', () => {
  expect(textOf('gomoku:size=9,connect=5', 'e5')).toContain(' 5 . . . .(X). . . . 5\n');
  expect(textOf('gomoku:size=9,connect=5', 'e5')).toMatch(/^ {3}a b c d e f g h i$/m);
});
