/**
 * MinAtar Seaquest: the rules (reference MinAtar 1.0.15). A submarine shoots fish and enemy submarines for a point each,
 * picks divers up, and must surface for air with at least one of them; six divers pay for the air left. Random
 * numbers: three at every spawn of an enemy, two at every spawn of a diver.
 *
 * Records are removed from their lists by equality, front first, as the reference does: where two are equal, the other one
 * may go, and the looked-at one is then met again (see `PackedList.removeEqual`).
 */
import type { Json, Rng } from '@agon/core';
import * as v from 'valibot';
import type { Action } from '../env.js';
import { mixHash } from '../hash.js';
import { integer, parseSaved } from '../saved.js';
import { DOWN, FIRE, LEFT, NO_OP, RIGHT, SIDE, UP, type MinAtarGame, type MinAtarRules } from './minatar.js';
import {
  isRight,
  isWaiting,
  MAX_TIMER,
  moved,
  NOT_FOUND,
  pack,
  PackedList,
  sameCell,
  shotTimerOf,
  stepOf,
  ticked,
  timerOf,
  withShotTimer,
  withTimer,
  xOf,
  yOf,
} from './packedList.js';

const SUB_FRONT = 0;
const SUB_BACK = 1;
const FRIENDLY_BULLET = 2;
const TRAIL = 3;
const ENEMY_BULLET = 4;
const ENEMY_FISH = 5;
const ENEMY_SUB = 6;
const OXYGEN_GAUGE = 7;
const DIVER_GAUGE = 8;
const DIVER = 9;
const CHANNELS = 10;

const BOTTOM = SIDE - 1;
const MAX_OXYGEN = 200;
/** Divers that make a full load. */
const MAX_DIVERS = 6;
const FIRST_SPAWN_SPEED = 20;
const DIVER_SPAWN_INTERVAL = 30;
const FIRST_MOVE_SPEED = 5;
const LEAST_MOVE_SPEED = 2;
const SHOT_COOL_DOWN = 5;
const ENEMY_SHOT_INTERVAL = 10;
const DIVER_MOVE_INTERVAL = 5;

const cell = integer(0, SIDE - 1);
const timer = integer(0, MAX_TIMER);
const bullets = v.array(v.strictTuple([cell, cell, v.boolean()]));
const swimmers = v.array(v.strictTuple([cell, cell, v.boolean(), timer]));
const savedSchema = v.strictObject({
  oxygen: integer(-1, MAX_OXYGEN),
  divers: integer(-1_000_000, MAX_DIVERS),
  x: cell,
  y: integer(0, SIDE - 2),
  right: v.boolean(),
  friendlyBullets: bullets,
  enemyBullets: bullets,
  fish: swimmers,
  subs: v.array(v.strictTuple([cell, cell, v.boolean(), timer, timer])),
  diverList: swimmers,
  enemySpawnSpeed: timer,
  enemySpawnTimer: timer,
  diverSpawnTimer: timer,
  moveSpeed: timer,
  rampIndex: integer(0, 1000),
  shotTimer: timer,
  surfaced: v.boolean(),
});

/** By action. */
const STEP_X = Int32Array.of(0, -1, 0, 1, 0, 0);
const STEP_Y = Int32Array.of(0, 0, -1, 0, 1, 0);

/** Lit cells of the oxygen gauge, 0..10, by oxygen + 1. */
const GAUGES = Array.from({ length: MAX_OXYGEN + 2 }, (_, i) =>
  Math.max(0, Math.floor(((i - 1) * SIDE) / MAX_OXYGEN)),
);
/** By lit cells of the oxygen gauge: the observation with nothing else in it. */
const EMPTY_SEAS = Array.from({ length: SIDE + 1 }, (_, gauge) => {
  const cells = new Uint8Array(SIDE * SIDE * CHANNELS);
  for (let x = 0; x < gauge; x++) cells[(BOTTOM * SIDE + x) * CHANNELS + OXYGEN_GAUGE] = 1;
  return cells;
});

