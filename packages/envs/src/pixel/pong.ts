/**
 * Pixel pong: two paddles, a ball, 21 points. The player's paddle is on the right; on the left plays a machine that sees where the ball
 * goes but is slower than a steep ball. The nearer to the end of a paddle the ball is hit, the steeper it leaves; with every
 * hit it gets faster. Random: the serves, and where on its paddle the machine wants to meet the ball.
 */
import type { Rng } from '@agon/core';
import type { Action } from '../env.js';
import { PixelEnv } from './pixelEnv.js';
import { INK, SCREEN_HEIGHT, SCREEN_WIDTH, type Screen } from './screen.js';

const PONG_TOP = 34;
const PONG_BOTTOM = 194;
const PADDLE_HEIGHT = 16;
const BALL_WIDTH = 2;
const BALL_HEIGHT = 4;
const PADDLE_WIDTH = 4;
/** The left edges of the two paddles. */
const LEFT_X = 16;
const RIGHT_X = 140;
const PADDLE_SPEED = 2;
const MACHINE_SPEED = 1.5;
/** The machine moves only while the ball is farther from where it wants it than this. */
const MACHINE_SLACK = 3;
const SERVE_SPEED = 1.5;
const MAX_SPEED = 3;
const SPEED_STEP = 0.125;
/** The steepest ball, in pixels a frame. */
const MAX_STEEPNESS = 2.5;
/** Frames from a point to the next serve. */
const PAUSE = 45;
const WINNING_SCORE = 21;

const UP = 1;
const DOWN = 2;

/** The state of a game, its frame and its painting. Units are pixels and frames. */
export class PixelPong extends PixelEnv {
  readonly actionNames = ['no-op', 'up', 'down'];
  readonly lives = 1;
  /** The ball's top left corner and its speed in pixels a frame. */
  ballX = 0;
  ballY = 0;
  ballDx = 0;
  ballDy = 0;
  /** The paddles' upper edges. */
  leftY = 0;
  rightY = 0;
  leftScore = 0;
  rightScore = 0;
  /** Frames until the serve; the ball is not to be seen meanwhile. */
  pause = 0;
  /** Where on its paddle, from its middle, the machine wants to meet the ball. */
  aim = 0;
  protected readonly fields = [
    'ballX',
    'ballY',
    'ballDx',
    'ballDy',
    'leftY',
    'rightY',
    'leftScore',
    'rightScore',
    'pause',
    'aim',
  ];

  protected begin(rng: Rng): void {
    this.leftY = this.rightY = (PONG_TOP + PONG_BOTTOM - PADDLE_HEIGHT) / 2;
    this.leftScore = this.rightScore = 0;
    this.serve(rng.int(2) === 0 ? 1 : -1, rng);
  }

  protected play(action: Action, rng: Rng): number {
    if (action === UP) this.rightY = Math.max(PONG_TOP, this.rightY - PADDLE_SPEED);
    if (action === DOWN) this.rightY = Math.min(PONG_BOTTOM - PADDLE_HEIGHT, this.rightY + PADDLE_SPEED);
    this.moveMachine();
    if (this.pause > 0) {
      this.pause--;
      return 0;
    }
    this.moveBall(rng);
    if (this.ballX > SCREEN_WIDTH) return this.score(-1, rng);
    if (this.ballX < -BALL_WIDTH) return this.score(1, rng);
    return 0;
  }

  /** Counts a point, 1 for the player or −1, and serves towards whoever lost it. */
  private score(point: 1 | -1, rng: Rng): number {
    if (point > 0) this.rightScore++;
    else this.leftScore++;
    this.terminal = Math.max(this.leftScore, this.rightScore) === WINNING_SCORE;
    this.serve(point > 0 ? -1 : 1, rng);
    return point;
  }

  private serve(direction: 1 | -1, rng: Rng): void {
    this.ballX = SCREEN_WIDTH / 2 - BALL_WIDTH / 2;
    this.ballY = PONG_TOP + 20 + rng.int(PONG_BOTTOM - PONG_TOP - 40);
    this.ballDx = direction * SERVE_SPEED;
    this.ballDy = (rng.int(2) === 0 ? 1 : -1) * (0.5 + 0.25 * rng.int(5));
    this.pause = PAUSE;
    this.chooseAim(rng);
  }

