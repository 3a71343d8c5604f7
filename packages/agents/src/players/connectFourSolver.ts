/**
 * Connect Four solved exactly: alpha-beta search on bit boards with a table of bounds (Allis 1988 solved the game; the tricks
 * here are those of Pons, "Solving Connect 4: how to build a perfect AI", and Tromp's Fhourstones).
 *
 * A board is 7 columns of 7 bits, the lowest row first; the seventh bit of a column is always empty, so that lines never run
 * from one column into the next. The 49 bits are two integers: `lo` has columns 0 to 3, `hi` columns 4 to 6.
 *
 * A score is from the view of the player to move: 22 − the stones that the winner has played at the end, negative for the loser,
 * 0 for a draw.
 */
import { AgonError } from '@agon/core';
import type { Action } from '@agon/envs';

const COLUMNS = 7;
const ROWS = 6;
const CELLS = COLUMNS * ROWS;
/** Bits of a column, and of the low half. */
const HEIGHT = ROWS + 1;
const LO_COLUMNS = 4;
const LO_BITS = LO_COLUMNS * HEIGHT;
const LO_MASK = (1 << LO_BITS) - 1;
const HI_MASK = (1 << ((COLUMNS - LO_COLUMNS) * HEIGHT)) - 1;
/** The lowest cell of each column, and all cells. */
const BOTTOM_LO = 1 | (1 << 7) | (1 << 14) | (1 << 21);
const BOTTOM_HI = 1 | (1 << 7) | (1 << 14);
const BOARD_LO = BOTTOM_LO * ((1 << ROWS) - 1);
const BOARD_HI = BOTTOM_HI * ((1 << ROWS) - 1);
/** Distances between neighbours on a line: up, falling, level, rising. */
const STEPS = [1, HEIGHT - 1, HEIGHT, HEIGHT + 1];
/** The centre first: most lines go through it. */
const ORDER = [3, 2, 4, 1, 5, 0, 6];

/** Entries of the table of bounds: 8 bytes each. A prime, since keys are taken modulo it. */
const TABLE_SIZE = 4_194_301;
/** A bound is kept as one byte, 0 where there is none: upper bounds as score + 22, lower bounds as score + 22 + 64. */
const BOUND_OFFSET = 22;
const LOWER = 64;

