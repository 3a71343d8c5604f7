import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { drawEnv } from '../drawings.js';
import { makeEnv } from '../registry.js';
import { describeEnv } from '../testing/describeEnv.js';
import { Luminance } from '../wrappers/luminance.js';
import { PixelBreakout } from './breakout.js';
import { PixelFreeway } from './freeway.js';
import { PixelInvaders } from './invaders.js';
import type { PixelEnv } from './pixelEnv.js';
import { PixelPong } from './pong.js';
import { INK_LUMINANCE, INK_RGB } from './screen.js';

const RAW = 'skip=1,gray=false,size=0,stack=1,sticky=0';
const make = <T extends PixelEnv>(game: string): T => makeEnv(`pixel-${game}:${RAW},limit=0`) as T;

describeEnv('pixel-pong', () => makeEnv('pixel-pong:size=20,stack=2,limit=800'));
describeEnv('pixel-breakout', () =>
  makeEnv('pixel-breakout:size=16,stack=2,episodicLife,noops=30,flicker=0.5'),
);
describeEnv('pixel-invaders', () => makeEnv('pixel-invaders:size=16,stack=2,skip=2,clipRewards,limit=600'));
describeEnv('pixel-freeway', () => makeEnv('pixel-freeway:size=16,stack=1,skip=8,limit=1600'));

/** Plays one action for some frames; the sum of rewards. */
function hold(env: PixelEnv, action: number, frames: number): number {
  let total = 0;
  for (let i = 0; i < frames; i++) total += env.step(action).reward;
  return total;
}

describe('every pixel game', () => {
  it.each(['pong', 'breakout', 'invaders', 'freeway'])(
    '%s shows the same picture in all its forms',
    (game) => {
      const [rgbEnv, greyEnv] = [make(game), makeEnv(`pixel-${game}:skip=1,size=0,stack=1,sticky=0`)];
      const rng = new RandomStream(game);
      const rgb = new Uint8Array(210 * 160 * 3);
      const grey = new Uint8Array(210 * 160);
      for (const env of [rgbEnv, greyEnv]) env.reset(game);
      for (let frame = 0; frame < 400; frame++) {
        const action = rng.int(rgbEnv.actionNames.length);
        for (const env of [rgbEnv, greyEnv]) env.step(action);
        if (frame % 80 > 0) continue;
        rgbEnv.observe(rgb);
        greyEnv.observe(grey);
        const [screen] = drawEnv(rgbEnv).marks;
        expect(screen.kind === 'screen' && Buffer.compare(screen.rgb, rgb)).toBe(0);
        for (let i = 0; i < grey.length; i += 7) {
          const [r, g, b] = rgb.subarray(3 * i, 3 * i + 3);
          // Half a step of rounding.
          expect(Math.abs(grey[i] - (0.2989 * r + 0.587 * g + 0.114 * b))).toBeLessThanOrEqual(0.5);
        }
        const weighed = new Uint8Array(grey.length);
        new Luminance(rgbEnv).observe(weighed);
        expect(Buffer.compare(weighed, grey)).toBe(0);
      }
    },
  );

  it('has inks that grey pictures tell apart from the darkest ones', () => {
    expect(INK_RGB).toHaveLength(3 * INK_LUMINANCE.length);
    expect(new Set(INK_LUMINANCE).size).toBeGreaterThan(12);
  });

  it('makes 84×84×4 of four frames a step by default', () => {
    const env = makeEnv('pixel-pong');
    expect(env.observation).toEqual({ shape: [84, 84, 4], dtype: 'uint8', high: 255, frames: 4 });
    expect([env.framesPerStep, env.stepsPerSecond]).toEqual([4, 15]);
  });
});

