/**
 * Episodes of cart-pole that show where things are and not how fast they move: what comes next can only be told from several steps
 * (Wierstra et al. 2010 balance the pole so).
 */
import { RandomStream } from '@agon/core';
import { makeEnv, observationArray } from '@agon/envs';
import type { SplitName } from '../pictures.js';
import type { TimeSeries } from '../timeSeries.js';

const EPISODES: Readonly<Record<SplitName, number>> = { train: 400, validation: 20, test: 30 };
/** Steps after which an episode is cut. */
const MOST_STEPS = 120;
/** How often the push is drawn at random. */
const NOISE = 0.2;
/** A push to the side on which the pole leans, by its angle, its speed, and the cart's place and speed. */
const RULE = { theta: 1, thetaDot: 0.5, x: 0.05, xDot: 0.1 };

export const CART_POLE_CHANNELS = ['place of the cart (m)', 'angle of the pole (rad)'];

/** Played by a rule that errs now and then. */
export function cartPoleEpisodes(): Record<SplitName, readonly TimeSeries[]> {
  const env = makeEnv('cart-pole');
  const seen = observationArray(env.observation) as Float32Array;
  const episode = (split: SplitName, index: number): TimeSeries => {
    const rng = new RandomStream(`cart-pole ${split} ${index}`);
    const values: number[] = [];
    env.reset(`${split} ${index}`);
    for (let step = 0; step < MOST_STEPS; step++) {
      env.observe(seen);
      const [x, xDot, theta, thetaDot] = seen;
      values.push(x, theta);
      const leans = RULE.theta * theta + RULE.thetaDot * thetaDot + RULE.x * x + RULE.xDot * xDot > 0;
      const action = rng.uniform() < NOISE ? rng.int(2) : Number(leans);
      const { terminated, truncated } = env.step(action);
      if (terminated || truncated) break;
    }
    return { values: Float32Array.from(values), from: 0 };
  };
  const all = (split: SplitName): TimeSeries[] =>
    Array.from({ length: EPISODES[split] }, (_, index) => episode(split, index));
  return { train: all('train'), validation: all('validation'), test: all('test') };
}
