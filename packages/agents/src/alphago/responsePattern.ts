/**
 * Replies inside the 12-point diamond around the last move (Silver et al. 2016, extended data table 4, "response pattern"): a
 * feature is the diamond, each of its points empty, border, or a stone's colour with 1, 2 or more liberties, and which of the points
 * the reply is at; the eight views of one such picture are one feature. Features are told apart by a hash, as pictures are too many.
 */
import { BLACK, EMPTY, WHITE, type GoBoard } from '@agon/envs';

/** Weights; what is more shares one. */
export const NUM_RESPONSES = 1 << 16;

/** Points of the diamond as [row, column] from the last move: sides first, then those two away, each after the side it lies behind. */
const DIAMOND = [
  ...[-1, 0, 0, -1, 0, 1, 1, 0],
  ...[-2, 0, 0, -2, 0, 2, 2, 0],
  ...[-1, -1, -1, 1, 1, -1, 1, 1],
];
const POINTS = 12;
const SIDES = 4;

/** Codes of a point: 0 empty, 1–3 own with so many liberties (3: or more), 4–6 the opponent's, 7 border. */
const OTHERS = 3;
const BORDER = 7;
const CODES = 8;

/** [8, POINTS] Where each point lies in each of the eight views. */
const VIEWS = views();

/** The diamond around a point of boards with one stride. No allocation but in its constructor. */
export class ResponsePattern {
  /** Replies found by `lookAt`: [count] points of the board, and features in [0, NUM_RESPONSES). */
  count = 0;
  readonly points = new Int32Array(POINTS);
  readonly features = new Int32Array(POINTS);
  private readonly offsets: readonly number[];
  private readonly codes = new Int32Array(POINTS);
  /** [8] The picture in each view as a number in base CODES. */
  private readonly pictures = new Float64Array(8);

  constructor(stride: number) {
    this.offsets = Array.from({ length: POINTS }, (_, i) => stride * DIAMOND[2 * i] + DIAMOND[2 * i + 1]);
  }

  /** Finds the empty points of the diamond around `centre` and their features, for `turn` to reply. */
  lookAt(board: GoBoard, centre: number, turn: number): void {
    const { codes, offsets, pictures } = this;
    for (let i = 0; i < POINTS; i++) {
      const isBehindBorder = i >= SIDES && i < 2 * SIDES && codes[i - SIDES] === BORDER;
      codes[i] = isBehindBorder ? BORDER : codeAt(board, centre + offsets[i], turn);
    }
    pictures.fill(0);
    let least = Infinity;
    for (let view = 0; view < 8; view++) {
      for (let i = 0; i < POINTS; i++)
        pictures[view] = pictures[view] * CODES + codes[VIEWS[view * POINTS + i]];
      least = Math.min(least, pictures[view]);
    }
    this.count = 0;
    for (let point = 0; point < POINTS; point++) {
      if (codes[point] !== 0) continue;
      this.points[this.count] = centre + offsets[point];
      this.features[this.count++] = hash(least, this.placeIn(least, point));
    }
  }

  /** The first place that a point has in those views that look like `picture`. */
  private placeIn(picture: number, point: number): number {
    let first = POINTS;
    for (let view = 0; view < 8; view++) {
      if (this.pictures[view] !== picture) continue;
      let place = 0;
      while (VIEWS[view * POINTS + place] !== point) place++;
      if (place < first) first = place;
    }
    return first;
  }
}

function codeAt(board: GoBoard, point: number, turn: number): number {
  const colour = board.colours[point];
  if (colour === EMPTY) return 0;
  if (colour !== BLACK && colour !== WHITE) return BORDER;
  return (colour === turn ? 0 : OTHERS) + board.countLiberties(point, 3);
}

/** A feature of a picture below CODES^POINTS and a place in it, well mixed (the finaliser of MurmurHash3). */
function hash(picture: number, place: number): number {
  const half = CODES ** (POINTS / 2);
  let mixed = Math.floor(picture / half) ^ Math.imul(picture % half, 0x9e3779b1) ^ (place << 20);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) & (NUM_RESPONSES - 1);
}

function views(): Int32Array {
  const indexOf = (row: number, column: number): number => {
    for (let i = 0; i < POINTS; i++) if (DIAMOND[2 * i] === row && DIAMOND[2 * i + 1] === column) return i;
    throw new RangeError(`(${row}, ${column}) is not in the diamond`);
  };
  return Int32Array.from({ length: 8 * POINTS }, (_, index) => {
    const view = Math.floor(index / POINTS);
    let [row, column] = DIAMOND.slice(2 * (index % POINTS));
    if (view & 4) [row, column] = [column, row];
    return indexOf(view & 1 ? -row : row, view & 2 ? -column : column);
  });
}