  private chooseAim(rng: Rng): void {
    this.aim = rng.int(PADDLE_HEIGHT - 3) - (PADDLE_HEIGHT - 4) / 2;
  }

  /** The machine follows the ball while it comes, and goes back to the middle while it leaves. */
  private moveMachine(): void {
    const isComing = this.pause === 0 && this.ballDx < 0;
    const wanted = isComing ? this.ballY + BALL_HEIGHT / 2 - this.aim : (PONG_TOP + PONG_BOTTOM) / 2;
    const away = wanted - (this.leftY + PADDLE_HEIGHT / 2);
    if (Math.abs(away) <= MACHINE_SLACK) return;
    const moved = this.leftY + Math.sign(away) * MACHINE_SPEED;
    this.leftY = Math.min(PONG_BOTTOM - PADDLE_HEIGHT, Math.max(PONG_TOP, moved));
  }

  private moveBall(rng: Rng): void {
    const before = this.ballX;
    this.ballX += this.ballDx;
    this.ballY += this.ballDy;
    const lowest = PONG_BOTTOM - BALL_HEIGHT;
    if (this.ballY < PONG_TOP || this.ballY > lowest) {
      this.ballY = 2 * (this.ballY < PONG_TOP ? PONG_TOP : lowest) - this.ballY;
      this.ballDy = -this.ballDy;
    }
    const leftFace = LEFT_X + PADDLE_WIDTH;
    const rightFace = RIGHT_X - BALL_WIDTH;
    if (before >= leftFace && this.ballX < leftFace && this.isHit(this.leftY)) {
      this.bounce(this.leftY, leftFace);
    } else if (before <= rightFace && this.ballX > rightFace && this.isHit(this.rightY)) {
      this.bounce(this.rightY, rightFace);
      this.chooseAim(rng);
    }
  }

  private isHit(paddleY: number): boolean {
    return this.ballY + BALL_HEIGHT > paddleY && this.ballY < paddleY + PADDLE_HEIGHT;
  }

  /** Sends the ball back from a paddle: faster, and as steep as it was hit off the middle. */
  private bounce(paddleY: number, face: number): void {
    const off = this.ballY + BALL_HEIGHT / 2 - (paddleY + PADDLE_HEIGHT / 2);
    const speed = Math.min(MAX_SPEED, Math.abs(this.ballDx) + SPEED_STEP);
    this.ballX = face;
    this.ballDx = this.ballDx > 0 ? -speed : speed;
    // In quarters, so that sums of steps stay exact.
    this.ballDy = Math.round((4 * MAX_STEEPNESS * off) / (PADDLE_HEIGHT / 2 + BALL_HEIGHT / 2)) / 4;
  }

  protected paintBackdrop(screen: Screen): void {
    screen.rect(0, 0, SCREEN_WIDTH, SCREEN_HEIGHT, INK.night);
    screen.rect(0, PONG_TOP - 8, SCREEN_WIDTH, 8, INK.slate);
    screen.rect(0, PONG_BOTTOM, SCREEN_WIDTH, 8, INK.slate);
    for (let y = PONG_TOP + 4; y < PONG_BOTTOM; y += 12) screen.rect(79, y, 2, 6, INK.slate);
  }

  protected paint(screen: Screen): void {
    screen.number(54, 8, this.leftScore, INK.orange);
    screen.number(118, 8, this.rightScore, INK.green);
    screen.rect(LEFT_X, this.leftY, PADDLE_WIDTH, PADDLE_HEIGHT, INK.orange);
    screen.rect(RIGHT_X, this.rightY, PADDLE_WIDTH, PADDLE_HEIGHT, INK.green);
    if (this.pause === 0) screen.rect(this.ballX, this.ballY, BALL_WIDTH, BALL_HEIGHT, INK.white);
  }
}
