/** The options of the pixel games, and the wrappers that they stand for, in the usual order. */
import { count, described, fraction } from '@agon/core';
import * as v from 'valibot';
import type { Env } from '../env.js';
import { AreaResize } from '../wrappers/areaResize.js';
import { ClipReward } from '../wrappers/clipReward.js';
import { EpisodicLife } from '../wrappers/episodicLife.js';
import { Flicker } from '../wrappers/flicker.js';
import { FrameSkip } from '../wrappers/frameSkip.js';
import { FrameStack } from '../wrappers/frameStack.js';
import { NoopStart } from '../wrappers/noopStart.js';
import { StickyActions } from '../wrappers/stickyActions.js';
import { limited, limitOption } from '../wrappers/timeLimit.js';
import type { PixelEnv } from './pixelEnv.js';

/** Defaults are the protocol of Machado et al. 2018 on the pictures of Mnih et al. 2015. */
export const pixelSchema = v.strictObject({
  skip: v.optional(
    described(
      count(1, 60),
      'frames for which an action is repeated; the picture is the maximum of the last two',
    ),
    4,
  ),
  gray: v.optional(described(v.boolean(), 'luminance instead of red, green and blue'), true),
  size: v.optional(
    described(count(0, 150), 'side of the picture after an area resize; 0 = the whole screen, 210 by 160'),
    84,
  ),
  stack: v.optional(described(count(1, 16), 'pictures in an observation, the newest last'), 4),
  sticky: v.optional(
    described(fraction, 'probability, in each frame, that the last action is repeated'),
    0.25,
  ),
  noops: v.optional(
    described(count(0, 1000), 'most no-op frames at the start of an episode (at least 1); 0 = none'),
    0,
  ),
  episodicLife: v.optional(described(v.boolean(), 'losing a life ends the episode (for training)'), false),
  clipRewards: v.optional(described(v.boolean(), 'clip rewards to their signs (for training)'), false),
  limit: limitOption(108_000, 'frames'),
  flicker: v.optional(described(fraction, 'probability that a picture is blank'), 0),
});
type PixelOptions = v.InferOutput<typeof pixelSchema>;

/** The game as learners see it: wrappers around single frames first, around decisions last. */
export function preprocess(game: PixelEnv, options: PixelOptions): Env {
  let env = limited(game, options.limit);
  if (options.sticky > 0) env = new StickyActions(env, options.sticky);
  if (options.noops > 0) env = new NoopStart(env, options.noops);
  if (options.episodicLife) env = new EpisodicLife(env, game);
  if (options.skip > 1) env = new FrameSkip(env, options.skip);
  if (options.size > 0) env = new AreaResize(env, options.size);
  if (options.flicker > 0) env = new Flicker(env, options.flicker);
  if (options.stack > 1) env = new FrameStack(env, options.stack);
  if (options.clipRewards) env = new ClipReward(env);
  return env;
}
