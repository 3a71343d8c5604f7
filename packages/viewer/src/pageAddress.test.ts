import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseRoute } from './page/route.js';
import { pageAddress } from './pageAddress.node.js';

const runsDir = mkdtempSync(join(tmpdir(), 'agon-address-'));
afterAll(() => rmSync(runsDir, { recursive: true }));
const zooDirs = [resolve(import.meta.dirname, '../../../zoo')];
const leads = (what: string) => parseRoute(pageAddress(what, { runsDir, zooDirs }));

mkdirSync(join(runsDir, 'my run'));
writeFileSync(join(runsDir, 'my run', 'config.json'), '{}');

it('a run has its page, by its path, its name or one of its checkpoints', () => {
  for (const what of ['runs/my run', './runs/my run/', 'my run', 'runs/my run@400'])
    expect(leads(what)).toEqual({ page: 'run', name: 'my run' });
});

it('an agent of the zoo is played against, or watched', () => {
  expect(leads('zoo/go9')).toMatchObject({ page: 'play', against: 'zoo/go9' });
  expect(leads('zoo/minatar-breakout')).toMatchObject({ page: 'play', against: 'zoo/minatar-breakout' });
});

it('a model of the zoo is looked into', () => {
  expect(leads('zoo/emoji')).toEqual({ page: 'learn', lesson: 'look-inside', model: 'zoo/emoji' });
});

it('what is not there is told, with what is near', () => {
  expect(() => leads('runs/my rum')).toThrow(/no run "my rum".*did you mean "my run"/);
  expect(() => leads('zoo/go8')).toThrow(/no trained agent "zoo\/go8"; did you mean/);
  expect(() => leads('tournaments/none')).toThrow(/none/);
  expect(() => leads('runs/my run/replays/7.json')).toThrow(/7\.json/);
  expect(() => leads('some/where/game.sgf')).toThrow(/no place for "some\/where\/game\.sgf".*Name a run/);
});
