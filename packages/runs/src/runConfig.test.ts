import { algorithm } from '@agon/agents';
import { describe, expect, it } from 'vitest';
import { checkRunName, defaultRunName, resolveConfig, resumedConfig } from './runConfig.js';

const alphazero = algorithm('alphazero');
const resolve = (env: string, settings = {}) =>
  resolveConfig({ algorithm: alphazero, env, settings, steps: 1000 }, 'run', {}, '');

describe('the preset', () => {
  it.each([
    ['go:size=5,komi=24', 'go5'],
    ['go:size=7', 'go7'],
    ['go9', 'go'],
    ['go:size=6', 'go'],
    ['othello:size=6', 'othello'],
    ['connect_four', 'connect_four'],
    ['tic_tac_toe', 'tic_tac_toe'],
    ['hex', null],
  ])('of alphazero on %s is %s', (env, preset) => {
    const config = resolve(env);
    expect(config.preset).toBe(preset);
    if (preset !== null) expect(config.settings).toMatchObject(alphazero.presets[preset]);
  });

  it('of a run that is resumed stays what it was', () => {
    const begun = { ...resolve('go:size=5', alphazero.presets.go), preset: 'go' };
    const flags = { algorithm: alphazero, env: 'go:size=5', steps: 2000 };
    const { preset, settings } = resumedConfig(flags, begun, {});
    expect({ preset, settings }).toEqual({ preset: 'go', settings: begun.settings });
  });
});

describe('the end', () => {
  const alphago = algorithm('alphago');
  const stepsOf = (more: { steps?: number; minutes?: number; settings?: Record<string, unknown> }) => {
    const settings = { sgf: 'games', ...more.settings };
    return resolveConfig({ algorithm: alphago, env: 'go9', ...more, settings }, 'run', {}, '').steps;
  };

  it('is that of the algorithm where it has one and nobody says an earlier one', () => {
    expect(stepsOf({})).toBe(16_401);
    expect(stepsOf({ settings: { policySteps: 0, matchSteps: 0 } })).toBe(6_400);
    expect(stepsOf({ steps: 100_000 })).toBe(16_401);
    expect(stepsOf({ steps: 9_000 })).toBe(9_000);
    expect(stepsOf({ minutes: 5 })).toBe(16_401);
  });

  it('stays where it is when a run is resumed, though it had been put later', () => {
    const flags = { algorithm: alphago, env: 'go9', settings: { sgf: 'games' } };
    const begun = resolveConfig(flags, 'run', {}, '');
    for (const run of [begun, { ...begun, steps: 100_000 }]) {
      const { steps, earlierSteps } = resumedConfig({ ...flags, steps: 100_000 }, run, {});
      expect({ steps, earlierSteps }).toEqual({ steps: 16_401, earlierSteps: undefined });
      expect(resumedConfig(flags, run, {}).steps).toBe(16_401);
    }
  });

  it('is asked for where every stage has no steps, or the algorithm has no end', () => {
    const none = {
      policySteps: 0,
      rolloutSteps: 0,
      reinforceSteps: 0,
      gameSteps: 0,
      valueSteps: 0,
      matchSteps: 0,
    };
    expect(() => stepsOf({ settings: none })).toThrow(/every stage has 0 steps/);
    expect(() => resolveConfig({ algorithm: alphazero, env: 'hex' }, 'run', {}, '')).toThrow(
      /give --steps N/,
    );
  });
});

describe('a name', () => {
  it.each(['a', 'dqn-minatar-breakout-seed1', 'console', 'v1.2_3-b', 'x'.repeat(200)])(
    'may be %s',
    (name) => {
      expect(() => checkRunName(name)).not.toThrow();
    },
  );

  it.each<[string, RegExp]>([
    ['x'.repeat(201), /"x{40}…": it has 201 letters, and 200 are the most/],
    ['', /named "": use letters/],
    ['.', /use letters/],
    ['..', /use letters/],
    ['-rf', /use letters/],
    ['a/b', /use letters/],
    ['a\\b', /use letters/],
    ['naïve', /use letters \(A to Z\)/],
    ['🎲', /use letters/],
    ['a\u001b[31m', /named "a\\u001b\[31m"/],
    ['a\0', /use letters/],
    ['a.', /Windows/],
    ['nul', /Windows/],
    ['COM1.txt', /Windows/],
    ['tournaments', /agon uses/],
    ['a.tmp', /agon uses/],
  ])('cannot be %j', (name, fault) => {
    expect(() => checkRunName(name)).toThrow(fault);
  });

  it('that nobody chose is always one that can be', () => {
    const name = defaultRunName('dqn', { env: `bandit:means=${'0.5/'.repeat(90)}1` }, 3);
    expect(name).toMatch(/^dqn-bandit-means-.*-seed3$/);
    expect(name.length).toBeLessThanOrEqual(180);
    expect(() => checkRunName(`${name}-12`)).not.toThrow();
  });
});
