/** What there is to tell of an arcade screen: one scene a task. */
import type { RandomStream } from '@agon/core';
import { innermost, type PixelBreakout, type PixelInvaders, type PixelPong } from '@agon/envs';
import { cellScreen, pixelScreen, type Screen } from './screen.js';

/** Games under way, of which pictures are taken. */
export interface Scene {
  /**
   * Plays on, and writes a picture, [40, 40, 3].
   * @param wanted the class that it is to be of, where the scene can choose
   * @returns its class; undefined where there is nothing to see at the moment
   */
  take(wanted: number, pixels: Uint8Array): number | undefined;
}

/** A task: its classes, and its games, which draw all that is random from one stream. */
export interface SceneKind {
  readonly classes: readonly string[];
  make(rng: RandomStream): Scene;
}

/** Frames between two pictures of a game, at least and at most. */
const FRAMES = { least: 8, most: 24 };
const MINATAR_GAMES = ['asterix', 'breakout', 'freeway', 'seaquest', 'space-invaders'].map(
  (name) => `minatar-${name}`,
);
const PIXEL_GAMES = ['breakout', 'freeway', 'invaders', 'pong'].map((name) => `pixel-${name}`);

/** Begins a game with numbers of the stream. */
function begin({ env }: Screen, rng: RandomStream): void {
  env.useRng(rng);
  env.reset();
}

/** Plays some frames; each action is repeated for a while, so that players get about. */
function playOn(screen: Screen, rng: RandomStream, choose: (rng: RandomStream) => number): void {
  const frames = FRAMES.least + rng.int(FRAMES.most - FRAMES.least + 1);
  let action = choose(rng);
  for (let frame = 0; frame < frames; frame++) {
    if (rng.int(4) === 0) action = choose(rng);
    const { terminated, truncated } = screen.env.step(action);
    if (terminated || truncated) begin(screen, rng);
  }
}

const anyAction =
  ({ env }: Screen) =>
  (rng: RandomStream): number =>
    rng.int(env.actionNames.length);

/** Which game it is. */
const game: SceneKind = {
  classes: [...MINATAR_GAMES, ...PIXEL_GAMES],
  make(rng) {
    const screens = [...MINATAR_GAMES.map(cellScreen), ...PIXEL_GAMES.map(pixelScreen)];
    for (const screen of screens) begin(screen, rng);
    return {
      take(wanted, pixels) {
        const screen = screens[wanted];
        playOn(screen, rng, anyAction(screen));
        screen.showInto(pixels);
        return wanted;
      },
    };
  },
};

const MOST_INVADERS = 10;

/** How many invaders are on the screen. All but so many are taken away for the picture, at random. */
const invaders: SceneKind = {
  classes: Array.from({ length: MOST_INVADERS }, (_, i) => String(i + 1)),
  make(rng) {
    const screen = pixelScreen('pixel-invaders');
    const inside = innermost(screen.env) as PixelInvaders;
    begin(screen, rng);
    return {
      take(wanted, pixels) {
        playOn(screen, rng, anyAction(screen));
        const all = inside.aliens.slice();
        let living = inside.numAliens;
        if (living <= wanted) return undefined;
        // Each living one stays with the chance that makes the number come out.
        let staying = wanted + 1;
        for (let i = 0; i < all.length; i++) {
          if (all[i] === 0) continue;
          const stays = rng.int(living--) < staying;
          inside.aliens[i] = stays ? 1 : 0;
          if (stays) staying--;
        }
        screen.showInto(pixels);
        inside.aliens.set(all);
        return wanted;
      },
    };
  },
};

/** Rows and columns of cells, and where they lie on the screen of 210 by 160 pixels. */
const GRID = 4;
const CELL = 40;
const TOP = 34;

/** A ball whose middle is known; undefined while there is none to be seen. */
interface Ball {
  readonly x: number;
  readonly y: number;
  /** Half its larger side. */
  readonly reach: number;
}

/** A ball's cell; undefined where it lies across a border, or outside. */
function cellOf({ x, y, reach }: Ball): number | undefined {
  const [column, row] = [Math.floor(x / CELL), Math.floor((y - TOP) / CELL)];
  const isWhole = (place: number): boolean => place % CELL >= reach && place % CELL <= CELL - reach;
  const isIn = column >= 0 && column < GRID && row >= 0 && row < GRID;
  return isIn && isWhole(x) && isWhole(y - TOP) ? row * GRID + column : undefined;
}

/** A game with a ball, and a player who mostly follows it. */
function ballGame(id: string, rng: RandomStream): { screen: Screen; ball(): Ball | undefined; play(): void } {
  const screen = pixelScreen(id);
  begin(screen, rng);
  if (id === 'pixel-pong') {
    const pong = innermost(screen.env) as PixelPong;
    return {
      screen,
      ball: () => (pong.pause > 0 ? undefined : { x: pong.ballX + 1, y: pong.ballY + 2, reach: 2 }),
      play: () => playOn(screen, rng, () => follow(pong.ballY, pong.rightY + 8, rng)),
    };
  }
  const breakout = innermost(screen.env) as PixelBreakout;
  return {
    screen,
    ball: () =>
      breakout.pause > 0 ? undefined : { x: breakout.ballX + 1.5, y: breakout.ballY + 1.5, reach: 2 },
    play: () => playOn(screen, rng, () => follow(breakout.ballX, breakout.paddleX + 8, rng)),
  };
}

/** Of the three actions: 1 towards smaller places, 2 towards larger; one time of four any. */
function follow(ball: number, paddle: number, rng: RandomStream): number {
  if (rng.int(4) === 0) return rng.int(3);
  return ball < paddle ? 1 : 2;
}

/** In which of sixteen cells the ball is, in breakout and in pong. */
const ball: SceneKind = {
  classes: Array.from(
    { length: GRID * GRID },
    (_, i) => `row ${1 + Math.floor(i / GRID)} column ${1 + (i % GRID)}`,
  ),
  make(rng) {
    const games = [ballGame('pixel-breakout', rng), ballGame('pixel-pong', rng)];
    return {
      take(_wanted, pixels) {
        const played = games[rng.int(games.length)];
        played.play();
        const seen = played.ball();
        const cell = seen && cellOf(seen);
        if (cell !== undefined) played.screen.showInto(pixels);
        return cell;
      },
    };
  },
};

/** By the names of the option `task`. */
export const SCENES = { game, invaders, ball } as const;
