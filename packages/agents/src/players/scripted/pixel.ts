/**
 * Scripted players of the pixel games. They read the game's own numbers instead of the screen; what they do with them is simple.
 * Actions reach the game as a learner's do: skipped frames and sticky actions make them miss, too.
 */
import {
  innermost,
  type PixelBreakout,
  type PixelFreeway,
  type PixelInvaders,
  type PixelPong,
} from '@agon/envs';
import { rulePlayer } from './rulePlayer.js';

/** A place that comes back from the walls low and high, as if it had moved straight on. */
function reflect(place: number, low: number, high: number): number {
  const period = 2 * (high - low);
  const turn = (((place - low) % period) + period) % period;
  return low + Math.min(turn, period - turn);
}

/** Goes where the ball will cross its column, and meets it off the middle of the paddle, away from the opponent. */
export const scriptedPong = rulePlayer((env) => {
  const game = innermost(env) as PixelPong;
  return {
    act: () => {
      const middle = game.rightY + 8;
      let wanted = 114;
      if (game.pause === 0 && game.ballDx > 0) {
        const frames = Math.max(0, (138 - game.ballX) / game.ballDx);
        const arrival = 2 + reflect(game.ballY + frames * game.ballDy, 34, 190);
        // Hit with its upper end the ball goes up.
        wanted = game.leftY + 8 > 114 ? arrival + 5 : arrival - 5;
      }
      if (Math.abs(wanted - middle) < 4) return 'no-op';
      return wanted < middle ? 'up' : 'down';
    },
  };
});

/** Goes where the ball will come down, and meets it with another part of the paddle each time. */
export const scriptedPixelBreakout = rulePlayer((env) => {
  const game = innermost(env) as PixelBreakout;
  let hits = -1;
  let off = 0;
  return {
    act: (_observation, rng) => {
      if (game.hits !== hits) {
        hits = game.hits;
        off = rng.int(9) - 4;
      }
      const frames = game.ballDy > 0 ? Math.max(0, (186 - game.ballY) / game.ballDy) : 0;
      const arrival = 1 + reflect(game.ballX + frames * game.ballDx, 8, 149);
      const away = arrival + off - (game.paddleX + 8);
      if (Math.abs(away) < 6) return 'no-op';
      return away < 0 ? 'left' : 'right';
    },
  };
});

/** Steps aside from bombs, else goes under the nearest column of aliens and fires. */
export const scriptedInvaders = rulePlayer((env) => {
  const game = innermost(env) as PixelInvaders;
  return {
    act: () => {
      const middle = game.cannonX + 4;
      for (let i = 0; i < game.bombY.length; i++) {
        const away = game.bombX[i] + 1 - middle;
        if (game.bombY[i] < 140 || Math.abs(away) > 10) continue;
        if (away > 0) return middle > 20 ? 'left-fire' : 'right-fire';
        return middle < 140 ? 'right-fire' : 'left-fire';
      }
      let nearest = Infinity;
      for (let column = 0; column < 8; column++) {
        const lives = [0, 1, 2, 3, 4].some((row) => game.aliens[row * 8 + column] === 1);
        // A shot needs about 30 frames; the formation steps every few frames, less often the more aliens there are.
        const steps = 30 / Math.max(2, 0.75 * game.numAliens);
        const away = game.formationX + 14 * column + 4 + 2 * game.way * steps - middle;
        if (lives && Math.abs(away) < Math.abs(nearest)) nearest = away;
      }
      const fire = Math.abs(nearest) < 4 ? '-fire' : '';
      if (Math.abs(nearest) < 2) return 'fire';
      return `${nearest < 0 ? 'left' : 'right'}${fire}`;
    },
  };
});

/** Frames that the freeway player looks ahead. */
const AHEAD = 12;

/** Goes up where no car comes in the next frames, else waits, else goes back. */
export const scriptedFreeway = rulePlayer((env) => {
  const game = innermost(env) as PixelFreeway;
  const isSafe = (dy: number): boolean => {
    for (let frames = 1; frames <= AHEAD; frames++)
      if (game.isHitAt(game.chickenY + dy * frames, frames)) return false;
    return true;
  };
  return { act: () => (isSafe(-1) ? 'up' : isSafe(0) ? 'no-op' : isSafe(1) ? 'down' : 'up') };
});
