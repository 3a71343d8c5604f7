/**
 * Classic control against trajectories that this file integrates on its own, in double precision, from the published equations of
 * motion: solved as linear systems for the accelerations, where the environments use them solved by hand.
 */
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { makeEnv } from '../registry.js';
import { describeEnv } from '../testing/describeEnv.js';
import { Acrobot } from './acrobot.js';
import { CartPole } from './cartPole.js';
import { MountainCar } from './mountainCar.js';
import { Pendulum } from './pendulum.js';

describeEnv('acrobot', () => makeEnv('acrobot'));
describeEnv('cart-pole', () => makeEnv('cart-pole'));
describeEnv('mountain-car', () => makeEnv('mountain-car'));
describeEnv('pendulum', () => makeEnv('pendulum:torques=3'));

/** Rounding alone may tell the two integrations apart: relative, for trajectories of a few hundred steps. */
const DIGITS = 9;
const identity = { id: 'test', version: 1, options: {} };

/** [[a, b], [c, d]] · x = [e, f]. */
function solve(a: number, b: number, c: number, d: number, e: number, f: number): [number, number] {
  const determinant = a * d - b * c;
  return [(e * d - b * f) / determinant, (a * f - e * c) / determinant];
}

describe('cart-pole', () => {
  it('follows the equations of motion of cart and pole', () => {
    const env = new CartPole(identity);
    const rng = new RandomStream('cart-pole actions');
    for (let episode = 0; episode < 20; episode++) {
      env.reset(`episode ${episode}`);
      let [x, dx, theta, dTheta] = [env.x, env.xDot, env.theta, env.thetaDot];
      for (let step = 0; step < 500; step++) {
        const action = rng.int(2);
        // Florian 2007, "Correct equations for the dynamics of the cart-pole system", without friction:
        // (M + m) x'' + m l cos θ θ'' = F + m l θ'² sin θ;  m l cos θ x'' + 4/3 m l² θ'' = m g l sin θ.
        const [M, m, l, g] = [1, 0.1, 0.5, 9.8];
        const [xAcceleration, thetaAcceleration] = solve(
          M + m,
          m * l * Math.cos(theta),
          m * l * Math.cos(theta),
          (4 / 3) * m * l * l,
          (action === 1 ? 10 : -10) + m * l * dTheta * dTheta * Math.sin(theta),
          m * g * l * Math.sin(theta),
        );
        [x, dx, theta, dTheta] = [
          x + dx / 50,
          dx + xAcceleration / 50,
          theta + dTheta / 50,
          dTheta + thetaAcceleration / 50,
        ];
        const { reward, terminated } = env.step(action);
        expect(reward).toBe(1);
        expect(env.x).toBeCloseTo(x, DIGITS);
        expect(env.xDot).toBeCloseTo(dx, DIGITS);
        expect(env.theta).toBeCloseTo(theta, DIGITS);
        expect(env.thetaDot).toBeCloseTo(dTheta, DIGITS);
        expect(terminated).toBe(Math.abs(x) > 2.4 || Math.abs(theta) > (12 / 180) * Math.PI);
        if (terminated) break;
      }
    }
  });

  it('leaves the track as an end, and not before', () => {
    const env = new CartPole(identity);
    env.reset(1);
    Object.assign(env, { x: 2.39, xDot: 0.4, theta: 0, thetaDot: 0 });
    expect(env.step(1).terminated).toBe(false);
    expect(env.step(1).terminated).toBe(true);
  });
});

describe('mountain car', () => {
  it('follows the equations of the book, limits included', () => {
    const env = new MountainCar(identity);
    const rng = new RandomStream('mountain-car actions');
    let atWall = 0;
    let solved = 0;
    for (let episode = 0; episode < 6; episode++) {
      env.reset(`episode ${episode}`);
      let [x, v] = [env.position, env.velocity];
      for (let step = 0; step < 2000; step++) {
        // Pushing the way it rolls, now and then another: gets to both ends.
        const action = rng.uniform() < 0.1 ? rng.int(3) : v < 0 ? 0 : 2;
        v += 0.001 * (action - 1) - 0.0025 * Math.cos(3 * x);
        if (Math.abs(v) > 0.07) v = 0.07 * Math.sign(v);
        x += v;
        if (x <= -1.2) [x, v, atWall] = [-1.2, Math.max(v, 0), atWall + 1];
        if (x > 0.6) x = 0.6;
        const { reward, terminated } = env.step(action);
        expect(reward).toBe(-1);
        expect(env.position).toBeCloseTo(x, DIGITS);
        expect(env.velocity).toBeCloseTo(v, DIGITS);
        expect(terminated).toBe(x >= 0.5);
        if (terminated) solved++;
        if (terminated) break;
      }
    }
    expect(solved).toBe(6);
    expect(atWall).toBeGreaterThan(0);
  });
});

