import { describe, expect, it } from 'vitest';
import { adjudicator, parseAdjudication } from './adjudication.js';

/** Feeds values of the movers, first player first; returns the move after which the game was ended, and the verdict. */
function judge(text: string, values: (number | undefined)[]) {
  const ask = adjudicator(parseAdjudication(text));
  for (const [i, value] of values.entries()) {
    const verdict = ask(i + 1, value === undefined ? undefined : { value }, i % 2);
    if (verdict) return { move: i + 1, ...verdict };
  }
  return undefined;
}

describe('resignation', () => {
  const lost = [-0.97, 0.96, -0.98, 0.97, -0.99, 0.99, -1, 1];

  it('comes when both players have seen the same loser for so many moves', () => {
    expect(judge('resign=0.95,resignMoves=3', lost)).toMatchObject({
      move: 6,
      result: [-1, 1],
      ended: { reason: 'resign', player: 0 },
    });
    expect(
      judge(
        'resign=0.95,resignMoves=3',
        lost.map((value) => -value),
      ),
    ).toMatchObject({ result: [1, -1], ended: { player: 1 } });
  });

  it('needs the winner to agree, unless it is one-sided', () => {
    const doubted = lost.map((value, i) => (i % 2 ? 0.5 : value));
    expect(judge('resign=0.95', doubted)).toBeUndefined();
    expect(judge('resign=0.95,twoSided=false', doubted)).toMatchObject({ move: 5, ended: { player: 0 } });
  });

  it('starts counting again when hope returns, and never comes from players without values', () => {
    expect(judge('resign=0.95', [-0.97, 0.96, -0.5, 0.97, -0.99, 0.99, -1, 1])).toBeUndefined();
    expect(
      judge(
        'resign=0.95',
        lost.map(() => undefined),
      ),
    ).toBeUndefined();
  });
});

describe('an agreed draw', () => {
  it('comes when both values stay near 0, not before its move', () => {
    const level = new Array<number>(40).fill(0.01);
    expect(judge('draw=0.02,drawMoves=4,drawFrom=20', level)).toMatchObject({
      move: 20,
      result: [0, 0],
      ended: { reason: 'agreed' },
    });
    expect(judge('draw=0.02,drawMoves=4,drawFrom=0', level)).toMatchObject({ move: 8 });
    expect(
      judge(
        'draw=0.02,drawFrom=0',
        level.map((value, i) => (i % 6 === 0 ? 0.1 : value)),
      ),
    ).toBeUndefined();
  });
});

it('refuses options that make no sense', () => {
  expect(() => parseAdjudication('resignMoves=3')).toThrow(/give resign=VALUE/);
  expect(() => parseAdjudication('resign=2')).toThrow(/resign/);
  expect(() => parseAdjudication('resing=0.9')).toThrow(/did you mean "resign"/);
});