/** One game: its state, a step, and what is seen of it. */
export class Seaquest implements MinAtarRules {
  terminal = false;
  rampIndex = 0;
  oxygen = MAX_OXYGEN;
  /** Divers on board; surfacing with none ends the game, and a full load leaves it at -1. */
  divers = 0;
  /** Our submarine's front cell, and the way it faces. */
  x = 5;
  y = 0;
  right = false;
  readonly friendlyBullets = new PackedList();
  readonly enemyBullets = new PackedList();
  readonly fish = new PackedList();
  readonly subs = new PackedList();
  readonly diverList = new PackedList();
  private readonly lists = [this.friendlyBullets, this.enemyBullets, this.fish, this.subs, this.diverList];
  private readonly ramping: boolean;
  private enemySpawnSpeed = FIRST_SPAWN_SPEED;
  private enemySpawnTimer = FIRST_SPAWN_SPEED;
  private diverSpawnTimer = DIVER_SPAWN_INTERVAL;
  private moveSpeed = FIRST_MOVE_SPEED;
  private shotTimer = 0;
  private surfaced = true;

  constructor(ramping: boolean) {
    this.ramping = ramping;
  }

  reset(): void {
    this.terminal = false;
    this.rampIndex = 0;
    this.oxygen = MAX_OXYGEN;
    this.divers = 0;
    this.x = 5;
    this.y = 0;
    this.right = false;
    for (const list of this.lists) list.clear();
    this.enemySpawnSpeed = this.enemySpawnTimer = FIRST_SPAWN_SPEED;
    this.diverSpawnTimer = DIVER_SPAWN_INTERVAL;
    this.moveSpeed = FIRST_MOVE_SPEED;
    this.shotTimer = 0;
    this.surfaced = true;
  }

  act(action: Action, rng: Rng): number {
    if (this.enemySpawnTimer === 0) {
      this.spawnEnemy(rng);
      this.enemySpawnTimer = this.enemySpawnSpeed;
    }
    if (this.diverSpawnTimer === 0) {
      this.spawnDiver(rng);
      this.diverSpawnTimer = DIVER_SPAWN_INTERVAL;
    }
    this.steer(action);
    // Most lists are empty most of the time.
    let reward = this.friendlyBullets.length > 0 ? this.moveFriendlyBullets() : 0;
    if (this.diverList.length > 0) this.moveDivers();
    if (this.subs.length > 0) reward += this.moveEnemies(this.subs, true);
    if (this.enemyBullets.length > 0) this.moveEnemyBullets();
    if (this.fish.length > 0) reward += this.moveEnemies(this.fish, false);

    if (this.enemySpawnTimer > 0) this.enemySpawnTimer--;
    if (this.diverSpawnTimer > 0) this.diverSpawnTimer--;
    if (this.shotTimer > 0) this.shotTimer--;
    if (this.oxygen <= 0) this.terminal = true;
    if (this.y > 0) {
      this.oxygen--;
      this.surfaced = false;
    } else if (!this.surfaced) {
      if (this.divers === 0) this.terminal = true;
      else reward += this.surface();
    }
    return reward;
  }

  observe(out: Uint8Array | Float32Array): void {
    out.set(EMPTY_SEAS[this.oxygenGauge()]);
    const front = this.y * SIDE + this.x;
    out[front * CHANNELS + SUB_FRONT] = 1;
    out[(this.right ? front - 1 : front + 1) * CHANNELS + SUB_BACK] = 1;
    for (let x = BOTTOM - this.divers; x < BOTTOM; x++) out[(BOTTOM * SIDE + x) * CHANNELS + DIVER_GAUGE] = 1;
    if (this.friendlyBullets.length > 0) observeList(out, this.friendlyBullets, FRIENDLY_BULLET, false);
    if (this.enemyBullets.length > 0) observeList(out, this.enemyBullets, ENEMY_BULLET, false);
    if (this.fish.length > 0) observeList(out, this.fish, ENEMY_FISH, true);
    if (this.subs.length > 0) observeList(out, this.subs, ENEMY_SUB, true);
    if (this.diverList.length > 0) observeList(out, this.diverList, DIVER, true);
  }

  /** Cells of the oxygen gauge that are lit, 0..10. */
  oxygenGauge(): number {
    return GAUGES[this.oxygen + 1];
  }

  hash(hash: number): number {
    for (const list of this.lists) {
      hash = mixHash(hash, list.length);
      for (let i = 0; i < list.length; i++) hash = mixHash(hash, list.records[i]);
    }
    hash = mixHash(hash, (this.x << 8) | (this.y << 4) | (this.right ? 2 : 0) | (this.surfaced ? 1 : 0));
    hash = mixHash(mixHash(hash, this.oxygen), this.divers);
    hash = mixHash(hash, (this.enemySpawnSpeed << 16) | (this.enemySpawnTimer << 8) | this.diverSpawnTimer);
    return mixHash(hash, (this.rampIndex << 16) | (this.moveSpeed << 8) | this.shotTimer);
  }