describe('acrobot', () => {
  type Four = [number, number, number, number];

  /** θ1', θ2', θ1'', θ2'' from M(θ) θ'' + h(θ, θ') + g(θ) = (0, τ), as Sutton & Barto's figure and Spong (1995) have them. */
  function slopes([a, b, da, db]: Four, torque: number): Four {
    const [m, l, lc, I, g] = [1, 1, 0.5, 1, 9.8];
    const m11 = m * lc * lc + m * (l * l + lc * lc + 2 * l * lc * Math.cos(b)) + 2 * I;
    const m12 = m * (lc * lc + l * lc * Math.cos(b)) + I;
    const m22 = m * lc * lc + I;
    const h1 = -m * l * lc * Math.sin(b) * (db * db + 2 * da * db);
    const h2 = m * l * lc * Math.sin(b) * da * da;
    const g1 = (m * lc + m * l) * g * Math.sin(a) + m * lc * g * Math.sin(a + b);
    const g2 = m * lc * g * Math.sin(a + b);
    return [da, db, ...solve(m11, m12, m12, m22, -h1 - g1, torque - h2 - g2)];
  }

  const add = (state: Four, slope: Four, dt: number): Four =>
    state.map((value, i) => value + dt * slope[i]) as Four;

  it('follows the equations of motion by Runge and Kutta’s method, limits included', () => {
    const env = new Acrobot(identity);
    const rng = new RandomStream('acrobot actions');
    let solved = 0;
    for (let episode = 0; episode < 5; episode++) {
      env.reset(`episode ${episode}`);
      let state = Array.from(env.angles) as Four;
      for (let step = 0; step < 500; step++) {
        const action = state[3] > 0 ? 2 : rng.int(2);
        const k1 = slopes(state, action - 1);
        const k2 = slopes(add(state, k1, 0.1), action - 1);
        const k3 = slopes(add(state, k2, 0.1), action - 1);
        const k4 = slopes(add(state, k3, 0.2), action - 1);
        state = state.map((value, i) => value + (0.2 / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i])) as Four;
        state[0] -= 2 * Math.PI * Math.round(state[0] / (2 * Math.PI));
        state[1] -= 2 * Math.PI * Math.round(state[1] / (2 * Math.PI));
        state[2] = Math.max(-4 * Math.PI, Math.min(4 * Math.PI, state[2]));
        state[3] = Math.max(-9 * Math.PI, Math.min(9 * Math.PI, state[3]));
        const { reward, terminated } = env.step(action);
        for (let i = 0; i < 4; i++) expect(env.angles[i]).toBeCloseTo(state[i], 5);
        state = Array.from(env.angles) as Four; // the motion is chaotic: rounding must not add up
        expect(terminated).toBe(-Math.cos(state[0]) - Math.cos(state[0] + state[1]) > 1);
        expect(reward).toBe(terminated ? 0 : -1);
        if (terminated) solved++;
        if (terminated) break;
      }
    }
    expect(solved).toBeGreaterThan(0);
  });

  it('keeps its energy when it swings freely', () => {
    const env = new Acrobot(identity);
    env.reset('energy');
    env.angles.set([0.4, 0.3, 0, 0]);
    const energy = (): number => {
      const [a, b, da, db] = env.angles;
      const [g, lc] = [9.8, 0.5];
      const vx = da * Math.cos(a) + lc * (da + db) * Math.cos(a + b);
      const vy = da * Math.sin(a) + lc * (da + db) * Math.sin(a + b);
      const kinetic = 0.5 * (lc * lc * da * da + vx * vx + vy * vy) + 0.5 * (da * da + (da + db) * (da + db));
      return kinetic - g * (lc * Math.cos(a) + Math.cos(a) + lc * Math.cos(a + b));
    };
    const start = energy();
    for (let step = 0; step < 50; step++) {
      env.step(1);
      expect(Math.abs(energy() - start)).toBeLessThan(0.05); // of 29: the method's own error at 0.2 s a step
    }
  });
});

