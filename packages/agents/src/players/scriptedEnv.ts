/** Scripted players of single-player environments by environment id: one line each. */
import type { Env } from '@agon/envs';
import type { Agent } from '../agent.js';
import {
  scriptedAcrobot,
  scriptedCartPole,
  scriptedMountainCar,
  scriptedPendulum,
} from './scripted/control.js';
import { scriptedDeepSea, scriptedTMaze } from './scripted/grid.js';
import { scriptedBreakout } from './scripted/minatarBreakout.js';
import { scriptedFreeway, scriptedInvaders, scriptedPixelBreakout, scriptedPong } from './scripted/pixel.js';

/** Makes the scripted player of an environment. */
type MakeScripted = (env: Env, name: string) => Agent;

/** By environment id. Board games have one player for all: `scriptedGame.ts`. */
export const scriptedEnvs: Readonly<Record<string, MakeScripted>> = {
  acrobot: scriptedAcrobot,
  'cart-pole': scriptedCartPole,
  'deep-sea': scriptedDeepSea,
  'minatar-breakout': scriptedBreakout,
  'mountain-car': scriptedMountainCar,
  pendulum: scriptedPendulum,
  'pixel-breakout': scriptedPixelBreakout,
  'pixel-freeway': scriptedFreeway,
  'pixel-invaders': scriptedInvaders,
  'pixel-pong': scriptedPong,
  't-maze': scriptedTMaze,
};
