/** The settings of the value family: presets that the schemas take, contradictions, and the schedule of epsilon. */
import { parseSettings } from '@agon/core';
import { makeEnv } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { algorithm } from '../../algorithms.js';
import { replaySize } from './experience.js';
import { valueFamily } from './family.js';
import { checkUsed, dqnSchema, epsilonAt, importanceAt, type DqnSettings } from './settings.js';
import { valueKind, valueNetwork } from './valueNetwork.js';

const presets = valueFamily.flatMap(({ id, schema, presets: named }) => [
  { name: id, schema, preset: {} },
  ...Object.entries(named).map(([name, preset]) => ({ name: `${id}, ${name}`, schema, preset })),
]);

describe('the settings of the value family', () => {
  it.each(presets)('go together: $name', ({ schema, preset }) => {
    const settings = parseSettings(schema, preset, 'preset') as DqnSettings;
    const env = makeEnv('minatar-breakout');
    const shape = settings.network.startsWith('nature-cnn') ? [84, 84, 4] : env.observation.shape;
    const seen = { ...env, actionNames: env.actionNames, observation: { ...env.observation, shape } };
    const { parameters } = valueNetwork(seen, settings, valueKind(settings));
    expect(parameters.length).toBeGreaterThan(0);
    expect(() => checkUsed(settings, schema)).not.toThrow();
  });

  it('are those of DQN with the defaults of each algorithm', () => {
    const rainbow = valueFamily.find(({ id }) => id === 'rainbow');
    const settings = parseSettings(rainbow?.schema ?? dqnSchema, { gamma: 0.9 }, 'test');
    expect(settings).toEqual({
      ...parseSettings(dqnSchema, {}, 'test'),
      returns: 'categorical',
      double: true,
      dueling: true,
      numSteps: 3,
      priorityExponent: 0.5,
      noisy: 0.5,
      epsilonStart: 0,
      epsilonEnd: 0,
      gamma: 0.9,
    });
    for (const { schema } of valueFamily)
      expect(Object.keys(schema.entries)).toEqual(Object.keys(dqnSchema.entries));
  });

  it.each([
    [{ returns: 'categorical', valueMin: 3, valueMax: 3 }, /valueMin 3 must be below valueMax 3/],
    [{ returns: 'categorical', atoms: 1 }, /at least 2 atoms/],
    [{ returns: 'implicit', lstm: 8 }, /no recurrent form: set lstm=0/],
    [{ policies: 4, returns: 'quantiles' }, /policies learn returns=mean only/],
    [{ policies: 4, numSteps: 3 }, /policies learn from single steps: set numSteps=1/],
    [{ burnIn: 4 }, /set lstm to its units/],
    [{ rescale: true, returns: 'quantiles' }, /rescale squashes returns=mean only/],
  ])('are refused where they contradict each other: %o', (changes, message) => {
    expect(() => valueKind(parseSettings(dqnSchema, changes, 'test'))).toThrow(message);
  });

  it.each([
    ['c51', { loss: 'squared' }, /loss=squared needs returns=mean: set that, or leave loss at huber/],
    ['iqn', { valueMin: -5 }, /valueMin=-5 needs returns=categorical/],
    ['dqn', { atoms: 11, valueMax: 3 }, /atoms=11 needs returns=categorical.*valueMax=3 needs/],
    ['dqn', { unroll: 8 }, /unroll=8 needs lstm above 0/],
    ['rainbow', { gammaMin: 0.5, bonusScale: 1 }, /bonusScale=1 needs policies above 0.*gammaMin=0.5/],
    ['agent57', { rescale: true }, /rescale=true needs policies=0/],
    ['c51', { importanceStart: 0.6 }, /importanceStart=0.6 needs priorityExponent above 0/],
  ])('are refused where they would do nothing: %s %o', (id, changes, message) => {
    const { schema } = algorithm(id);
    const check = (settings: Record<string, unknown>) => () =>
      checkUsed(parseSettings(schema, settings, 'test') as DqnSettings, schema);
    expect(check(changes)).toThrow(message);
    const { entries } = schema;
    const defaults = Object.keys(changes).map((key) => [
      key,
      (entries[key] as { default?: unknown }).default,
    ]);
    expect(check(Object.fromEntries(defaults))).not.toThrow();
  });

  it('may have the defaults of an algorithm whose parts are switched off', () => {
    const { schema } = algorithm('qr-dqn');
    const settings = parseSettings(schema, { returns: 'mean' }, 'test') as DqnSettings;
    expect(settings.atoms).toBe(32);
    expect(() => checkUsed(settings, schema)).not.toThrow();
  });

  it('lets epsilon fall in a line after learningStarts, and acts at random before', () => {
    const changes = { learningStarts: 100, epsilonStart: 0.8, epsilonEnd: 0.2, epsilonSteps: 1_000 };
    const settings = parseSettings(dqnSchema, changes, 'test');
    expect([0, 99].map((step) => epsilonAt(settings, step))).toEqual([1, 1]);
    const falling = [100, 350, 600, 1_100, 5_000].map((step) => epsilonAt(settings, step));
    [0.8, 0.65, 0.5, 0.2, 0.2].forEach((value, i) => expect(falling[i]).toBeCloseTo(value, 12));
  });

  it('lets the importance exponent rise in a line: in so many updates, in those of the run, or not at all', () => {
    const at = (changes: Record<string, unknown>, steps: number) => {
      const settings = parseSettings(dqnSchema, { importanceStart: 0.5, ...changes }, 'test');
      return [0, 500, 1_000, 2_000].map((update) => importanceAt(settings, update, steps));
    };
    expect(at({ importanceUpdates: 1_000 }, Infinity)).toEqual([0.5, 0.75, 1, 1]);
    // 8,000 steps after learningStarts, an update for 4 of them.
    expect(at({ learningStarts: 2_000, trainEvery: 4 }, 10_000)).toEqual([0.5, 0.625, 0.75, 1]);
    expect(at({}, Infinity)).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(at({ importanceEnd: 0.5 }, 1_000)).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('tell what the replay buffer takes when it is full', () => {
    const env = makeEnv('pixel-breakout');
    const bytes = (changes: Record<string, unknown>, tracks = 1) => {
      const settings = parseSettings(dqnSchema, { bufferSize: 1_000_000, ...changes }, 'test');
      const { buffer, priorities } = replaySize(settings, env, tracks);
      return buffer + priorities;
    };
    expect(bytes({})).toBe(7_064_000_000);
    // As many rows for each of 7 environments; with priorities a tree of 2 · 2²⁰ sums.
    expect(bytes({}, 7)).toBe(1_000_006 * 7_064);
    expect(bytes({ priorityExponent: 0.5 })).toBe(7_064_000_000 + 16 * 2 ** 20);
  });

  it('names what is out of range', () => {
    const parse = (settings: Record<string, unknown>) => () =>
      parseSettings(dqnSchema, settings, 'algorithm "dqn"');
    expect(parse({ gamma: 1.5 })).toThrow(/"gamma"/);
    expect(parse({ optimiser: 'sgd' })).toThrow(/"optimiser"/);
    expect(parse({ lr: 0.1 })).toThrow(/no setting "lr"/);
  });
});
