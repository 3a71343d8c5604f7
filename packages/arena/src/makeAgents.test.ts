/** Several agents at a time: all or none. */
import type { Agent } from '@agon/agents';
import { AgonError } from '@agon/core';
import { makeEnvironment } from '@agon/envs';
import { expect, it } from 'vitest';
import { makeAgents } from './makeAgents.js';
import { random } from './testing/players.js';

it('where one cannot be made, those before it are released', async () => {
  const released: string[] = [];
  const make = async (spec: string): Promise<Agent> => {
    if (spec === 'none') throw new AgonError('unknown-agent', 'there is no such agent.');
    return { ...random(spec), dispose: async () => void released.push(spec) };
  };
  const environment = makeEnvironment('tic_tac_toe');
  await expect(makeAgents(['a', 'b', 'none', 'c'], environment, make)).rejects.toThrow(/no such agent/);
  expect(released).toEqual(['a', 'b']);
  const made = await makeAgents(['c', 'd'], environment, make);
  expect([made.map(({ name }) => name), released]).toEqual([
    ['c', 'd'],
    ['a', 'b'],
  ]);
});
