/**
 * MinAtar Space Invaders: the rules (reference MinAtar 1.0.15). Aliens come down in formation and shoot; one point an
 * alien. The game draws no random numbers. Aliens and bullets are rows of bits: bit x of row y.
 */
import type { Json } from '@agon/core';
import * as v from 'valibot';
import type { Action } from '../env.js';
import { mixHash } from '../hash.js';
import { integer, parseSaved } from '../saved.js';
import { FIRE, LEFT, NO_OP, RIGHT, SIDE, type MinAtarGame, type MinAtarRules } from './minatar.js';

const CANNON = 0;
const ALIEN = 1;
const ALIEN_LEFT = 2;
const ALIEN_RIGHT = 3;
const FRIENDLY_BULLET = 4;
const ENEMY_BULLET = 5;
const CHANNELS = 6;

const BOTTOM = SIDE - 1;
const SHOT_COOL_DOWN = 5;
const FIRST_MOVE_INTERVAL = 12;
const LEAST_MOVE_INTERVAL = 6;
const ENEMY_SHOT_INTERVAL = 10;
/** Aliens begin in columns 2..7 of rows 0..3. */
const ALIEN_ROWS = 4;
const FULL_ROW = 0b0011111100;

const cell = integer(0, SIDE - 1);
const cells = v.array(v.strictTuple([cell, cell]));
const timer = integer(0, 1000);
const savedSchema = v.strictObject({
  pos: cell,
  friendlyBullets: cells,
  enemyBullets: cells,
  aliens: cells,
  direction: v.picklist([-1, 1]),
  enemyMoveInterval: timer,
  alienMoveTimer: timer,
  alienShotTimer: timer,
  rampIndex: timer,
  shotTimer: timer,
});

/** One game: its state, a step, and what is seen of it. */
export class SpaceInvaders implements MinAtarRules {
  terminal = false;
  rampIndex = 0;
  /** The cannon's column; its row is the lowest. */
  pos = 5;
  /** Direction of the aliens' march: -1 left, 1 right. */
  direction = -1;
  /** [SIDE] One row of bits each. */
  readonly aliens = new Int32Array(SIDE);
  readonly friendlyBullets = new Int32Array(SIDE);
  readonly enemyBullets = new Int32Array(SIDE);
  private readonly ramping: boolean;
  private enemyMoveInterval = FIRST_MOVE_INTERVAL;
  private alienMoveTimer = FIRST_MOVE_INTERVAL;
  private alienShotTimer = ENEMY_SHOT_INTERVAL;
  private shotTimer = 0;

  constructor(ramping: boolean) {
    this.ramping = ramping;
  }

  reset(): void {
    this.terminal = false;
    this.rampIndex = 0;
    this.pos = 5;
    this.direction = -1;
    this.friendlyBullets.fill(0);
    this.enemyBullets.fill(0);
    this.aliens.fill(0).fill(FULL_ROW, 0, ALIEN_ROWS);
    this.enemyMoveInterval = this.alienMoveTimer = FIRST_MOVE_INTERVAL;
    this.alienShotTimer = ENEMY_SHOT_INTERVAL;
    this.shotTimer = 0;
  }

  act(action: Action): number {
    const { aliens, friendlyBullets, enemyBullets } = this;
    if (action === FIRE && this.shotTimer === 0) {
      friendlyBullets[BOTTOM] |= 1 << this.pos;
      this.shotTimer = SHOT_COOL_DOWN;
    } else if (action === LEFT) this.pos = Math.max(0, this.pos - 1);
    else if (action === RIGHT) this.pos = Math.min(SIDE - 1, this.pos + 1);

    for (let y = 0; y < BOTTOM; y++) friendlyBullets[y] = friendlyBullets[y + 1];
    friendlyBullets[BOTTOM] = 0;
    for (let y = BOTTOM; y > 0; y--) enemyBullets[y] = enemyBullets[y - 1];
    enemyBullets[0] = 0;
    const cannon = 1 << this.pos;
    if ((enemyBullets[BOTTOM] | aliens[BOTTOM]) & cannon) this.terminal = true;

    if (this.alienMoveTimer === 0) {
      this.march();
      if (aliens[BOTTOM] & cannon) this.terminal = true;
    }
    if (this.alienShotTimer === 0) {
      this.alienShotTimer = ENEMY_SHOT_INTERVAL;
      this.shoot();
    }

    let reward = 0;
    let left = 0;
    for (let y = 0; y < SIDE; y++) {
      const hits = aliens[y] & friendlyBullets[y];
      if (hits) {
        reward += popcount(hits);
        aliens[y] ^= hits;
        friendlyBullets[y] ^= hits;
      }
      left |= aliens[y];
    }
    if (this.shotTimer > 0) this.shotTimer--;
    this.alienMoveTimer--;
    this.alienShotTimer--;
    if (left === 0) {
      if (this.ramping && this.enemyMoveInterval > LEAST_MOVE_INTERVAL) {
        this.enemyMoveInterval--;
        this.rampIndex++;
      }
      aliens.fill(FULL_ROW, 0, ALIEN_ROWS);
    }
    return reward;
  }

