/** A search on its page in Chromium: the trials grow while it runs, and stand as a chart and a table. */
import { join } from 'node:path';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agon, startAgon, temporaryFolder } from './agon.js';
import { launchBrowser, openPage } from './page-browser.js';
import { describeWith } from './requirements.js';

const DATA = 'arcade-screens:task=game,count=200';
const SEARCH = ['search', 'classifier', '--data', DATA, '--set', 'space=conv3x2s2|conv5x2s2|conv3x3s2/max|none/dense4|dense8|none', '--set', 'budget=4', '--set', 'batchSize=8', '--set', 'method=random', '--set', 'parallel=1', '--workers', '0']; // prettier-ignore

describeWith('chromium', 'the page of a search', (chromium) => {
  const folder = temporaryFolder();
  let viewer: Viewer;
  let browser: Browser;

  beforeAll(async () => {
    const { code, stderr } = await agon([...SEARCH, '--steps', '12', '--run', 'done'], folder);
    expect(code, stderr).toBe(0);
    viewer = await serve({ runsDir: join(folder, 'runs'), zooDirs: [] });
    browser = await launchBrowser(chromium);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await viewer.close();
  });

  it('shows every trial as a dot and a row, the best with its command, and offers no replays', async () => {
    const { page, faults } = await openPage(browser, `${viewer.url}#/run/done`);
    await page.waitForSelector('.trials tbody tr');
    expect(await page.locator('.trials circle').count()).toBe(3);
    expect(await page.locator('.trials tbody tr').count()).toBe(3);
    expect(await page.innerText('.trials .command')).toMatch(
      /^npx agon train classifier --data arcade-screens:\S+ --steps 4 --seed 1 --set network=blocks:layers=conv/,
    );
    await page.waitForSelector('[data-metric=bestScore]');
    expect(await page.innerText('main')).not.toMatch(/Replays|undefined|NaN/);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('grows while the search runs', async () => {
    const { child, finished } = startAgon([...SEARCH, '--steps', '4000', '--run', 'live'], folder);
    const { page, faults } = await openPage(browser, `${viewer.url}#/run/live`);
    await page.waitForSelector('.trials tbody tr', { timeout: 30_000 });
    const before = await page.locator('.trials circle').count();
    await page.waitForFunction(
      (count) => document.querySelectorAll('.trials circle').length > count,
      before,
      { timeout: 30_000 },
    );
    expect(faults).toEqual([]);
    await page.context().close();
    child.kill('SIGINT');
    expect((await finished).code).toBe(130);
  }, 90_000);
});