  save(): Json {
    const { oxygen, divers, x, y, right, enemySpawnSpeed, enemySpawnTimer, diverSpawnTimer, moveSpeed } =
      this;
    return {
      oxygen,
      divers,
      x,
      y,
      right,
      friendlyBullets: toTuples(this.friendlyBullets, 3),
      enemyBullets: toTuples(this.enemyBullets, 3),
      fish: toTuples(this.fish, 4),
      subs: toTuples(this.subs, 5),
      diverList: toTuples(this.diverList, 4),
      enemySpawnSpeed,
      enemySpawnTimer,
      diverSpawnTimer,
      moveSpeed,
      rampIndex: this.rampIndex,
      shotTimer: this.shotTimer,
      surfaced: this.surfaced,
    };
  }

  load(state: Json): void {
    const saved = parseSaved(savedSchema, state, 'minatar-seaquest');
    const { friendlyBullets, enemyBullets, fish, subs, diverList, ...plain } = saved;
    Object.assign(this, plain);
    fromTuples(this.friendlyBullets, friendlyBullets);
    fromTuples(this.enemyBullets, enemyBullets);
    fromTuples(this.fish, fish);
    fromTuples(this.subs, subs);
    fromTuples(this.diverList, diverList);
  }

  /** Our submarine's cell as a record, to compare with others by `sameCell`. */
  private place(): number {
    return pack(this.x, this.y, false, 0, 0);
  }

  private spawnEnemy(rng: Rng): void {
    const right = rng.uniform() < 1 / 2;
    const isSub = rng.uniform() < 1 / 3;
    const y = 1 + rng.int(8);
    if (hasOpposite(this.subs, y, right) || hasOpposite(this.fish, y, right)) return;
    const x = right ? 0 : SIDE - 1;
    if (isSub) this.subs.push(pack(x, y, right, this.moveSpeed, ENEMY_SHOT_INTERVAL));
    else this.fish.push(pack(x, y, right, this.moveSpeed, 0));
  }

  private spawnDiver(rng: Rng): void {
    const right = rng.uniform() < 1 / 2;
    this.diverList.push(pack(right ? 0 : SIDE - 1, 1 + rng.int(8), right, DIVER_MOVE_INTERVAL, 0));
  }

  private steer(action: Action): void {
    if (action === FIRE) {
      if (this.shotTimer > 0) return;
      this.friendlyBullets.push(pack(this.x, this.y, this.right, 0, 0));
      this.shotTimer = SHOT_COOL_DOWN;
      return;
    }
    const x = this.x + STEP_X[action];
    const y = this.y + STEP_Y[action];
    if (x !== this.x) this.right = x > this.x;
    if (x >= 0 && x < SIDE) this.x = x;
    if (y >= 0 && y < BOTTOM) this.y = y;
  }

  private moveFriendlyBullets(): number {
    const { friendlyBullets: list, fish, subs } = this;
    let reward = 0;
    for (let i = list.length - 1; i >= 0; i--) {
      const bullet = (list.records[i] = moved(list.records[i]));
      if (isOutside(bullet)) {
        list.removeEqual(i);
        continue;
      }
      const hitFish = fish.findInCell(bullet);
      const hitSub = hitFish === NOT_FOUND ? subs.findInCell(bullet) : NOT_FOUND;
      if (hitFish !== NOT_FOUND) fish.removeAt(hitFish);
      else if (hitSub !== NOT_FOUND) subs.removeAt(hitSub);
      else continue;
      list.removeEqual(i);
      reward++;
    }
    return reward;
  }

  private moveDivers(): void {
    const list = this.diverList;
    const player = this.place();
    for (let i = list.length - 1; i >= 0; i--) {
      let diver = list.records[i];
      if (sameCell(diver, player) && this.divers < MAX_DIVERS) {
        list.removeEqual(i);
        this.divers++;
      } else if (isWaiting(diver)) list.records[i] = ticked(diver);
      else {
        list.records[i] = diver = moved(withTimer(diver, DIVER_MOVE_INTERVAL));
        if (isOutside(diver)) list.removeEqual(i);
        else if (sameCell(diver, player) && this.divers < MAX_DIVERS) {
          list.removeEqual(i);
          this.divers++;
        }
      }
    }
  }

