/** The page in Chromium where there is little: tournaments of one game and one episode, damaged ones, and none at all. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agon, temporaryFolder } from './agon.js';
import { launchBrowser, openPage, type WatchedPage } from './page-browser.js';
import { describeWith } from './requirements.js';

/** What no page says of one game or one episode. */
const TOO_MUCH = /\b100 %|Infinity|NaN|undefined|Loading|-0\.00/;

describeWith('chromium', 'the page of little data', (chromium) => {
  const folder = temporaryFolder();
  const tournaments = join(folder, 'runs', 'tournaments');
  let viewer: Viewer;
  let browser: Browser;

  beforeAll(async () => {
    for (const [env, name, ...agents] of [
      ['tic_tac_toe', 'game', 'solver', 'random'],
      ['cart-pole', 'episode', 'scripted', 'random'],
    ]) {
      const cup = ['tournament', '--env', env, '--games', '1', '--name', name, '--agents', ...agents];
      const { code, stderr } = await agon(cup, folder);
      expect(code, stderr).toBe(0);
    }
    for (const name of ['null', 'cut', 'dateless']) {
      cpSync(join(tournaments, 'game'), join(tournaments, name), { recursive: true });
    }
    writeFileSync(join(tournaments, 'null', 'tournament.json'), 'null');
    writeFileSync(join(tournaments, 'cut', 'games.jsonl'), '{"id":"0-');
    const plan = join(tournaments, 'dateless', 'tournament.json');
    writeFileSync(plan, readFileSync(plan, 'utf8').replace(/("created": ")[^"]*/, '$1one day'));
    viewer = await serve({ runsDir: join(folder, 'runs'), zooDirs: [] });
    browser = await launchBrowser(chromium);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await viewer.close();
  });

  /** What a place says, once it says `sign`. */
  async function textOf(hash: string, sign: string): Promise<WatchedPage & { text: string }> {
    const opened = await openPage(browser, viewer.url + hash);
    await opened.page.waitForSelector(sign);
    const text = await opened.page.innerText('main');
    await opened.page.context().close();
    return { ...opened, text };
  }

  it('one game has an interval with width, and proves no share', async () => {
    const { text, faults } = await textOf('#/tournament/game', 'td.score, .played');
    expect(text).toMatch(/solver\s+\+\d+\s+−\d+ to \+\d+\s+1 of 1\s+1\s+1-0-0/);
    expect(text).toContain('1 game\n');
    expect(text).toContain('the first player gets 1 of 1 points');
    expect(text).not.toMatch(TOO_MUCH);
    expect(faults).toEqual([]);
  });

  it('one episode has no interval', async () => {
    const { text, faults } = await textOf('#/tournament/episode', '.played');
    expect(text).toMatch(/scripted\s+500\s+none\s+500\s+1/);
    expect(text).toContain('in 1 of 1 pairs of episodes; the difference of the means is');
    expect(text).not.toMatch(TOO_MUCH);
    expect(faults).toEqual([]);
  });

  it('a damaged tournament is listed as such beside the others, and each of them opens', async () => {
    const list = await textOf('#/tournaments', 'td');
    expect(list.text).toMatch(/null\s+damaged\s.*tournament\.json is damaged/);
    expect(list.text).toMatch(/dateless\s+finished.*one day/);
    expect(list.text).toMatch(/cut\s+interrupted.*0 of 1/);
    expect(list.text).toMatch(/game\s+finished/);
    expect(list.faults).toEqual([]);
    for (const [name, said] of [
      ['dateless', 'one day'],
      ['cut', '0 of 1 game'],
      ['null', 'tournament.json is damaged'],
    ]) {
      const { text, faults } = await textOf(`#/tournament/${name}`, '.played, .notice.bad');
      expect(text).toContain(said);
      expect(text, name).not.toMatch(TOO_MUCH);
      expect(faults, name).toEqual([]);
    }
  });

  it('what is not there is said not to be there', async () => {
    const { text } = await textOf('#/tournament/gone', '.notice.bad');
    expect(text).toMatch(/there is no tournament "gone" .* There are: cut, dateless, episode, game, null/);
    const run = await textOf('#/run/gone', 'main p:has-text("gone")');
    expect(run.text).toContain('There is no run “gone”.');
  });
});