describe('pixel pong', () => {
  it('returns a ball steeper the farther from the middle of the paddle it is hit', () => {
    const env = make<PixelPong>('pong');
    const steepness = [-8, -4, 0, 4, 8].map((off) => {
      env.reset(1);
      Object.assign(env, {
        pause: 0,
        ballX: 130,
        ballDx: 2,
        ballDy: 0,
        ballY: 100,
        rightY: 100 + 2 - 8 - off,
      });
      hold(env, 0, 8);
      expect(env.ballDx).toBeLessThan(0);
      return env.ballDy;
    });
    expect(steepness).toEqual([...steepness].sort((a, b) => a - b));
    expect(steepness[2]).toBe(0);
    expect(new Set(steepness).size).toBe(5);
  });

  it('counts points for both sides, and ends at 21', () => {
    const env = make<PixelPong>('pong');
    env.reset(1);
    const score = (right: boolean): number => {
      Object.assign(env, { pause: 0, ballX: right ? 1 : 158, ballDx: right ? -3 : 3, ballDy: 0, ballY: 40 });
      return hold(env, 0, 3);
    };
    expect([score(true), score(false), score(true)]).toEqual([1, -1, 1]);
    expect([env.rightScore, env.leftScore]).toEqual([2, 1]);
    for (let i = 0; i < 19; i++) score(false);
    expect(env.step(0).terminated).toBe(false);
    expect(score(false)).toBe(-1);
    expect(env.step(0).terminated).toBe(true);
  });

  it('keeps ball and paddles in the field', () => {
    const env = make<PixelPong>('pong');
    const rng = new RandomStream('field');
    env.reset('field');
    for (let i = 0; i < 2000; i++) {
      if (env.step(rng.int(3)).terminated) env.reset();
      const paddles = Math.min(env.leftY, env.rightY) >= 34 && Math.max(env.leftY, env.rightY) <= 178;
      if (!paddles || env.ballY < 34 || env.ballY > 190)
        expect.fail(`frame ${i}: ${JSON.stringify(env.save())}`);
    }
  });
});

describe('pixel breakout', () => {
  it('pays by row, turns the ball at a brick and takes the brick away', () => {
    const env = make<PixelBreakout>('breakout');
    for (const [row, points] of [1, 1, 3, 3, 5, 5].entries()) {
      env.reset(1);
      env.bricks.fill(0);
      const at = (5 - row) * 18 + 9;
      env.bricks[at] = 1;
      env.bricks[0] = 1;
      Object.assign(env, { pause: 0, ballX: 84, ballY: 57 + (5 - row) * 6 + 8, ballDx: 0, ballDy: -1.5 });
      expect(hold(env, 0, 4)).toBe(points);
      expect(env.bricks[at]).toBe(0);
      expect(env.ballDy).toBeGreaterThan(0);
    }
  });

  it('gives five balls, and a second wall; the game is won after it', () => {
    const env = make<PixelBreakout>('breakout');
    env.reset(1);
    for (let life = 5; life > 0; life--) {
      expect(env.lives).toBe(life);
      Object.assign(env, { pause: 0, ballX: 20, ballY: 208, ballDx: 0, ballDy: 2.5, paddleX: 100 });
      env.step(0);
    }
    expect([env.lives, env.step(0).terminated]).toEqual([0, true]);
    env.reset();
    for (const wall of [1, 2]) {
      env.bricks.fill(0);
      env.bricks[5 * 18 + 9] = 1;
      Object.assign(env, { pause: 0, ballX: 84, ballY: 95, ballDx: 0, ballDy: -1.5 });
      hold(env, 0, 4);
      expect(env.walls).toBe(wall);
    }
    expect(env.step(0).terminated).toBe(true);
    expect(env.lives).toBe(5);
  });

  it('sends the ball where the paddle is hit', () => {
    const env = make<PixelBreakout>('breakout');
    const sideways = [0, 3, 6, 9, 12, 14].map((place) => {
      env.reset(1);
      Object.assign(env, { pause: 0, paddleX: 60, ballX: 60 + place - 1, ballY: 180, ballDx: 0, ballDy: 2 });
      hold(env, 0, 5);
      return env.ballDx;
    });
    expect(sideways).toEqual([...sideways].sort((a, b) => a - b));
    expect(sideways[0]).toBe(-2);
    expect(sideways[5]).toBe(2);
  });

  it('never loses the ball in the walls or bricks', () => {
    const env = make<PixelBreakout>('breakout');
    env.reset('walls');
    for (let i = 0; i < 3000; i++) {
      env.paddleX = Math.min(136, Math.max(8, env.ballX - (i % 13)));
      if (env.step(0).terminated) env.reset();
      if (env.ballX < 8 || env.ballX > 149 || env.ballY < 32)
        expect.fail(`frame ${i}: ${JSON.stringify(env.save())}`);
    }
    expect(env.lives).toBe(5);
  });
});

