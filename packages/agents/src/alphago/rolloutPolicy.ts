/**
 * The fast rollout policy: a linear softmax over small features (Silver et al. 2016, extended data table 4): the 3×3 pattern around
 * a move, the 12-point pattern around the last move (`responsePattern.ts`), and what else the move has to do with the last one. Of
 * theirs nakade is left out. The weights of a position are kept up to date from move to move, so that a whole game takes about a
 * millisecond.
 */
import type { Rng } from '@agon/core';
import { BLACK, EMPTY, type Go, type GoBoard, type GoState } from '@agon/envs';
import { NUM_RESPONSES, ResponsePattern } from './responsePattern.js';

/** Patterns of eight neighbours, two bits each: empty, own, the opponent's, border. */
const PATTERNS = 1 << 16;
/** What a move has to do with the last one, each a weight of its own after those of the patterns. */
const BESIDE = PATTERNS;
const DIAGONAL = PATTERNS + 1;
/** It takes the last stone's chain, puts it in atari, or saves an own chain that the last stone put in atari. */
const TAKE = PATTERNS + 2;
const ATARI = PATTERNS + 3;
const SAVE = PATTERNS + 4;
/** The first of the replies inside the 12-point pattern. */
const RESPONSE = PATTERNS + 5;
/** Of patterns (shared by symmetry, so that most are not used), of what a move has to do with the last one, and of replies. */
export const NUM_ROLLOUT_WEIGHTS = RESPONSE + NUM_RESPONSES;

/** Colour codes of a pattern by the colour on the board, for black and white to move. */
const CODES = [
  [1, 2, 0, 3],
  [2, 1, 0, 3],
] as const;

/** [PATTERNS] The smallest of the eight pictures of each pattern: they share one weight. */
const CANONICAL = canonicalPatterns();

/** C = size², P = points of the board. */
export class RolloutPolicy {
  /** [NUM_ROLLOUT_WEIGHTS] Logits. Changed by learning; call `refresh` after changing them by hand. */
  readonly weights: Float32Array;
  private readonly game: Go;
  private readonly around: readonly number[];
  private readonly sides: readonly number[];
  /** [NUM_ROLLOUT_WEIGHTS] exp of each weight; of a pattern, of the weight that it shares. */
  private readonly factors = new Float64Array(NUM_ROLLOUT_WEIGHTS);
  /** [2, C] exp of the logit of each empty cell for black and for white, without what the last move adds. */
  private readonly heats: Float64Array;
  /** [C] The same for the player to move, what the last move adds included. */
  private readonly current: Float64Array;
  /** The features that the last move gives to cells, as pairs. */
  private readonly localCells = new Int32Array(1024);
  private readonly localFeatures = new Int32Array(1024);
  private numLocal = 0;
  private readonly liberties = new Int32Array(2);
  private readonly response: ResponsePattern;

  constructor(game: Go, weights: Float32Array) {
    this.game = game;
    this.weights = weights;
    const { stride } = game.points;
    this.sides = [-stride, -1, 1, stride];
    this.around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
    this.heats = new Float64Array(2 * game.pass);
    this.current = new Float64Array(game.pass);
    this.response = new ResponsePattern(stride);
    this.refresh();
  }

  /** Takes new values of the weights. */
  refresh(): void {
    const { factors, weights } = this;
    for (let i = 0; i < PATTERNS; i++) factors[i] = Math.exp(weights[CANONICAL[i]]);
    for (let i = PATTERNS; i < NUM_ROLLOUT_WEIGHTS; i++) factors[i] = Math.exp(weights[i]);
  }

  /** Plays a game to its end by chance, takes the moves back, and returns black's result: 1, 0 or −1. */
  playOut(state: GoState, rng: Rng): number {
    const { board } = state;
    const before = state.history.length;
    this.lookAtAll(board);
    while (!state.isTerminal) {
      const captured = board.captured[0] + board.captured[1];
      const action = this.draw(state, rng);
      state.applyAssumeLegal(action);
      if (action === this.game.pass) continue;
      if (board.captured[0] + board.captured[1] !== captured) this.lookAtAll(board);
      else this.lookAround(board, this.game.points.ofCell[action]);
    }
    const result = state.score();
    while (state.history.length > before) state.undo();
    return Math.sign(result);
  }

  /** A move by the policy; own eyes are left alone, and a pass comes where nothing else is left. */
  private draw(state: GoState, rng: Rng): number {
    const { current, game } = this;
    const { pass, points } = game;
    const { board, turn } = state;
    this.heat(state);
    let sum = 0;
    for (let cell = 0; cell < pass; cell++) sum += current[cell];
    while (sum > 1e-12) {
      let left = rng.uniform() * sum;
      let cell = 0;
      while (cell < pass - 1 && (left -= current[cell]) >= 0) cell++;
      while (current[cell] === 0 && cell > 0) cell--; // rounding
      if (current[cell] === 0) break;
      if (!board.isEye(points.ofCell[cell], turn) && state.isLegal(cell)) return cell;
      current[cell] = 0;
      sum = 0;
      for (let each = 0; each < pass; each++) sum += current[each];
    }
    return pass;
  }

  /** Fills `current` for the player to move. */
  private heat(state: GoState): void {
    const { current, factors, game } = this;
    current.set(this.heats.subarray(state.turn * game.pass, (state.turn + 1) * game.pass));
    this.findLocal(state);
    for (let i = 0; i < this.numLocal; i++) current[this.localCells[i]] *= factors[this.localFeatures[i]];
  }

  private lookAtAll(board: GoBoard): void {
    for (const point of this.game.points.ofCell) this.lookAt(board, point);
  }

  private lookAround(board: GoBoard, point: number): void {
    this.lookAt(board, point);
    for (const offset of this.around)
      if (this.game.points.cellOf[point + offset] >= 0) this.lookAt(board, point + offset);
  }

