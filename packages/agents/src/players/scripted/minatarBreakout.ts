/**
 * A scripted player of MinAtar Breakout. It reads ball, trail, paddle and bricks off the observation, plays the ball's way
 * ahead to the row above the paddle, and goes there. Sticky actions make it miss now and then.
 */
import type { Rng } from '@agon/core';
import type { Env } from '@agon/envs';
import { environmentSituation, type Analysis, type Agent, type Situation } from '../../agent.js';

const SIDE = 10;
const CHANNELS = 4;
const PADDLE = 0;
const BALL = 1;
const TRAIL = 2;
const BRICK = 3;
/** The ball turns above the paddle: in the lowest row it is lost. */
const LAST_ROW = SIDE - 2;

/** A ball with its direction; dx and dy are −1 or 1. */
interface Ball {
  x: number;
  y: number;
  dx: number;
  dy: number;
}

/** Moves a ball one step by the rules, down to the row above the paddle; `bricks` and the strike flag change with it. */
function moveBall(ball: Ball, bricks: Uint8Array, strike: boolean): boolean {
  const x = ball.x + ball.dx;
  if (x < 0 || x >= SIDE) ball.dx = -ball.dx;
  else ball.x = x;
  const y = ball.y + ball.dy;
  if (y < 0) {
    ball.dy = -ball.dy;
    return false;
  }
  const cell = y * SIDE + ball.x;
  if (bricks[cell] && !strike) {
    bricks[cell] = 0;
    ball.dy = -ball.dy;
    return true;
  }
  ball.y = y;
  return bricks[cell] === 1;
}

/**
 * The two columns in which the paddle returns the ball: that of the ball in the row above it, from where it keeps its
 * sideways direction, and the one it would fall into, from where it goes back the way it came.
 */
function landing(ball: Ball, bricks: Uint8Array, strike: boolean): [keep: number, back: number] {
  const moving = { ...ball };
  const left = bricks.slice();
  let touched = strike;
  while (moving.y !== LAST_ROW || moving.dy < 0) touched = moveBall(moving, left, touched);
  const next = moving.x + moving.dx;
  return [moving.x, next < 0 || next >= SIDE ? moving.x : next];
}

class BreakoutPlayer implements Agent {
  readonly name: string;
  private readonly bricks = new Uint8Array(SIDE * SIDE);
  private readonly left: number;
  private readonly right: number;
  private readonly stay: number;
  /** The ball's vertical direction before the last step: the observation does not show which way it turned. */
  private dy = 1;
  /** Which of the two columns it heads for: drawn anew at each return, so that the ball's way does not repeat for ever. */
  private back = false;

  constructor(env: Env, name: string) {
    this.name = name;
    this.left = env.actionNames.indexOf('left');
    this.right = env.actionNames.indexOf('right');
    this.stay = env.actionNames.indexOf('no-op');
  }

  reset(): void {
    this.dy = 1;
    this.back = false;
  }

  act(situation: Situation, rng: Rng): number {
    const { observation } = environmentSituation(situation, this.name);
    let ballCell = 0;
    let trailCell = 0;
    let paddle = 0;
    for (let cell = 0; cell < SIDE * SIDE; cell++) {
      const at = cell * CHANNELS;
      if (observation[at + BALL]) ballCell = cell;
      if (observation[at + TRAIL]) trailCell = cell;
      if (observation[at + PADDLE]) paddle = cell % SIDE;
      this.bricks[cell] = observation[at + BRICK];
    }
    const ball = this.follow(ballCell, trailCell, paddle);
    const returned = ball.y === LAST_ROW && ball.dy < 0;
    if (returned) this.back = rng.uniform() < 0.5;
    const struck =
      ballCell !== trailCell && ball.y === Math.floor(trailCell / SIDE) && ball.y > 0 && !returned;
    const target = landing(ball, this.bricks, struck)[this.back ? 1 : 0];
    return target < paddle ? this.left : target > paddle ? this.right : this.stay;
  }

  analysis(): Analysis | undefined {
    return undefined;
  }

  async dispose(): Promise<void> {}

  /** The ball with the direction that it will move in, from where it is and was. */
  private follow(ballCell: number, trailCell: number, paddle: number): Ball {
    const x = ballCell % SIDE;
    const y = Math.floor(ballCell / SIDE);
    const lastX = trailCell % SIDE;
    const lastY = Math.floor(trailCell / SIDE);
    const started = ballCell === trailCell;
    if (!started) this.dy = y === lastY ? -this.dy : y - lastY;
    let dx = x === lastX ? (x === 0 ? 1 : -1) : x - lastX;
    const returned = y === LAST_ROW && y === lastY;
    if (returned && lastX !== paddle && x === paddle) dx = -dx;
    return { x, y, dx, dy: this.dy };
  }
}

/** The scripted player of `minatar-breakout`. */
export function scriptedBreakout(env: Env, name: string): Agent {
  return new BreakoutPlayer(env, name);
}
