/**
 * MinAtar Asterix: the rules (reference MinAtar 1.0.15). Enemies and gold cross eight rows; gold pays one point, an enemy
 * ends the game. Random numbers: two at every spawn, and one more where a row is free.
 */
import type { Json, Rng } from '@agon/core';
import * as v from 'valibot';
import type { Action } from '../env.js';
import { mixHash } from '../hash.js';
import { integer, parseSaved } from '../saved.js';
import { DOWN, LEFT, NO_OP, RIGHT, SIDE, UP, type MinAtarGame, type MinAtarRules } from './minatar.js';

const PLAYER = 0;
const ENEMY = 1;
const TRAIL = 2;
const GOLD = 3;
const CHANNELS = 4;

/** Entity slots; slot i is row i + 1. */
export const NUM_SLOTS = 8;
/** `x` of a slot that holds nothing. */
export const EMPTY = -1;
const RAMP_INTERVAL = 100;
const FIRST_SPAWN_SPEED = 10;
const FIRST_MOVE_SPEED = 5;

const cell = integer(0, SIDE - 1);
const timer = integer(-1, 1000);
const savedSchema = v.strictObject({
  x: cell,
  y: cell,
  slots: v.pipe(v.array(v.nullable(v.strictTuple([cell, v.boolean(), v.boolean()]))), v.length(NUM_SLOTS)),
  spawnSpeed: integer(1, 1000),
  spawnTimer: timer,
  moveSpeed: integer(1, 1000),
  moveTimer: timer,
  rampTimer: timer,
  rampIndex: integer(0, 1000),
});

/** One game: its state, a step, and what is seen of it. */
export class Asterix implements MinAtarRules {
  terminal = false;
  rampIndex = 0;
  /** The player's cell. */
  x = 5;
  y = 5;
  /** [NUM_SLOTS] Column of each entity, or EMPTY; whether it moves right; whether it is gold (else an enemy). */
  readonly slotX = new Int8Array(NUM_SLOTS);
  readonly slotRight = new Uint8Array(NUM_SLOTS);
  readonly slotGold = new Uint8Array(NUM_SLOTS);
  private readonly ramping: boolean;
  /** Steps between spawns and between moves, and steps left until the next one. */
  private spawnSpeed = FIRST_SPAWN_SPEED;
  private spawnTimer = FIRST_SPAWN_SPEED;
  private moveSpeed = FIRST_MOVE_SPEED;
  private moveTimer = FIRST_MOVE_SPEED;
  private rampTimer = RAMP_INTERVAL;

  constructor(ramping: boolean) {
    this.ramping = ramping;
  }

  reset(): void {
    this.terminal = false;
    this.rampIndex = 0;
    this.x = 5;
    this.y = 5;
    this.slotX.fill(EMPTY);
    this.spawnSpeed = this.spawnTimer = FIRST_SPAWN_SPEED;
    this.moveSpeed = this.moveTimer = FIRST_MOVE_SPEED;
    this.rampTimer = RAMP_INTERVAL;
  }

  act(action: Action, rng: Rng): number {
    if (this.spawnTimer === 0) {
      this.spawn(rng);
      this.spawnTimer = this.spawnSpeed;
    }
    if (action === LEFT) this.x = Math.max(0, this.x - 1);
    else if (action === RIGHT) this.x = Math.min(SIDE - 1, this.x + 1);
    else if (action === UP) this.y = Math.max(1, this.y - 1);
    else if (action === DOWN) this.y = Math.min(SIDE - 2, this.y + 1);

    let reward = this.meet(this.y - 1);
    if (this.moveTimer === 0) {
      this.moveTimer = this.moveSpeed;
      for (let slot = 0; slot < NUM_SLOTS; slot++) {
        if (this.slotX[slot] === EMPTY) continue;
        const x = this.slotX[slot] + (this.slotRight[slot] ? 1 : -1);
        this.slotX[slot] = x < 0 || x >= SIDE ? EMPTY : x;
        reward += this.meet(slot);
      }
    }
    this.spawnTimer--;
    this.moveTimer--;
    if (this.ramping && (this.spawnSpeed > 1 || this.moveSpeed > 1)) this.ramp();
    return reward;
  }

