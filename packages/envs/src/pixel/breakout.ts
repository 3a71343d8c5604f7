/**
 * Pixel breakout: five balls against six rows of eighteen bricks. Bricks are worth 1, 1, 3, 3, 5 and 5 from the lowest row to the highest;
 * the wall comes back once, and the game is won when the second one is gone (648 points). Where on the paddle the ball
 * is hit decides its direction; it gets faster with the 4th and 12th hit by the paddle and at the two highest rows.
 * Random: where a ball begins.
 */
import type { Rng } from '@agon/core';
import type { Action } from '../env.js';
import { PixelEnv } from './pixelEnv.js';
import { INK, SCREEN_HEIGHT, SCREEN_WIDTH, type Screen } from './screen.js';

/** The field inside the walls. */
const FIELD_LEFT = 8;
const FIELD_RIGHT = 152;
const FIELD_TOP = 32;
const PADDLE_Y = 189;
const PADDLE_WIDTH = 16;
const PADDLE_HEIGHT = 4;
const PADDLE_SPEED = 3;
const BALL_SIZE = 3;

const COLUMNS = 18;
const ROWS = 6;
const BRICK_WIDTH = 8;
const BRICK_HEIGHT = 6;
const WALL_TOP = 57;
const POINTS = [5, 5, 3, 3, 1, 1];
const ROW_INKS = [INK.red, INK.orange, INK.yellow, INK.green, INK.blue, INK.violet];
const NUM_WALLS = 2;
const NUM_LIVES = 5;

/** Vertical speeds in pixels a frame, and the hits by the paddle with which the second and third begin. */
const SPEEDS = [1.5, 2, 2.5];
const FASTER_AT = [4, 12];
/** Sideways speeds by sixth of the paddle, from its left end. */
const SIDEWAYS = [-2, -1.25, -0.5, 0.5, 1.25, 2];
/** Frames from a lost ball to the next. */
const PAUSE = 40;

const LEFT = 1;
const RIGHT = 2;

/** The state of a game, its frame and its painting. Units are pixels and frames. */
export class PixelBreakout extends PixelEnv {
  readonly actionNames = ['no-op', 'left', 'right'];
  lives = NUM_LIVES;
  score = 0;
  /** Walls taken down. */
  walls = 0;
  /** [ROWS, COLUMNS] 1 where a brick is, from the top left. */
  readonly bricks = new Uint8Array(ROWS * COLUMNS);
  /** The ball's top left corner and its speed in pixels a frame. */
  ballX = 0;
  ballY = 0;
  ballDx = 0;
  ballDy = 0;
  /** The paddle's left edge. */
  paddleX = 0;
  /** Hits by the paddle since this ball began, and whether it has been at the two highest rows. */
  hits = 0;
  hasBeenHigh = false;
  /** Frames until the ball begins; it is not to be seen meanwhile. */
  pause = 0;
  protected readonly fields = [
    'lives',
    'score',
    'walls',
    'bricks',
    'ballX',
    'ballY',
    'ballDx',
    'ballDy',
    'paddleX',
    'hits',
    'hasBeenHigh',
    'pause',
  ];

  protected begin(rng: Rng): void {
    this.lives = NUM_LIVES;
    this.score = 0;
    this.walls = 0;
    this.bricks.fill(1);
    this.paddleX = (SCREEN_WIDTH - PADDLE_WIDTH) / 2;
    this.newBall(rng);
  }

  protected play(action: Action, rng: Rng): number {
    if (action === LEFT) this.paddleX = Math.max(FIELD_LEFT, this.paddleX - PADDLE_SPEED);
    if (action === RIGHT) this.paddleX = Math.min(FIELD_RIGHT - PADDLE_WIDTH, this.paddleX + PADDLE_SPEED);
    if (this.pause > 0) {
      this.pause--;
      return 0;
    }
    const points = this.moveBall();
    this.score += points;
    if (points > 0 && !this.bricks.includes(1)) {
      this.walls++;
      this.terminal = this.walls === NUM_WALLS;
      if (!this.terminal) this.bricks.fill(1);
    }
    if (this.ballY > SCREEN_HEIGHT) {
      this.lives--;
      this.terminal = this.lives === 0;
      if (!this.terminal) this.newBall(rng);
    }
    return points;
  }

  private newBall(rng: Rng): void {
    this.ballX = FIELD_LEFT + 20 + rng.int(FIELD_RIGHT - FIELD_LEFT - 40);
    this.ballY = 110;
    this.ballDx = (rng.int(2) === 0 ? 1 : -1) * (0.5 + 0.25 * rng.int(4));
    this.ballDy = SPEEDS[0];
    this.hits = 0;
    this.hasBeenHigh = false;
    this.pause = PAUSE;
  }

