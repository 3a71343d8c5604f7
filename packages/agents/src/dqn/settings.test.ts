/** DQN's settings: presets that its own schema takes, and the schedule of epsilon. */
import { describeSettings, parseSettings } from '@agon/core';
import { makeEnv } from '@agon/envs';
import { makeNetwork } from '@agon/nets';
import { describe, expect, it } from 'vitest';
import { dqnPresets, dqnSchema, epsilonAt } from './settings.js';

describe('the settings of DQN', () => {
  it.each(Object.keys(dqnPresets))(
    'has a preset %s that its schema takes, with a network that exists',
    (preset) => {
      const settings = parseSettings(dqnSchema, dqnPresets[preset], 'preset');
      const env = makeEnv('minatar-breakout');
      const build = () => makeNetwork(settings.network, env.observation.shape, env.actionNames.length, 'q');
      expect(build).not.toThrow();
    },
  );

  it('describes every setting', () => {
    for (const { key, description } of describeSettings(dqnSchema)) expect(description, key).not.toBe('');
  });

  it('lets epsilon fall in a line after learningStarts, and acts at random before', () => {
    const changes = { learningStarts: 100, epsilonStart: 0.8, epsilonEnd: 0.2, epsilonSteps: 1_000 };
    const settings = parseSettings(dqnSchema, changes, 'test');
    expect([0, 99].map((step) => epsilonAt(settings, step))).toEqual([1, 1]);
    const falling = [100, 350, 600, 1_100, 5_000].map((step) => epsilonAt(settings, step));
    [0.8, 0.65, 0.5, 0.2, 0.2].forEach((value, i) => expect(falling[i]).toBeCloseTo(value, 12));
  });

  it('names what is out of range', () => {
    const parse = (settings: Record<string, unknown>) => () =>
      parseSettings(dqnSchema, settings, 'algorithm "dqn"');
    expect(parse({ gamma: 1.5 })).toThrow(/"gamma"/);
    expect(parse({ optimiser: 'sgd' })).toThrow(/"optimiser"/);
    expect(parse({ lr: 0.1 })).toThrow(/no setting "lr"/);
  });
});