describe('pendulum', () => {
  it('follows the equation of a rod on a pivot, with the costs of Gymnasium', () => {
    const env = new Pendulum(identity, { torques: 5, limit: 0 });
    const rng = new RandomStream('pendulum actions');
    let fastest = 0;
    for (let episode = 0; episode < 6; episode++) {
      env.reset(`episode ${episode}`);
      let [theta, speed] = [env.theta, env.thetaDot];
      for (let step = 0; step < 200; step++) {
        // Pushing the way it turns reaches the speed limit.
        const action = rng.uniform() < 0.2 ? rng.int(5) : speed > 0 ? 4 : 0;
        const torque = action - 2;
        const angle = Math.atan2(Math.sin(theta), Math.cos(theta));
        const cost = angle * angle + speed * speed * 0.1 + torque * torque * 0.001;
        const inertia = 1 / 3; // of a rod of length and mass 1 about its end; its weight pulls at half of the length
        speed += 0.05 * ((0.5 * 10 * Math.sin(theta) + torque) / inertia);
        speed = Math.min(8, Math.max(-8, speed));
        theta += 0.05 * speed;
        fastest = Math.max(fastest, Math.abs(speed));
        const result = env.step(action);
        expect(result.reward).toBeCloseTo(-cost, DIGITS);
        expect(env.theta).toBeCloseTo(theta, DIGITS);
        expect(env.thetaDot).toBeCloseTo(speed, DIGITS);
        expect(result.terminated).toBe(false);
      }
    }
    expect(fastest).toBe(8);
  });

  it('offers evenly spaced torques, ends included', () => {
    expect(makeEnv('pendulum:torques=3').actionNames).toEqual(['torque -2', 'torque 0', 'torque 2']);
    expect(() => makeEnv('pendulum:torques=1')).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });
});

describe('the starts and ends of classic control', () => {
  it.each([
    ['cart-pole', [-0.05, -0.05, -0.05, -0.05], [0.05, 0.05, 0.05, 0.05]],
    ['mountain-car', [-0.6, 0], [-0.4, 0]],
    [
      'acrobot',
      [Math.cos(0.1), -Math.sin(0.1), Math.cos(0.1), -Math.sin(0.1), -0.1, -0.1],
      [1, Math.sin(0.1), 1, Math.sin(0.1), 0.1, 0.1],
    ],
    ['pendulum', [-1, -1, -1], [1, 1, 1]],
  ])('%s starts anywhere in its range, and nowhere else', (id, low, high) => {
    const env = makeEnv(id);
    const out = new Float32Array(low.length);
    const least = low.map(() => Infinity);
    const most = low.map(() => -Infinity);
    env.reset(id);
    for (let i = 0; i < 1000; i++) {
      env.reset();
      env.observe(out);
      out.forEach((value, k) => {
        least[k] = Math.min(least[k], value);
        most[k] = Math.max(most[k], value);
      });
    }
    for (const [k, bound] of low.entries()) {
      const width = Math.max(1e-6, 0.03 * (high[k] - bound));
      expect(Math.abs(least[k] - bound)).toBeLessThan(width);
      expect(Math.abs(most[k] - high[k])).toBeLessThan(width);
    }
  });

  it.each([
    ['cart-pole', 500],
    ['mountain-car', 200],
    ['acrobot', 500],
    ['pendulum', 200],
  ])('%s is cut after %i steps', (id, limit) => {
    const env = makeEnv(id);
    env.reset(3);
    let steps = 0;
    for (let over = false; !over; steps++) {
      // A player that never ends the episode by itself: balances the pole, or does nothing.
      const out = new Float32Array(6);
      env.observe(out);
      const action =
        id === 'cart-pole' ? Number(out[2] + 0.5 * out[3] + 0.02 * out[0] + 0.1 * out[1] > 0) : 1;
      const { terminated, truncated } = env.step(action);
      expect(terminated).toBe(false);
      over = truncated;
    }
    expect(steps).toBe(limit);
  });
});