  private lookAt(board: GoBoard, point: number): void {
    const { heats, factors, game } = this;
    const cell = game.points.cellOf[point];
    const isEmpty = board.colours[point] === EMPTY;
    heats[cell] = isEmpty ? factors[this.patternAt(board, point, 0)] : 0;
    heats[game.pass + cell] = isEmpty ? factors[this.patternAt(board, point, 1)] : 0;
  }

  private patternAt(board: GoBoard, point: number, turn: number): number {
    const codes = CODES[turn];
    let pattern = 0;
    for (let i = 0; i < 8; i++) pattern |= codes[board.colours[point + this.around[i]]] << (2 * i);
    return pattern;
  }

  /** Finds what the last move gives to cells. */
  private findLocal(state: GoState): void {
    const { board, history, turn } = state;
    const { pass, points } = this.game;
    this.numLocal = 0;
    const last = history.length > 0 ? history[history.length - 1] : pass;
    if (last === pass) return;
    const point = points.ofCell[last];
    if (board.colours[point] !== 1 - turn) return; // it took itself off
    for (let i = 0; i < 8; i++) {
      const near = point + this.around[i];
      const isSide = i === 1 || i === 3 || i === 4 || i === 6;
      if (board.colours[near] === EMPTY) this.addLocal(near, isSide ? BESIDE : DIAGONAL);
      else if (isSide && board.colours[near] === turn && this.fewLiberties(board, near) === 1)
        this.addLocal(this.liberties[0], SAVE);
    }
    const free = this.fewLiberties(board, point);
    for (let i = 0; i < free && free <= 2; i++) this.addLocal(this.liberties[i], free === 1 ? TAKE : ATARI);
    const { response } = this;
    response.lookAt(board, point, turn);
    for (let i = 0; i < response.count; i++)
      this.addLocal(response.points[i], RESPONSE + response.features[i]);
  }

  private addLocal(point: number, feature: number): void {
    const cell = this.game.points.cellOf[point];
    for (let i = 0; i < this.numLocal; i++)
      if (this.localCells[i] === cell && this.localFeatures[i] === feature) return;
    this.localCells[this.numLocal] = cell;
    this.localFeatures[this.numLocal++] = feature;
  }

  /** The liberties of a chain, 3 for more; the first two are written into `liberties`. */
  private fewLiberties(board: GoBoard, chain: number): number {
    const { liberties } = this;
    let count = 0;
    let stone = chain;
    do {
      for (const side of this.sides) {
        const point = stone + side;
        if (board.colours[point] !== EMPTY || (count > 0 && liberties[0] === point)) continue;
        if (count > 1 && liberties[1] === point) continue;
        if (count === 2) return 3;
        liberties[count++] = point;
      }
      stone = board.nextStone(stone);
    } while (stone !== chain);
    return count;
  }

  /**
   * One step of gradient ascent on the log-probability of `action` among the legal moves that fill no own eye (a pass is left out).
   * Returns whether it was the favourite and its log-probability; undefined for a pass or an eye.
   */
  learn(
    state: GoState,
    action: number,
    rate: number,
  ): { isFirst: boolean; logProbability: number } | undefined {
    const { current, weights, game } = this;
    const { pass, points } = game;
    const { board, turn } = state;
    if (action === pass || board.isEye(points.ofCell[action], turn)) return undefined;
    for (let cell = 0; cell < pass; cell++) {
      const point = points.ofCell[cell];
      const plays = board.colours[point] === EMPTY && !board.isEye(point, turn) && state.isLegal(cell);
      current[cell] = plays ? Math.exp(weights[CANONICAL[this.patternAt(board, point, turn)]]) : 0;
    }
    this.findLocal(state);
    for (let i = 0; i < this.numLocal; i++)
      current[this.localCells[i]] *= Math.exp(weights[this.localFeatures[i]]);
    let sum = 0;
    let best = action;
    for (let cell = 0; cell < pass; cell++) {
      sum += current[cell];
      if (current[cell] > current[best]) best = cell;
    }
    const result = { isFirst: best === action, logProbability: Math.log(current[action] / sum) };
    if (rate === 0) return result;
    for (let cell = 0; cell < pass; cell++) {
      if (current[cell] === 0) continue;
      const step = rate * ((cell === action ? 1 : 0) - current[cell] / sum);
      weights[CANONICAL[this.patternAt(board, points.ofCell[cell], turn)]] += step;
      for (let i = 0; i < this.numLocal; i++)
        if (this.localCells[i] === cell) weights[this.localFeatures[i]] += step;
    }
    return result;
  }
}

/** Black's mean result of `count` games played to their end, as the player to move sees it. */
export function meanOutcome(policy: RolloutPolicy, state: GoState, count: number, rng: Rng): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += policy.playOut(state, rng);
  return (state.turn === BLACK ? sum : -sum) / count;
}

function canonicalPatterns(): Int32Array {
  // Places of the 3×3 square without its centre, row-major, turned by a quarter and mirrored.
  const quarter = [2, 4, 7, 1, 6, 0, 3, 5];
  const mirror = [2, 1, 0, 4, 3, 7, 6, 5];
  const moved = (pattern: number, places: readonly number[]): number => {
    let picture = 0;
    for (let i = 0; i < 8; i++) picture |= ((pattern >> (2 * i)) & 3) << (2 * places[i]);
    return picture;
  };
  return Int32Array.from({ length: PATTERNS }, (_, pattern) => {
    let least = pattern;
    let picture = pattern;
    for (let turn = 0; turn < 4; turn++) {
      picture = moved(picture, quarter);
      least = Math.min(least, picture, moved(picture, mirror));
    }
    return least;
  });
}
