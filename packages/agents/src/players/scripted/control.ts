/** Scripted players of classic control, from the observations that every agent gets. */
import { rulePlayer } from './rulePlayer.js';

/** Pushes under the falling pole: a linear rule of the four numbers. */
export const scriptedCartPole = rulePlayer(() => ({
  act: ([x, xDot, theta, thetaDot]) =>
    theta + 0.5 * thetaDot + 0.02 * x + 0.1 * xDot > 0 ? 'right' : 'left',
}));

/** Pushes the way the car rolls. */
export const scriptedMountainCar = rulePlayer(() => ({
  act: ([, velocity]) => (velocity < 0 ? 'left' : 'right'),
}));

/** Adds energy: turns the second link the way it swings. */
export const scriptedAcrobot = rulePlayer(() => ({
  act: ([, , , , , speed2]) => (speed2 < 0 ? 'left' : 'right'),
}));

/** Adds energy while the pendulum has too little to stand up, and holds it near the top (Åström & Furuta 2000). */
export const scriptedPendulum = rulePlayer((env) => {
  const torques = env.actionNames.map((name) => Number(name.replace('torque ', '')));
  return {
    act: ([cos, sin, speed]) => {
      const angle = Math.atan2(sin, cos);
      const isNearTop = Math.abs(angle) < 0.5;
      // θ'' = 15 sin θ + 3 u: the energy below counts 0 at rest on top.
      const energy = speed ** 2 / 2 + 15 * (cos - 1);
      const wanted = isNearTop ? -(8 * angle + 2 * speed) : energy < 0 ? 2 * Math.sign(speed || 1) : 0;
      const away = torques.map((torque) => Math.abs(torque - wanted));
      return env.actionNames[away.indexOf(Math.min(...away))];
    },
  };
});
