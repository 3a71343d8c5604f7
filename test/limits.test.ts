/** Numbers that ask for more memory, threads or time than there is: refused at once, with what is needed and what there is. */
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { agon, temporaryFolder } from './agon.js';

const folder = temporaryFolder();
const TRAIN = ['--env', 'cart-pole', '--steps', '200'];

it.each([
  [
    'a replay buffer',
    ['train', 'dqn', ...TRAIN, '--set', 'bufferSize=100000000000'],
    /needs 2.40 TB \(the replay buffer 2.40 TB, .*and there is .*; lower "bufferSize"/,
  ],
  [
    'environments',
    ['train', 'dqn', ...TRAIN, '--set', 'numEnvs=10000000000'],
    /needs .* TB .*and there is .*; lower "numEnvs"/,
  ],
  [
    'a network',
    ['train', 'dqn', ...TRAIN, '--set', 'network=mlp:hidden=99999999'],
    /700 million parameters \(2.80 GB.*211 million are the most/,
  ],
  [
    'worker threads',
    ['tournament', '--env', 'tic_tac_toe', '--agents', 'random', 'scripted', '--workers', '100000'],
    /--workers.*from 0 to 1,024/,
  ],
  [
    'games',
    ['tournament', '--env', 'tic_tac_toe', '--agents', 'random', 'scripted', '--games', '1000m'],
    /needs 1.00 TB .*and there is .*; lower the number of games/,
  ],
  [
    'a tree',
    ['analyze', '--env', 'go9', '--agent', 'mcts:visits=1e12'],
    /needs .* PB \(a tree of all visits .*and there is .*; lower "visits"/,
  ],
])('%s too large for any machine is refused before it begins', async (_what, args, message) => {
  const { code, stderr } = await agon(args, folder);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
  expect(readdirSync(folder)).toEqual([]);
});
