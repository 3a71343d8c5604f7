/** Every number that can be set has a largest value: none can ask for endless memory or time. */
import { describeSettings } from '@agon/core';
import { listEnvironments } from '@agon/envs';
import { listNetworks } from '@agon/nets';
import { expect, it } from 'vitest';
import { algorithms } from './algorithms.js';
import { listAgents } from './registry.js';

const owners = [
  ...Object.values(algorithms).map(({ id, schema }) => ({ id, settings: describeSettings(schema) })),
  ...listAgents(),
  ...listEnvironments(),
  ...listNetworks(),
];

it.each(owners.map(({ id, settings }) => [id, settings] as const))(
  '%s bounds its numbers',
  (_id, settings) => {
    const numeric = settings.filter(({ type }) => type === 'number' || type === 'array');
    const free = numeric.filter(({ most }) => most === undefined || most > Number.MAX_SAFE_INTEGER);
    expect(free.map(({ key }) => key)).toEqual([]);
  },
);

it('finds numbers to look at', () => {
  expect(
    owners.flatMap(({ settings }) => settings).filter(({ most }) => most !== undefined).length,
  ).toBeGreaterThan(100);
});