  /** One frame of flight, sideways and then up or down; returns the points of the bricks hit, at most one each way. */
  private moveBall(): number {
    let points = 0;
    this.ballX += this.ballDx;
    if (this.ballX < FIELD_LEFT || this.ballX > FIELD_RIGHT - BALL_SIZE) {
      this.ballX = 2 * (this.ballX < FIELD_LEFT ? FIELD_LEFT : FIELD_RIGHT - BALL_SIZE) - this.ballX;
      this.ballDx = -this.ballDx;
    } else {
      const gained = this.hit(this.ballX + (this.ballDx > 0 ? BALL_SIZE - 1 : 0), this.ballY + 1);
      if (gained > 0) {
        this.ballX -= this.ballDx;
        this.ballDx = -this.ballDx;
        points += gained;
      }
    }
    const before = this.ballY;
    this.ballY += this.ballDy;
    if (this.ballY < FIELD_TOP) {
      this.ballY = 2 * FIELD_TOP - this.ballY;
      this.ballDy = -this.ballDy;
    } else if (this.isAtPaddle(before)) {
      this.bounce();
    } else {
      const gained = this.hit(this.ballX + 1, this.ballY + (this.ballDy > 0 ? BALL_SIZE - 1 : 0));
      if (gained > 0) {
        this.ballY = before;
        this.ballDy = -this.ballDy;
        points += gained;
      }
    }
    if (points > 0) this.ballDy = Math.sign(this.ballDy) * this.speed();
    return points;
  }

  /** Takes away the brick at a point; returns its worth, 0 where there is none. */
  private hit(x: number, y: number): number {
    const column = Math.floor((x - FIELD_LEFT) / BRICK_WIDTH);
    const row = Math.floor((y - WALL_TOP) / BRICK_HEIGHT);
    if (row < 0 || row >= ROWS || column < 0 || column >= COLUMNS) return 0;
    if (this.bricks[row * COLUMNS + column] === 0) return 0;
    this.bricks[row * COLUMNS + column] = 0;
    if (row < 2) this.hasBeenHigh = true;
    return POINTS[row];
  }

  /** Whether the ball, coming down, meets the paddle in this frame. */
  private isAtPaddle(before: number): boolean {
    const line = PADDLE_Y - BALL_SIZE;
    return (
      before <= line &&
      this.ballY > line &&
      this.ballX + BALL_SIZE > this.paddleX &&
      this.ballX < this.paddleX + PADDLE_WIDTH
    );
  }

  private bounce(): void {
    this.ballY = PADDLE_Y - BALL_SIZE;
    this.hits++;
    this.ballDy = -this.speed();
    const place = (this.ballX + BALL_SIZE / 2 - this.paddleX) / PADDLE_WIDTH;
    this.ballDx = SIDEWAYS[Math.min(SIDEWAYS.length - 1, Math.max(0, Math.floor(place * SIDEWAYS.length)))];
  }

  private speed(): number {
    if (this.hasBeenHigh || this.hits >= FASTER_AT[1]) return SPEEDS[2];
    return this.hits >= FASTER_AT[0] ? SPEEDS[1] : SPEEDS[0];
  }

  protected paintBackdrop(screen: Screen): void {
    screen.rect(0, 0, SCREEN_WIDTH, SCREEN_HEIGHT, INK.black);
    screen.rect(0, FIELD_TOP - 8, SCREEN_WIDTH, 8, INK.grey);
    screen.rect(0, FIELD_TOP, FIELD_LEFT, PADDLE_Y - FIELD_TOP + PADDLE_HEIGHT, INK.grey);
    screen.rect(FIELD_RIGHT, FIELD_TOP, FIELD_LEFT, PADDLE_Y - FIELD_TOP + PADDLE_HEIGHT, INK.grey);
  }

  protected paint(screen: Screen): void {
    screen.number(62, 8, this.score, INK.white);
    for (let life = 1; life < this.lives; life++) screen.rect(150 - 10 * life, 13, 6, 4, INK.pink);
    for (let row = 0; row < ROWS; row++) {
      for (let column = 0; column < COLUMNS; column++) {
        if (this.bricks[row * COLUMNS + column] === 0) continue;
        const x = FIELD_LEFT + column * BRICK_WIDTH;
        screen.rect(x, WALL_TOP + row * BRICK_HEIGHT, BRICK_WIDTH - 1, BRICK_HEIGHT - 1, ROW_INKS[row]);
      }
    }
    screen.rect(this.paddleX, PADDLE_Y, PADDLE_WIDTH, PADDLE_HEIGHT, INK.pink);
    if (this.pause === 0) screen.rect(this.ballX, this.ballY, BALL_SIZE, BALL_SIZE, INK.white);
  }
}