  observe(out: Uint8Array | Float32Array): void {
    const { slotX, slotRight, slotGold } = this;
    out.fill(0);
    const player = (this.y * SIDE + this.x) * CHANNELS + PLAYER;
    out[player] = 1;
    // No branches, since nothing could predict them: what is not there is written where the player is.
    for (let slot = 0; slot < NUM_SLOTS; slot++) {
      const x = slotX[slot];
      const behind = x + 1 - 2 * slotRight[slot];
      const row = (slot + 1) * SIDE;
      const entity = (row + x) * CHANNELS + ENEMY + (GOLD - ENEMY) * slotGold[slot];
      const trail = (row + behind) * CHANNELS + TRAIL;
      const isEmpty = x >> 31;
      const hasNoTrail = isEmpty | (behind >> 31) | ((SIDE - 1 - behind) >> 31);
      out[(entity & ~isEmpty) | (player & isEmpty)] = 1;
      out[(trail & ~hasNoTrail) | (player & hasNoTrail)] = 1;
    }
  }

  hash(hash: number): number {
    hash = mixHash(hash, (this.x << 4) | this.y);
    for (let slot = 0; slot < NUM_SLOTS; slot++) {
      const x = this.slotX[slot];
      hash = mixHash(
        hash,
        x === EMPTY ? EMPTY : (x << 2) | (this.slotRight[slot] << 1) | this.slotGold[slot],
      );
    }
    hash = mixHash(hash, (this.spawnSpeed << 16) | (this.spawnTimer & 0xffff));
    hash = mixHash(hash, (this.moveSpeed << 16) | (this.moveTimer & 0xffff));
    return mixHash(hash, (this.rampIndex << 16) | (this.rampTimer & 0xffff));
  }

  save(): Json {
    const slots = Array.from(this.slotX, (x, slot) =>
      x === EMPTY ? null : [x, this.slotRight[slot] === 1, this.slotGold[slot] === 1],
    );
    const { x, y, spawnSpeed, spawnTimer, moveSpeed, moveTimer, rampTimer, rampIndex } = this;
    return { x, y, slots, spawnSpeed, spawnTimer, moveSpeed, moveTimer, rampTimer, rampIndex };
  }

  load(state: Json): void {
    const { slots, ...plain } = parseSaved(savedSchema, state, 'minatar-asterix');
    Object.assign(this, plain);
    slots.forEach((entity, slot) => {
      this.slotX[slot] = entity ? entity[0] : EMPTY;
      this.slotRight[slot] = entity?.[1] ? 1 : 0;
      this.slotGold[slot] = entity?.[2] ? 1 : 0;
    });
  }

  /** The entity of a slot meets the player, if they share a cell; returns the reward. */
  private meet(slot: number): number {
    if (this.slotX[slot] !== this.x || slot + 1 !== this.y) return 0;
    if (this.slotGold[slot]) {
      this.slotX[slot] = EMPTY;
      return 1;
    }
    this.terminal = true;
    return 0;
  }

  private spawn(rng: Rng): void {
    const right = rng.uniform() < 1 / 2;
    const gold = rng.uniform() < 1 / 3;
    let numEmpty = 0;
    for (let slot = 0; slot < NUM_SLOTS; slot++) if (this.slotX[slot] === EMPTY) numEmpty++;
    if (numEmpty === 0) return;
    let chosen = rng.int(numEmpty);
    for (let slot = 0; slot < NUM_SLOTS; slot++) {
      if (this.slotX[slot] !== EMPTY || chosen-- > 0) continue;
      this.slotX[slot] = right ? 0 : SIDE - 1;
      this.slotRight[slot] = right ? 1 : 0;
      this.slotGold[slot] = gold ? 1 : 0;
      return;
    }
  }

  private ramp(): void {
    if (this.rampTimer >= 0) {
      this.rampTimer--;
      return;
    }
    if (this.moveSpeed > 1 && this.rampIndex % 2 === 1) this.moveSpeed--;
    if (this.spawnSpeed > 1) this.spawnSpeed--;
    this.rampIndex++;
    this.rampTimer = RAMP_INTERVAL;
  }
}

/** The game as `MinAtarEnv` and the registry take it. */
export const asterix: MinAtarGame<Asterix> = {
  id: 'minatar-asterix',
  title: 'MinAtar Asterix',
  version: 1,
  channels: ['player', 'enemy', 'trail', 'gold'],
  minimalActions: [NO_OP, LEFT, UP, RIGHT, DOWN],
  create: (ramping) => new Asterix(ramping),
};