describe('pixel freeway', () => {
  it('pays for crossing where no car comes, again and again', () => {
    const env = make<PixelFreeway>('freeway');
    env.reset(1);
    let total = 0;
    for (let i = 0; i < 180 * 3; i++) {
      env.cars.fill(100);
      total += env.step(1).reward;
    }
    expect(total).toBe(3);
  });

  it('throws the chicken back where a car hits it', () => {
    const env = make<PixelFreeway>('freeway');
    env.reset(1);
    env.cars.fill(100);
    env.chickenY = 112;
    env.cars[5] = 40;
    env.step(1);
    expect(env.stun).toBeGreaterThan(0);
    env.cars.fill(100);
    hold(env, 1, 16);
    expect(env.stun).toBe(0);
    expect(env.chickenY).toBe(111 + 32);
  });

  it('lasts 136 seconds', () => {
    const env = make<PixelFreeway>('freeway');
    env.reset(1);
    let frames = 1;
    while (!env.step(0).terminated) frames++;
    expect(frames).toBe(136 * 60);
  });
});

describe('pixel invaders', () => {
  const still = { pause: 0, bombTimer: 1e6, marchTimer: 1e6 };

  it('pays 1 to 5 by row, and 10 for the saucer', () => {
    const env = make<PixelInvaders>('invaders');
    env.reset(1);
    env.shields.fill(0);
    Object.assign(env, still, { cannonX: env.formationX });
    expect([1, 2, 3, 4, 5].map(() => hold(env, 3, 1) + hold(env, 0, 45))).toEqual([1, 2, 3, 4, 5]);
    Object.assign(env, { saucerX: env.cannonX, saucerWay: 1, shotX: env.cannonX + 6, shotY: 60 });
    expect(hold(env, 0, 8)).toBe(10);
    expect(env.numAliens).toBe(35);
  });

  it('has one shot in the air, and shields that crumble from both sides', () => {
    const env = make<PixelInvaders>('invaders');
    env.reset(1);
    Object.assign(env, still, { cannonX: 30 });
    const whole = env.shields.reduce((sum, cell) => sum + cell);
    env.step(3);
    const { shotX } = env;
    hold(env, 5, 2);
    expect(env.shotX).toBe(shotX);
    hold(env, 0, 30);
    expect(env.shields.reduce((sum, cell) => sum + cell)).toBe(whole - 1);
    env.bombX[0] = 40;
    env.bombY[0] = 150;
    hold(env, 0, 30);
    expect(env.shields.reduce((sum, cell) => sum + cell)).toBe(whole - 2);
    expect(env.bombY[0]).toBe(0);
  });

  it('takes a life for a bomb, and ends with the third or when the aliens land', () => {
    const env = make<PixelInvaders>('invaders');
    env.reset(1);
    for (const lives of [2, 1, 0]) {
      Object.assign(env, still);
      env.bombX[0] = env.cannonX + 4;
      env.bombY[0] = 180;
      hold(env, 0, 8);
      expect(env.lives).toBe(lives);
    }
    expect(env.step(0).terminated).toBe(true);
    env.reset();
    Object.assign(env, still, { formationY: 120, formationX: 48, way: 1, marchTimer: 1 });
    env.step(0);
    expect(env.step(0).terminated).toBe(true);
    expect(env.lives).toBe(3);
  });

  it('sends a lower wave after the last alien', () => {
    const env = make<PixelInvaders>('invaders');
    env.reset(1);
    const top = env.formationY;
    env.aliens.fill(0);
    env.aliens[0] = env.numAliens = 1;
    Object.assign(env, still, { shotX: env.formationX + 3, shotY: top + 10 });
    hold(env, 0, 3);
    expect([env.wave, env.numAliens]).toEqual([1, 40]);
    expect(env.formationY).toBeGreaterThan(top);
  });
});