  observe(out: Uint8Array | Float32Array): void {
    out.fill(0);
    out[(BOTTOM * SIDE + this.pos) * CHANNELS + CANNON] = 1;
    const side = this.direction < 0 ? ALIEN_LEFT : ALIEN_RIGHT;
    for (let y = 0; y < SIDE; y++) {
      const row = y * SIDE * CHANNELS;
      for (let bits = this.aliens[y]; bits; bits &= bits - 1) {
        const base = row + lowestBit(bits) * CHANNELS;
        out[base + ALIEN] = 1;
        out[base + side] = 1;
      }
      for (let bits = this.friendlyBullets[y]; bits; bits &= bits - 1)
        out[row + lowestBit(bits) * CHANNELS + FRIENDLY_BULLET] = 1;
      for (let bits = this.enemyBullets[y]; bits; bits &= bits - 1)
        out[row + lowestBit(bits) * CHANNELS + ENEMY_BULLET] = 1;
    }
  }

  hash(hash: number): number {
    for (let y = 0; y < SIDE; y++) {
      hash = mixHash(
        hash,
        this.aliens[y] | (this.friendlyBullets[y] << SIDE) | (this.enemyBullets[y] << (2 * SIDE)),
      );
    }
    hash = mixHash(hash, (this.pos << 20) | (this.alienMoveTimer << 10) | this.alienShotTimer);
    return mixHash(
      hash,
      (this.enemyMoveInterval << 20) | (this.shotTimer << 10) | (this.rampIndex << 2) | (this.direction + 1),
    );
  }

  save(): Json {
    const { pos, direction, enemyMoveInterval, alienMoveTimer, alienShotTimer, rampIndex, shotTimer } = this;
    return {
      pos,
      friendlyBullets: toCells(this.friendlyBullets),
      enemyBullets: toCells(this.enemyBullets),
      aliens: toCells(this.aliens),
      direction,
      enemyMoveInterval,
      alienMoveTimer,
      alienShotTimer,
      rampIndex,
      shotTimer,
    };
  }

  load(state: Json): void {
    const saved = parseSaved(savedSchema, state, 'minatar-space-invaders');
    const { friendlyBullets, enemyBullets, aliens, ...plain } = saved;
    Object.assign(this, plain);
    fromCells(this.friendlyBullets, friendlyBullets);
    fromCells(this.enemyBullets, enemyBullets);
    fromCells(this.aliens, aliens);
  }

  /** The aliens move: sideways, or down (row 9 coming in again at the top) and about at the board's side. */
  private march(): void {
    const { aliens } = this;
    let count = 0;
    let columns = 0;
    for (let y = 0; y < SIDE; y++) {
      count += popcount(aliens[y]);
      columns |= aliens[y];
    }
    this.alienMoveTimer = Math.min(count, this.enemyMoveInterval);
    const atSide = this.direction < 0 ? columns & 1 : columns & (1 << (SIDE - 1));
    if (!atSide) {
      for (let y = 0; y < SIDE; y++) aliens[y] = this.direction < 0 ? aliens[y] >> 1 : aliens[y] << 1;
      return;
    }
    this.direction = -this.direction;
    if (aliens[BOTTOM]) this.terminal = true;
    const lowest = aliens[BOTTOM];
    aliens.copyWithin(1, 0, BOTTOM);
    aliens[0] = lowest;
  }

  /** The lowest alien of the column nearest to the cannon fires; of two equally near columns the left one. */
  private shoot(): void {
    const { aliens, pos } = this;
    let columns = 0;
    for (let y = 0; y < SIDE; y++) columns |= aliens[y];
    for (let distance = 0; distance < SIDE; distance++) {
      const column = (columns >> (pos - distance)) & 1 && distance <= pos ? pos - distance : pos + distance;
      if (column >= SIDE || !((columns >> column) & 1)) continue;
      let y = BOTTOM;
      while (!((aliens[y] >> column) & 1)) y--;
      this.enemyBullets[y] |= 1 << column;
      return;
    }
  }
}

/** The number of ones in a row of bits. */
function popcount(bits: number): number {
  let count = 0;
  for (; bits; bits &= bits - 1) count++;
  return count;
}

/** The index of the lowest one; bits is not 0. */
function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

function toCells(rows: Int32Array): Json[] {
  const list: Json[] = [];
  rows.forEach((row, y) => {
    for (let bits = row; bits; bits &= bits - 1) list.push([lowestBit(bits), y]);
  });
  return list;
}

function fromCells(rows: Int32Array, list: readonly (readonly [number, number])[]): void {
  rows.fill(0);
  for (const [x, y] of list) rows[y] |= 1 << x;
}

/** The game as `MinAtarEnv` and the registry take it. */
export const spaceInvaders: MinAtarGame<SpaceInvaders> = {
  id: 'minatar-space-invaders',
  title: 'MinAtar Space Invaders',
  version: 1,
  channels: ['cannon', 'alien', 'alien_left', 'alien_right', 'friendly_bullet', 'enemy_bullet'],
  minimalActions: [NO_OP, LEFT, RIGHT, FIRE],
  create: (ramping) => new SpaceInvaders(ramping),
};
