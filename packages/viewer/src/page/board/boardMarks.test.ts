import { describe, expect, it } from 'vitest';
import type { Analysis } from '@agon/agents';
import { drawState, makeGame, playerColours, playMoves, type Mark } from '@agon/envs';
import { withHints, withOwnership } from './boardMarks.js';
import { moveThoughts } from './thoughts.js';

const textOf = (mark: Mark): string[] => (mark.kind === 'text' ? [mark.text] : []);

describe('withHints', () => {
  const state = makeGame('go:size=5').newInitialState();
  playMoves(state, 'C3');
  const drawing = drawState(state);
  const added = (account: Analysis, chosen?: number): Mark[] =>
    withHints(drawing, moveThoughts(account, state, 0, chosen)!.moves).marks.slice(drawing.marks.length);
  const nothing = new Array<number>(26).fill(0);

  it('marks the moves that matter with the win rate from the point of view and the visits', () => {
    const numMarks = drawing.marks.length;
    const visits = nothing.with(6, 1500).with(7, 400).with(8, 3);
    const q = [...nothing].with(6, -0.5).with(7, 0.2).with(8, 1);
    const marks = added({ visits, q });
    // White is to move; black's win rates are shown: 75 and 40 of 100. The third move has too few visits.
    expect(marks.flatMap(textOf)).toEqual(['75', '1.5k', '40', '400']);
    const [first, second] = marks.filter(({ kind }) => kind === 'circle');
    expect(first).not.toMatchObject({ fill: (second as { fill: number }).fill });
    expect(drawing.marks.length).toBe(numMarks);
  });

  it('marks the policy where nothing was searched, and at most ten moves', () => {
    const prior = nothing.map((_, action) => (action === 12 ? 0 : 0.04));
    expect(added({ prior }).flatMap(textOf)).toEqual(new Array(10).fill('4'));
  });

  it('marks the move that a proof decides, however few its visits, and first', () => {
    const visits = nothing.with(6, 398).with(7, 2);
    const proven = nothing.with(7, 1);
    const marks = added({ visits, proven, q: [...nothing].with(6, 0.4).with(7, 1), move: 7 });
    expect(marks.flatMap(textOf)).toEqual(['0', '2', '30', '398']); // seen by black, who loses
  });

  it('rings the move that was played', () => {
    const visits = nothing.with(6, 60).with(7, 40);
    expect(added({ visits }, 7).filter((mark) => 'stroke' in mark)).toHaveLength(1);
    expect(added({ visits }).filter((mark) => 'stroke' in mark)).toHaveLength(0);
  });
});

describe('withOwnership', () => {
  const state = makeGame('go:size=5').newInitialState();
  playMoves(state, 'A5 E1 C3');
  const cells = new Array<number>(25).fill(0);
  const squares = (ownership: number[]) =>
    withOwnership(drawState(state), state, ownership).marks.slice(drawState(state).marks.length) as Extract<
      Mark,
      { kind: 'rect' }
    >[];

  it('puts a square in the owner’s colour on each cell, the larger the surer, none where it is open', () => {
    const [sure, unsure, others] = squares(cells.with(1, 1).with(2, 0.25).with(23, -1).with(3, 0.05));
    const fills = [0, 0, 1].map((player) => playerColours(state.game)![player]);
    expect([sure.fill, unsure.fill, others.fill]).toEqual(fills);
    expect(unsure.width).toBeCloseTo(sure.width / 2, 6);
    expect(others.x + others.width / 2).toBeCloseTo(drawState(state).targets![23].x, 6);
  });

  it('marks stones that are expected to die, not those that live', () => {
    // Black stands on A5 (0) and C3 (12), white on E1 (24).
    expect(squares(cells.with(0, 1).with(12, 0.9).with(24, -1))).toEqual([]);
    expect(squares(cells.with(0, -1).with(24, 1))).toHaveLength(2);
  });
});
