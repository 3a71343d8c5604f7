/**
 * MinAtar Breakout: the rules (reference MinAtar 1.0.15). A paddle keeps a diagonally moving ball in play under three rows of bricks;
 * one point a brick; the wall comes back when it is gone. Random numbers: one at reset, for the side where the ball starts.
 */
import type { Json, Rng } from '@agon/core';
import * as v from 'valibot';
import type { Action } from '../env.js';
import { mixHash } from '../hash.js';
import { integer, parseSaved } from '../saved.js';
import { LEFT, NO_OP, RIGHT, SIDE, type MinAtarGame, type MinAtarRules } from './minatar.js';

const PADDLE = 0;
const BALL = 1;
const TRAIL = 2;
const BRICK = 3;
const CHANNELS = 4;
const BOTTOM = SIDE - 1;
const FIRST_BRICK_ROW = 1;
const LAST_BRICK_ROW = 3;

/** Ball directions 0..3: up left, up right, down right, down left. A flip is one exclusive or. */
const DX = Int8Array.of(-1, 1, 1, -1);
const DY = Int8Array.of(-1, -1, 1, 1);
const FLIP_HORIZONTALLY = 1;
const FLIP_VERTICALLY = 3;
const FLIP_BOTH = 2;

const cell = integer(0, SIDE - 1);
const savedSchema = v.strictObject({
  x: cell,
  y: cell,
  dir: integer(0, 3),
  pos: cell,
  bricks: v.array(v.strictTuple([cell, cell])),
  strike: v.boolean(),
  lastX: cell,
  lastY: cell,
});

/** One game: its state, a step, and what is seen of it. */
export class Breakout implements MinAtarRules {
  terminal = false;
  readonly rampIndex = undefined;
  /** The paddle's column; its row is the lowest. */
  pos = 4;
  /** The ball's cell and direction. */
  x = 0;
  y = 3;
  direction = 2;
  /** The ball's cell before the last step. */
  lastX = 0;
  lastY = 3;
  /** The ball struck a brick in the last step and breaks no other one now. */
  strike = false;
  /** [SIDE, SIDE, CHANNELS] An observation with nothing but the bricks in it. */
  private readonly planes = new Uint8Array(SIDE * SIDE * CHANNELS);
  private numBricks = 0;

  reset(rng: Rng): void {
    const right = rng.int(2) === 1;
    this.x = right ? SIDE - 1 : 0;
    this.y = LAST_BRICK_ROW;
    this.direction = right ? 3 : 2;
    this.lastX = this.x;
    this.lastY = this.y;
    this.pos = 4;
    this.strike = false;
    this.terminal = false;
    this.planes.fill(0);
    this.refill();
  }

  /** Whether there is a brick in a cell. */
  hasBrick(x: number, y: number): boolean {
    return this.planes[(y * SIDE + x) * CHANNELS + BRICK] === 1;
  }

  act(action: Action): number {
    if (action === LEFT) this.pos = Math.max(0, this.pos - 1);
    else if (action === RIGHT) this.pos = Math.min(SIDE - 1, this.pos + 1);

    this.lastX = this.x;
    this.lastY = this.y;
    let newX = this.x + DX[this.direction];
    let newY = this.y + DY[this.direction];
    if (newX < 0 || newX >= SIDE) {
      newX = this.x;
      this.direction ^= FLIP_HORIZONTALLY;
    }

    let reward = 0;
    let touch = false;
    if (newY < 0) {
      newY = 0;
      this.direction ^= FLIP_VERTICALLY;
    } else if (this.planes[(newY * SIDE + newX) * CHANNELS + BRICK] === 1) {
      touch = true;
      if (!this.strike) {
        reward = 1;
        this.strike = true;
        this.planes[(newY * SIDE + newX) * CHANNELS + BRICK] = 0;
        this.numBricks--;
        newY = this.lastY;
        this.direction ^= FLIP_VERTICALLY;
      }
    } else if (newY === BOTTOM) {
      if (this.numBricks === 0) this.refill();
      if (this.lastX === this.pos) {
        this.direction ^= FLIP_VERTICALLY;
        newY = this.lastY;
      } else if (newX === this.pos) {
        this.direction ^= FLIP_BOTH;
        newY = this.lastY;
      } else {
        this.terminal = true;
      }
    }
    if (!touch) this.strike = false;
    this.x = newX;
    this.y = newY;
    return reward;
  }

  observe(out: Uint8Array | Float32Array): void {
    out.set(this.planes);
    out[(this.y * SIDE + this.x) * CHANNELS + BALL] = 1;
    out[(BOTTOM * SIDE + this.pos) * CHANNELS + PADDLE] = 1;
    out[(this.lastY * SIDE + this.lastX) * CHANNELS + TRAIL] = 1;
  }

  hash(hash: number): number {
    hash = mixHash(hash, (this.x << 12) | (this.y << 8) | (this.lastX << 4) | this.lastY);
    hash = mixHash(hash, (this.pos << 4) | (this.direction << 1) | (this.strike ? 1 : 0));
    for (let y = 0; y < SIDE; y++) {
      let row = 0;
      for (let x = 0; x < SIDE; x++) row = (row << 1) | this.planes[(y * SIDE + x) * CHANNELS + BRICK];
      hash = mixHash(hash, row);
    }
    return hash;
  }

  save(): Json {
    const bricks: Json[] = [];
    for (let y = 0; y < SIDE; y++)
      for (let x = 0; x < SIDE; x++) if (this.hasBrick(x, y)) bricks.push([x, y]);
    const { x, y, direction: dir, pos, strike, lastX, lastY } = this;
    return { x, y, dir, pos, bricks, strike, lastX, lastY };
  }

  load(state: Json): void {
    const saved = parseSaved(savedSchema, state, 'minatar-breakout');
    this.x = saved.x;
    this.y = saved.y;
    this.direction = saved.dir;
    this.pos = saved.pos;
    this.strike = saved.strike;
    this.lastX = saved.lastX;
    this.lastY = saved.lastY;
    this.planes.fill(0);
    for (const [x, y] of saved.bricks) this.planes[(y * SIDE + x) * CHANNELS + BRICK] = 1;
    this.numBricks = this.planes.reduce((sum, value) => sum + value, 0);
  }

  private refill(): void {
    for (let y = FIRST_BRICK_ROW; y <= LAST_BRICK_ROW; y++) {
      for (let x = 0; x < SIDE; x++) this.planes[(y * SIDE + x) * CHANNELS + BRICK] = 1;
    }
    this.numBricks = SIDE * (LAST_BRICK_ROW - FIRST_BRICK_ROW + 1);
  }
}

/** The game as `MinAtarEnv` and the registry take it. */
export const breakout: MinAtarGame<Breakout> = {
  id: 'minatar-breakout',
  title: 'MinAtar Breakout',
  version: 1,
  channels: ['paddle', 'ball', 'trail', 'brick'],
  minimalActions: [NO_OP, LEFT, RIGHT],
  create: () => new Breakout(),
};