function popcount32(bits: number): number {
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The board after `moves`, seen by the player to move, and the stones in each column. */
function played(moves: readonly Action[]) {
  const heights = new Array<number>(COLUMNS).fill(0);
  let [ownLo, ownHi, otherLo, otherHi] = [0, 0, 0, 0];
  for (const column of moves) {
    const [lo, hi] = cell(column, heights[column]++);
    [ownLo, ownHi, otherLo, otherHi] = [otherLo, otherHi, ownLo | lo, ownHi | hi];
  }
  return { heights, ownLo, ownHi, otherLo, otherHi };
}

/** The score of a player who wins with its next move, after `moves` moves. */
const winNow = (moves: number): number => (CELLS + 1 - moves) >> 1;
/** The best score that a player can still reach who does not win with its next move, but perhaps with the one after. */
const bestAfter = (moves: number): number => winNow(moves + 2);

/** Solves positions, one after the other; what it has found is kept for the next one. */
export class ConnectFourSolver {
  private readonly maxPositions: number;
  /** [TABLE_SIZE] The low half of the key; the high half (21 bits) and above it the bound (8 bits). */
  private readonly keys = new Int32Array(TABLE_SIZE);
  private readonly bounds = new Int32Array(TABLE_SIZE);
  /** [CELLS, COLUMNS] Moves to be searched at each ply, best first, with the number of spots that each one makes. */
  private readonly moveLo = new Int32Array(CELLS * COLUMNS);
  private readonly moveHi = new Int32Array(CELLS * COLUMNS);
  private readonly moveSpots = new Int32Array(CELLS * COLUMNS);
  /** What `findSpots` found. */
  private spotsLo = 0;
  private spotsHi = 0;
  /** Positions searched for the question under way. */
  private positions = 0;

  /** @param maxPositions how many positions one question may take */
  constructor(maxPositions: number) {
    this.maxPositions = maxPositions;
  }

  /**
   * The score of each column after `moves` (actions 0..6), for the player to move; null where a column is full.
   * @param moves legal, and the game is not over
   * @throws unsupported where a question takes more than `maxPositions` positions
   */
  scores(moves: readonly Action[]): (number | null)[] {
    const { heights, ownLo, ownHi, otherLo, otherHi } = played(moves);
    this.findSpots(ownLo, ownHi);
    const [winLo, winHi] = [this.spotsLo, this.spotsHi];
    return heights.map((height, column) => {
      if (height === ROWS) return null;
      const [lo, hi] = cell(column, height);
      if ((winLo & lo) | (winHi & hi)) return winNow(moves.length);
      return 0 - this.solve(otherLo, otherHi, ownLo | lo, ownHi | hi, moves.length + 1, CELLS);
    });
  }

  /**
   * Who wins after `moves`: 1 the player to move, −1 the other one, 0 nobody. Much quicker than the score.
   * @param moves legal, and nobody has won yet
   * @throws unsupported where it takes more than `maxPositions` positions
   */
  outcome(moves: readonly Action[]): number {
    const { ownLo, ownHi, otherLo, otherHi } = played(moves);
    return Math.sign(this.solve(ownLo, ownHi, otherLo, otherHi, moves.length, 1));
  }

  /**
   * The score of a position in which the last move did not win, or if it is beyond `limit` or −`limit`, a number that is so too. `own` are
   * the stones of the player to move.
   */
  private solve(
    ownLo: number,
    ownHi: number,
    otherLo: number,
    otherHi: number,
    moves: number,
    limit: number,
  ): number {
    if (moves === CELLS) return 0;
    const [maskLo, maskHi] = [ownLo | otherLo, ownHi | otherHi];
    this.findSpots(ownLo, ownHi);
    const canWin =
      (this.spotsLo & (maskLo + BOTTOM_LO) & BOARD_LO) | (this.spotsHi & (maskHi + BOTTOM_HI) & BOARD_HI);
    if (canWin) return winNow(moves);
    this.positions = 0;
    // Halve the interval; questions near 0 are cheap, and decide most.
    let least = Math.max(0 - ((CELLS - moves) >> 1), -limit);
    let most = Math.min(bestAfter(moves), limit);
    while (least < most) {
      let middle = least + ((most - least) >> 1);
      if (middle <= 0 && least >> 1 < middle && least < 0) middle = least >> 1;
      else if (middle >= 0 && most >> 1 > middle) middle = most >> 1;
      const score = this.search(ownLo, ownHi, maskLo, maskHi, moves, middle, middle + 1);
      if (score <= middle) most = score;
      else least = score;
    }
    return least;
  }

  /** Negamax of a position whose player to move cannot win at once; `mask` are all stones. */
  private search(
    ownLo: number,
    ownHi: number,
    maskLo: number,
    maskHi: number,
    moves: number,
    alpha: number,
    beta: number,
  ): number {
    if (++this.positions > this.maxPositions) throw tooLarge(this.maxPositions);
    let openLo = (maskLo + BOTTOM_LO) & BOARD_LO;
    let openHi = (maskHi + BOTTOM_HI) & BOARD_HI;
    this.findSpots(maskLo ^ ownLo, maskHi ^ ownHi);
    const { spotsLo, spotsHi } = this;
    const forcedLo = openLo & spotsLo;
    const forcedHi = openHi & spotsHi;
    if (forcedLo | forcedHi) {
      if (popcount32(forcedLo) + popcount32(forcedHi) > 1) return 0 - ((CELLS - moves) >> 1);
      openLo = forcedLo;
      openHi = forcedHi;
    }
    // Never below a spot where the other one wins. (A cell and the one above are in the same half.)
    openLo &= ~(spotsLo >>> 1);
    openHi &= ~(spotsHi >>> 1);
    if ((openLo | openHi) === 0) return 0 - ((CELLS - moves) >> 1);
    if (moves >= CELLS - 2) return 0;

    const least = 0 - ((CELLS - 2 - moves) >> 1);
    if (alpha < least) {
      alpha = least;
      if (alpha >= beta) return alpha;
    }
    const keyLo = ownLo + maskLo;
    const keyHi = ownHi + maskHi;
    const entry = (keyHi * (LO_MASK + 1) + keyLo) % TABLE_SIZE;
    const known = this.keys[entry] === keyLo && (this.bounds[entry] & HI_MASK) === keyHi;
    const bound = known ? this.bounds[entry] >>> 21 : 0;
    let most = bestAfter(moves);
    if (bound >= LOWER) {
      const lower = bound - LOWER - BOUND_OFFSET;
      if (alpha < lower) {
        alpha = lower;
        if (alpha >= beta) return alpha;
      }
    } else if (bound > 0) {
      most = bound - BOUND_OFFSET;
    }
    if (beta > most) {
      beta = most;
      if (alpha >= beta) return beta;
    }

    const base = moves * COLUMNS;
    const count = this.order(base, ownLo, ownHi, maskLo, maskHi, openLo, openHi);
    for (let i = base; i < base + count; i++) {
      const nextLo = maskLo | this.moveLo[i];
      const nextHi = maskHi | this.moveHi[i];
      const score =
        0 - this.search(maskLo ^ ownLo, maskHi ^ ownHi, nextLo, nextHi, moves + 1, 0 - beta, 0 - alpha);
      if (score >= beta) {
        this.keep(entry, keyLo, keyHi, score + BOUND_OFFSET + LOWER);
        return score;
      }
      if (score > alpha) alpha = score;
    }
    this.keep(entry, keyLo, keyHi, alpha + BOUND_OFFSET);
    return alpha;
  }

  private keep(entry: number, keyLo: number, keyHi: number, bound: number): void {
    this.keys[entry] = keyLo;
    this.bounds[entry] = keyHi | (bound << 21);
  }

  /** Writes the open moves from `base` on, those that make most spots first; returns how many there are. */
  private order(
    base: number,
    ownLo: number,
    ownHi: number,
    maskLo: number,
    maskHi: number,
    openLo: number,
    openHi: number,
  ): number {
    const { moveLo, moveHi, moveSpots } = this;
    let end = base;
    for (let i = 0; i < COLUMNS; i++) {
      const column = ORDER[i];
      const lo = openLo & COLUMN_LO[column];
      const hi = openHi & COLUMN_HI[column];
      if ((lo | hi) === 0) continue;
      this.findSpots(ownLo | lo, ownHi | hi);
      const spots = popcount32(this.spotsLo & ~maskLo) + popcount32(this.spotsHi & ~maskHi);
      let at = end++;
      for (; at > base && moveSpots[at - 1] < spots; at--) {
        moveLo[at] = moveLo[at - 1];
        moveHi[at] = moveHi[at - 1];
        moveSpots[at] = moveSpots[at - 1];
      }
      moveLo[at] = lo;
      moveHi[at] = hi;
      moveSpots[at] = spots;
    }
    return end - base;
  }

  /** Finds the cells that would make four with these stones, whether anything stands there or not. */
  private findSpots(lo: number, hi: number): void {
    let spotsLo = 0;
    let spotsHi = 0;
    for (let i = 0; i < STEPS.length; i++) {
      const one = STEPS[i];
      const two = 2 * one;
      const three = 3 * one;
      // The stones moved 1, 2, 3 places up (left shifts) and down the line.
      const up1Lo = (lo << one) & LO_MASK;
      const up1Hi = ((hi << one) | (lo >>> (LO_BITS - one))) & HI_MASK;
      const up2Lo = up1Lo & (lo << two);
      const up2Hi = up1Hi & ((hi << two) | (lo >>> (LO_BITS - two)));
      const down1Lo = (lo >>> one) | ((hi << (LO_BITS - one)) & LO_MASK);
      const down1Hi = hi >>> one;
      const down2Lo = down1Lo & ((lo >>> two) | (hi << (LO_BITS - two)));
      const down2Hi = down1Hi & (hi >>> two);
      const up3Lo = (lo << three) & LO_MASK;
      const up3Hi = (hi << three) | (lo >>> (LO_BITS - three));
      const down3Lo = (lo >>> three) | ((hi << (LO_BITS - three)) & LO_MASK);
      const down3Hi = hi >>> three;
      spotsLo |= (up2Lo & (up3Lo | down1Lo)) | (down2Lo & (up1Lo | down3Lo));
      spotsHi |= (up2Hi & (up3Hi | down1Hi)) | (down2Hi & (up1Hi | down3Hi));
    }
    this.spotsLo = spotsLo & BOARD_LO;
    this.spotsHi = spotsHi & BOARD_HI;
  }
}

/** One cell as bits. */
function cell(column: number, row: number): [lo: number, hi: number] {
  return column < LO_COLUMNS
    ? [1 << (column * HEIGHT + row), 0]
    : [0, 1 << ((column - LO_COLUMNS) * HEIGHT + row)];
}

/** [COLUMNS] All cells of a column. */
const COLUMN_LO = Int32Array.from({ length: COLUMNS }, (_, column) => cell(column, 0)[0] * 0x3f);
const COLUMN_HI = Int32Array.from({ length: COLUMNS }, (_, column) => cell(column, 0)[1] * 0x3f);

function tooLarge(maxPositions: number): AgonError {
  return new AgonError(
    'unsupported',
    `the solver gave up on this position of "connect_four" after ${maxPositions} positions: it is too early in the game. Use mcts:visits=800 there, or raise solver:maxPositions.`,
    { details: { maxPositions } },
  );
}
