/**
 * Pixel freeway: a chicken crosses ten lanes as often as it can in 136 seconds; one point for each time. A car that hits it throws it back
 * towards the start, and it is stunned for a moment. Each lane has its own speed and direction. Random: where the cars begin.
 */
import type { Rng } from '@agon/core';
import type { Action } from '../env.js';
import { PixelEnv } from './pixelEnv.js';
import { INK, SCREEN_HEIGHT, SCREEN_WIDTH, sprite, type Screen } from './screen.js';

const NUM_LANES = 10;
const LANE_HEIGHT = 16;
/** The upper edge of the highest lane; below the lowest one is the pavement where the chicken starts. */
const ROAD_TOP = 25;
const ROAD_BOTTOM = ROAD_TOP + NUM_LANES * LANE_HEIGHT;
const START_Y = ROAD_BOTTOM + 3;
const GOAL_Y = ROAD_TOP - 10;
const CHICKEN_X = 44;
const CHICKEN_SIZE = 8;
const CAR_WIDTH = 14;
/** A car leaves the screen wholly before it comes back on the other side. */
const LOOP = SCREEN_WIDTH + CAR_WIDTH;
const CAR_TOP = 3;
const CAR_HEIGHT = 10;
/** Pixels a frame for each lane from the top; negative: to the left. */
const LANE_SPEEDS = [-0.75, -1, -1.25, -1.75, -2.5, 2.5, 1.75, 1.25, 1, 0.75];
const LANE_INKS = [
  INK.violet,
  INK.red,
  INK.yellow,
  INK.teal,
  INK.pink,
  INK.orange,
  INK.blue,
  INK.white,
  INK.red,
  INK.green,
];
/** 136 seconds. */
const GAME_FRAMES = 8160;
/** After a hit: frames in which the chicken is pushed down, two pixels a frame. */
const STUN = 16;
const PUSH = 2;

const UP = 1;
const DOWN = 2;

const CHICKEN = sprite([
  '..##....',
  '.####...',
  '..###..#',
  '..#####.',
  '.######.',
  '..####..',
  '...##...',
  '..#..#..',
]);
const CAR = sprite([
  '..##......##..',
  '.############.',
  '##############',
  '####...#...###',
  '####...#...###',
  '####...#...###',
  '####...#...###',
  '##############',
  '.############.',
  '..##......##..',
]);

/** The state of a game, its frame and its painting. Units are pixels and frames. */
export class PixelFreeway extends PixelEnv {
  readonly actionNames = ['no-op', 'up', 'down'];
  readonly lives = 1;
  score = 0;
  /** The chicken's upper edge. */
  chickenY = START_Y;
  stun = 0;
  framesLeft = GAME_FRAMES;
  /** [NUM_LANES] The left edges of the cars. */
  readonly cars = new Float64Array(NUM_LANES);
  protected readonly fields = ['score', 'chickenY', 'stun', 'framesLeft', 'cars'];

  protected begin(rng: Rng): void {
    this.score = 0;
    this.chickenY = START_Y;
    this.stun = 0;
    this.framesLeft = GAME_FRAMES;
    for (let lane = 0; lane < NUM_LANES; lane++) this.cars[lane] = rng.int(LOOP) - CAR_WIDTH;
  }

  protected play(action: Action): number {
    for (let lane = 0; lane < NUM_LANES; lane++) this.cars[lane] = wrap(this.cars[lane] + LANE_SPEEDS[lane]);
    if (this.stun > 0) {
      this.stun--;
      this.chickenY = Math.min(START_Y, this.chickenY + PUSH);
    } else {
      if (action === UP) this.chickenY--;
      if (action === DOWN) this.chickenY = Math.min(START_Y, this.chickenY + 1);
      if (this.isHitAt(this.chickenY, 0)) this.stun = STUN;
    }
    this.terminal = --this.framesLeft === 0;
    if (this.chickenY > GOAL_Y) return 0;
    this.chickenY = START_Y;
    this.score++;
    return 1;
  }

  /** Whether a chicken at height `y` would be hit by a car `frames` from now. */
  isHitAt(y: number, frames: number): boolean {
    for (let lane = 0; lane < NUM_LANES; lane++) {
      const top = ROAD_TOP + lane * LANE_HEIGHT + CAR_TOP;
      if (y + CHICKEN_SIZE <= top || y >= top + CAR_HEIGHT) continue;
      const x = wrap(this.cars[lane] + frames * LANE_SPEEDS[lane]);
      if (x < CHICKEN_X + CHICKEN_SIZE && x + CAR_WIDTH > CHICKEN_X) return true;
    }
    return false;
  }

  protected paintBackdrop(screen: Screen): void {
    screen.rect(0, 0, SCREEN_WIDTH, SCREEN_HEIGHT, INK.grass);
    screen.rect(0, ROAD_TOP, SCREEN_WIDTH, ROAD_BOTTOM - ROAD_TOP, INK.asphalt);
    for (let lane = 1; lane < NUM_LANES; lane++) {
      const y = ROAD_TOP + lane * LANE_HEIGHT;
      if (lane === NUM_LANES / 2) screen.rect(0, y - 1, SCREEN_WIDTH, 2, INK.yellow);
      else for (let x = 4; x < SCREEN_WIDTH; x += 16) screen.rect(x, y, 8, 1, INK.grey);
    }
  }

  protected paint(screen: Screen): void {
    for (let lane = 0; lane < NUM_LANES; lane++)
      screen.sprite(this.cars[lane], ROAD_TOP + lane * LANE_HEIGHT + CAR_TOP, CAR, LANE_INKS[lane]);
    screen.sprite(CHICKEN_X, this.chickenY, CHICKEN, this.stun > 0 ? INK.red : INK.white);
    screen.number(54, 3, this.score, INK.white);
    screen.rect(100, 7, Math.ceil((48 * this.framesLeft) / GAME_FRAMES), 3, INK.yellow);
  }
}

/** A car's place after it has left the screen and come back on the other side. */
function wrap(x: number): number {
  return x < -CAR_WIDTH ? x + LOOP : x >= SCREEN_WIDTH ? x - LOOP : x;
}
