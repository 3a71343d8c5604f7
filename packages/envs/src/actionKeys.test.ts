import { expect, it } from 'vitest';
import { actionKeys, keySign } from './actionKeys.js';
import { makeEnvironment } from './registry.js';

/** "←left", in the order of the actions. */
function keysOf(id: string): string[] {
  const environment = makeEnvironment(id);
  if (environment.kind !== 'env') throw new Error(`${id} is a board game`);
  const { env } = environment;
  return [...actionKeys(env)].map(([key, action]) => `${keySign(key)}${env.actionNames[action]}`);
}

it('directions are arrows, and firing is F', () => {
  expect(keysOf('minatar-breakout')).toEqual(['←left', '↑up', '→right', '↓down', 'Ffire']);
});

it('two keys held are an action of their own, which needs no key', () => {
  expect(keysOf('pixel-invaders')).toEqual(['←left', '→right', 'Ffire']);
});

it('other actions are digits', () => {
  expect(actionKeys({ actionNames: ['torque −1', 'no-op', 'torque 1'] })).toEqual(
    new Map([
      ['1', 0],
      ['2', 2],
    ]),
  );
});