  /** Moves fish or enemy submarines; the latter also fire, even in the step in which they are removed. */
  private moveEnemies(list: PackedList, firing: boolean): number {
    const player = this.place();
    let reward = 0;
    for (let i = list.length - 1; i >= 0; i--) {
      let enemy = list.records[i];
      /** Where this enemy is in the list now, or NOT_FOUND. */
      let index = i;
      if (sameCell(enemy, player)) this.terminal = true;
      if (isWaiting(enemy)) list.records[i] = enemy = ticked(enemy);
      else {
        enemy = moved(withTimer(enemy, this.moveSpeed));
        list.records[i] = enemy;
        if (isOutside(enemy)) index = list.removeEqual(i);
        else if (sameCell(enemy, player)) this.terminal = true;
        else {
          const bullet = this.friendlyBullets.findInCell(enemy);
          if (bullet !== NOT_FOUND) {
            index = list.removeEqual(i);
            this.friendlyBullets.removeAt(bullet);
            reward++;
          }
        }
      }
      if (!firing) continue;
      const shotTimer = shotTimerOf(enemy);
      if (shotTimer === 0) this.enemyBullets.push(pack(xOf(enemy), yOf(enemy), isRight(enemy), 0, 0));
      const next = shotTimer === 0 ? ENEMY_SHOT_INTERVAL : shotTimer - 1;
      if (index !== NOT_FOUND) list.records[index] = withShotTimer(enemy, next);
    }
    return reward;
  }

  private moveEnemyBullets(): void {
    const list = this.enemyBullets;
    const player = this.place();
    for (let i = list.length - 1; i >= 0; i--) {
      if (sameCell(list.records[i], player)) this.terminal = true;
      const bullet = (list.records[i] = moved(list.records[i]));
      if (isOutside(bullet)) list.removeEqual(i);
      else if (sameCell(bullet, player)) this.terminal = true;
    }
  }

  /** At the surface with divers on board (or fewer than none): air, and pay for a full load. */
  private surface(): number {
    this.surfaced = true;
    let reward = 0;
    if (this.divers === MAX_DIVERS) {
      this.divers = 0;
      reward = Math.floor((this.oxygen * 10) / MAX_OXYGEN);
    }
    this.oxygen = MAX_OXYGEN;
    this.divers--;
    if (this.ramping && (this.enemySpawnSpeed > 1 || this.moveSpeed > LEAST_MOVE_SPEED)) {
      if (this.moveSpeed > LEAST_MOVE_SPEED && this.rampIndex % 2 === 1) this.moveSpeed--;
      if (this.enemySpawnSpeed > 1) this.enemySpawnSpeed--;
      this.rampIndex++;
    }
    return reward;
  }
}

function isOutside(record: number): boolean {
  const x = xOf(record);
  return x < 0 || x >= SIDE;
}

function hasOpposite(list: PackedList, y: number, right: boolean): boolean {
  for (let i = 0; i < list.length; i++) {
    if (yOf(list.records[i]) === y && isRight(list.records[i]) !== right) return true;
  }
  return false;
}

function observeList(
  out: Uint8Array | Float32Array,
  list: PackedList,
  channel: number,
  trail: boolean,
): void {
  for (let i = 0; i < list.length; i++) {
    const record = list.records[i];
    const x = xOf(record);
    const row = yOf(record) * SIDE;
    out[(row + x) * CHANNELS + channel] = 1;
    const behind = x - stepOf(record);
    if (trail && behind >= 0 && behind < SIDE) out[(row + behind) * CHANNELS + TRAIL] = 1;
  }
}

/** The records as the crafted cases write them: the first `size` of x, y, right, timer, shot timer. */
function toTuples(list: PackedList, size: number): Json[] {
  return Array.from(list.records.subarray(0, list.length), (record) =>
    [xOf(record), yOf(record), isRight(record), timerOf(record), shotTimerOf(record)].slice(0, size),
  );
}

function fromTuples(
  list: PackedList,
  tuples: readonly (readonly [number, number, boolean, number?, number?])[],
): void {
  list.clear();
  for (const [x, y, right, timer = 0, shotTimer = 0] of tuples)
    list.push(pack(x, y, right, timer, shotTimer));
}

/** The game as `MinAtarEnv` and the registry take it. */
export const seaquest: MinAtarGame<Seaquest> = {
  id: 'minatar-seaquest',
  title: 'MinAtar Seaquest',
  version: 1,
  channels: [
    'sub_front',
    'sub_back',
    'friendly_bullet',
    'trail',
    'enemy_bullet',
    'enemy_fish',
    'enemy_sub',
    'oxygen_guage',
    'diver_guage',
    'diver',
  ],
  minimalActions: [NO_OP, LEFT, UP, RIGHT, DOWN, FIRE],
  create: (ramping) => new Seaquest(ramping),
};
