/** Adjudication: ends games that are decided in the players' own eyes, so that time goes into open ones. */
import { AgonError, parseSettings, parseSpec } from '@agon/core';
import type { Analysis } from '@agon/agents';
import * as v from 'valibot';
import type { Verdict } from './record.js';

/** When games of two players end before the rules end them. Values are the players' own, in [−1, 1]. */
export interface Adjudication {
  /** A player resigns whose value was at most −`resign` at `resignMoves` of its moves in a row … */
  resign?: number;
  resignMoves: number;
  /** … if the other one's value was at least `resign` at its last `resignMoves` moves; false: a player may be wrong alone. */
  twoSided: boolean;
  /** A draw is agreed where both players' values were at most `draw` from 0 at `drawMoves` moves of each in a row … */
  draw?: number;
  drawMoves: number;
  /** … not before this many moves were played. */
  drawFrom: number;
}

/** When games end early, as text gives it or a file. */
export const adjudicationSchema = v.strictObject({
  resign: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
  resignMoves: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 3),
  twoSided: v.optional(v.boolean(), true),
  draw: v.optional(v.pipe(v.number(), v.minValue(0), v.ltValue(1))),
  drawMoves: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 4),
  drawFrom: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 20),
});

/** Reads "resign=0.95,resignMoves=3,draw=0.02". @throws bad-option */
export function parseAdjudication(text: string): Adjudication {
  const options: Adjudication = parseSettings(
    adjudicationSchema,
    parseSpec(`adjudicate:${text}`).options,
    'adjudicate',
  );
  if (options.resign === undefined && options.draw === undefined) {
    throw new AgonError(
      'bad-option',
      'adjudicate: give resign=VALUE, draw=VALUE, or both; without them nothing is adjudicated.',
    );
  }
  return options;
}

/** The adjudicator of one game: called after each move with the mover's account. Players without values are left alone. */
export function adjudicator(
  options: Adjudication,
): (moves: number, account: Analysis | undefined, player: number) => Verdict | undefined {
  const { resign, resignMoves, twoSided, draw, drawMoves, drawFrom } = options;
  const losing = [0, 0];
  const winning = [0, 0];
  const level = [0, 0];
  return (moves, account, player) => {
    const value = account?.value;
    const count = (streaks: number[], holds: boolean): void =>
      void (streaks[player] = holds ? streaks[player] + 1 : 0);
    count(losing, value !== undefined && resign !== undefined && value <= -resign);
    count(winning, value !== undefined && resign !== undefined && value >= resign);
    count(level, value !== undefined && draw !== undefined && Math.abs(value) <= draw);
    if (moves >= drawFrom && level[0] >= drawMoves && level[1] >= drawMoves) {
      return { result: [0, 0], ended: { reason: 'agreed' } };
    }
    for (const loser of [0, 1]) {
      if (losing[loser] < resignMoves || (twoSided && winning[1 - loser] < resignMoves)) continue;
      return { result: loser === 0 ? [-1, 1] : [1, -1], ended: { reason: 'resign', player: loser } };
    }
    return undefined;
  };
}
