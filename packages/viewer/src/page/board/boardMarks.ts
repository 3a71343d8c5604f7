/** What is drawn over a board: hints with visits and win rates, and whose each cell will be. */
import { observationSize, playerColours, type Drawing, type Mark, type State } from '@agon/envs';
import { formatPercent, shortNumber } from '../format.js';
import { winRate, type MoveThought } from './thoughts.js';

/** The colours of hints on a board, distinct from stones, lines and both sides' marks: the first choice, and the others. */
const BEST = 0x0e7fb8;
const HINT = 0x6441c9;
const INK = 0xffffff;
/** Other moves with a smaller share are not marked, nor more than so many: they would hide the board. */
const LEAST_SHARE = 0.02;
const MOST_MARKED = 10;

/**
 * A board with the moves' win rates and visits marked on it; without a search, with the policy's probabilities. The first
 * of the moves is marked in a colour of its own, the others the denser the larger their share.
 */
export function withHints(drawing: Drawing, moves: readonly MoveThought[]): Drawing {
  const marks: Mark[] = [];
  const largest = moves.reduce((most, { share }) => Math.max(most, share), 0) || 1;
  for (const [rank, { action, share, q, visits, isChosen }] of moves.slice(0, MOST_MARKED).entries()) {
    const target = drawing.targets?.find((each) => each.action === action);
    if (!target || (rank > 0 && share < LEAST_SHARE)) continue;
    const { x, y } = target;
    const radius = 0.92 * target.radius;
    const alpha = rank === 0 ? 0.92 : 0.45 + (0.45 * share) / largest;
    marks.push({ kind: 'circle', x, y, radius, fill: rank === 0 ? BEST : HINT, alpha });
    if (isChosen)
      marks.push({ kind: 'circle', x, y, radius: 0.93 * radius, stroke: INK, strokeWidth: 0.12 * radius });
    const text = (y: number, text: string, size: number): void =>
      void marks.push({ kind: 'text', x, y, text, size: size * radius, fill: INK });
    if (q === undefined || !visits) text(y, percent(share), 0.7);
    else {
      text(y - 0.22 * radius, percent(winRate(q)), 0.72);
      text(y + 0.42 * radius, shortNumber(visits), 0.52);
    }
  }
  return { ...drawing, marks: [...drawing.marks, ...marks] };
}

/** "54": on a board there is no room for the sign. */
const percent = (share: number): string => formatPercent(share).replace(/\s?%$/, '');

/** Cells whose owner is less sure than this are left as they are. */
const LEAST_OWNED = 0.12;

/**
 * A board with a square on each cell in the colour of its expected owner, the larger the surer; none on stones that are
 * expected to live.
 * @param ownership [cells] from −1 (player 1's) to +1 (player 0's); cells are the actions of the same number
 */
export function withOwnership(drawing: Drawing, state: State, ownership: readonly number[]): Drawing {
  const colours = playerColours(state.game);
  if (!colours) return drawing;
  const marks: Mark[] = [];
  const stones = stonesOf(state);
  const places = new Map(drawing.targets?.map((target) => [target.action, target]));
  ownership.forEach((owner, cell) => {
    const place = places.get(cell);
    const sure = Math.abs(owner);
    if (!place || sure < LEAST_OWNED || stones[cell] === Math.sign(owner)) return;
    const size = 0.8 * place.radius * Math.sqrt(sure);
    const [x, y] = [place.x - size / 2, place.y - size / 2];
    const fill = colours[owner > 0 ? 0 : 1];
    marks.push({ kind: 'rect', x, y, width: size, height: size, fill, alpha: 0.45 + 0.5 * sure });
  });
  return { ...drawing, marks: [...drawing.marks, ...marks] };
}

/** [cells] +1 where player 0 has a stone, −1 where player 1 has one; from the first two planes, which are own and other stones. */
function stonesOf(state: State): Int8Array {
  const { observation } = state.game;
  const [height, width, planes] = observation.shape;
  const values = new Float32Array(observationSize(observation));
  state.observe(values);
  const own = state.currentPlayer === 0 ? 1 : -1;
  return Int8Array.from({ length: height * width }, (_, cell) =>
    values[cell * planes] ? own : values[cell * planes + 1] ? -own : 0,
  );
}
