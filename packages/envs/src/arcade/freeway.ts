/**
 * MinAtar Freeway: the rules (reference MinAtar 1.0.15). A chicken crosses eight lanes; one point at the top; a car
 * sends it back. An episode has 2,501 steps. Random numbers: sixteen at reset and at every crossing.
 */
import type { Json, Rng } from '@agon/core';
import * as v from 'valibot';
import type { Action } from '../env.js';
import { mixHash } from '../hash.js';
import { integer, parseSaved } from '../saved.js';
import { DOWN, NO_OP, SIDE, UP, type MinAtarGame, type MinAtarRules } from './minatar.js';

const CHICKEN = 0;
const CAR = 1;
const CHANNELS = 7;

/** Car i drives in row i + 1. */
export const NUM_CARS = 8;
/** The chicken's column. */
export const CHICKEN_X = 4;
const START = SIDE - 1;
const MOVE_INTERVAL = 3;
const TIME_LIMIT = 2500;
const MAX_SPEED = 5;

const cell = integer(0, SIDE - 1);
const savedSchema = v.strictObject({
  pos: cell,
  moveTimer: integer(0, 1000),
  terminateTimer: integer(-1, TIME_LIMIT),
  cars: v.pipe(
    v.array(v.strictTuple([cell, integer(0, 1000), integer(-MAX_SPEED, MAX_SPEED)])),
    v.length(NUM_CARS),
  ),
});

/** One game: its state, a step, and what is seen of it. */
export class Freeway implements MinAtarRules {
  terminal = false;
  readonly rampIndex = undefined;
  /** The chicken's row. */
  pos = START;
  /** [NUM_CARS] Column, steps until the next move, signed speed (+ is right; the car moves every |speed| + 1 steps). */
  readonly carX = new Int8Array(NUM_CARS);
  readonly carSpeed = new Int8Array(NUM_CARS);
  private readonly carTimer = new Int16Array(NUM_CARS);
  private moveTimer = MOVE_INTERVAL;
  private terminateTimer = TIME_LIMIT;

  reset(rng: Rng): void {
    this.terminal = false;
    this.pos = START;
    this.carX.fill(0);
    this.randomiseCars(rng);
    this.moveTimer = MOVE_INTERVAL;
    this.terminateTimer = TIME_LIMIT;
  }

  act(action: Action, rng: Rng): number {
    let reward = 0;
    if (this.moveTimer === 0 && (action === UP || action === DOWN)) {
      this.moveTimer = MOVE_INTERVAL;
      this.pos = action === UP ? Math.max(0, this.pos - 1) : Math.min(START, this.pos + 1);
    }
    if (this.pos === 0) {
      reward = 1;
      this.randomiseCars(rng);
      this.pos = START;
    }
    for (let car = 0; car < NUM_CARS; car++) {
      this.hit(car);
      if (this.carTimer[car] > 0) {
        this.carTimer[car]--;
        continue;
      }
      const speed = this.carSpeed[car];
      this.carTimer[car] = Math.abs(speed);
      const x = this.carX[car] + (speed > 0 ? 1 : -1);
      this.carX[car] = x < 0 ? SIDE - 1 : x >= SIDE ? 0 : x;
      this.hit(car);
    }
    if (this.moveTimer > 0) this.moveTimer--;
    if (--this.terminateTimer < 0) this.terminal = true;
    return reward;
  }

  observe(out: Uint8Array | Float32Array): void {
    out.fill(0);
    out[(this.pos * SIDE + CHICKEN_X) * CHANNELS + CHICKEN] = 1;
    for (let car = 0; car < NUM_CARS; car++) {
      const row = (car + 1) * SIDE;
      const speed = this.carSpeed[car];
      out[(row + this.carX[car]) * CHANNELS + CAR] = 1;
      out[(row + this.behind(car)) * CHANNELS + CAR + Math.abs(speed)] = 1;
    }
  }

  /** The column behind a car, around the board's sides. */
  behind(car: number): number {
    const x = this.carX[car];
    if (this.carSpeed[car] > 0) return x === 0 ? SIDE - 1 : x - 1;
    return x === SIDE - 1 ? 0 : x + 1;
  }

  hash(hash: number): number {
    hash = mixHash(mixHash(hash, (this.pos << 10) | this.moveTimer), this.terminateTimer);
    for (let car = 0; car < NUM_CARS; car++) {
      hash = mixHash(
        hash,
        (this.carX[car] << 16) | (this.carTimer[car] << 4) | (this.carSpeed[car] + MAX_SPEED),
      );
    }
    return hash;
  }

  save(): Json {
    const { pos, moveTimer, terminateTimer } = this;
    const cars = Array.from(this.carX, (x, car) => [x, this.carTimer[car], this.carSpeed[car]]);
    return { pos, moveTimer, terminateTimer, cars };
  }

  load(state: Json): void {
    const { cars, ...plain } = parseSaved(savedSchema, state, 'minatar-freeway');
    Object.assign(this, plain);
    cars.forEach(([x, timer, speed], car) => {
      this.carX[car] = x;
      this.carTimer[car] = timer;
      this.carSpeed[car] = speed;
    });
  }

  private hit(car: number): void {
    if (this.carX[car] === CHICKEN_X && car + 1 === this.pos) this.pos = START;
  }

  private randomiseCars(rng: Rng): void {
    for (let car = 0; car < NUM_CARS; car++) this.carTimer[car] = 1 + rng.int(MAX_SPEED);
    for (let car = 0; car < NUM_CARS; car++)
      this.carSpeed[car] = Math.sign(rng.uniform() - 0.5) * this.carTimer[car];
    // A draw of exactly one half gives speed 0, and the timer is always |speed|.
    for (let car = 0; car < NUM_CARS; car++) this.carTimer[car] = Math.abs(this.carSpeed[car]);
  }
}

/** The game as `MinAtarEnv` and the registry take it. */
export const freeway: MinAtarGame<Freeway> = {
  id: 'minatar-freeway',
  title: 'MinAtar Freeway',
  version: 1,
  channels: ['chicken', 'car', 'speed1', 'speed2', 'speed3', 'speed4', 'speed5'],
  minimalActions: [NO_OP, UP, DOWN],
  create: () => new Freeway(),
};
