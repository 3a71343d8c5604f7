/** The search microscope in the page: simulations forth and back, down the tree, another way to choose, from the keyboard too. */
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from './agon.js';
import { launchBrowser, openPage } from './page-browser.js';
import { describeWith } from './requirements.js';

const ZOO = fileURLToPath(new URL('../zoo', import.meta.url));
const TIMEOUT = 60_000;

/** The visits of the moves that are shown, and their sum. */
const visitsIn = (page: Page): Promise<number> =>
  page.locator('.edges tbody tr').evaluateAll(
    (rows) =>
    rows.reduce((sum, row) => sum + Number(row.querySelector('td')?.textContent), 0), // prettier-ignore
  );

/** Waits until the moves have so many visits together. */
const waitForVisits = (page: Page, visits: number) =>
  page.waitForFunction(
    (wanted) => {
      const rows = [...document.querySelectorAll('.edges tbody tr')];
      return rows.reduce((sum, row) => sum + Number(row.querySelector('td')?.textContent), 0) === wanted;
    },
    visits,
    { timeout: TIMEOUT },
  );

describeWith('chromium', 'the search microscope', (chromium) => {
  let viewer: Viewer;
  let browser: Browser;

  beforeAll(async () => {
    viewer = await serve({ runsDir: join(temporaryFolder(), 'runs'), zooDirs: [ZOO] });
    browser = await launchBrowser(chromium);
  }, TIMEOUT);

  afterAll(async () => {
    await browser.close();
    await viewer.close();
  });

  it('goes through the simulations of a live network’s search, and down its tree', async () => {
    const { page, faults } = await openPage(
      browser,
      `${viewer.url}#/learn/search?model=${encodeURIComponent('tic_tac_toe|zoo/tic-tac-toe')}`,
    );
    await page.locator('.edges').waitFor({ timeout: TIMEOUT });
    expect(await visitsIn(page)).toBe(0);
    const slider = page.getByLabel('Simulation', { exact: true });
    await slider.fill('30');
    await waitForVisits(page, 30);
    const next = await page.locator('tr[data-next=true] button').textContent();
    const told = await page.locator('p', { hasText: 'The next simulation walks' }).textContent();
    expect(told).toContain(`walks ${next}`);
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await waitForVisits(page, 31);
    await page.getByRole('button', { name: 'One back' }).click();
    await waitForVisits(page, 30);
    const first = page.locator('.edges tbody tr').first();
    const visits = Number(await first.locator('td').first().textContent());
    await first.locator('button').click();
    // A position has its own evaluation, and a visit for each simulation that went on.
    await waitForVisits(page, visits - 1);
    await page.getByRole('button', { name: 'Search from here' }).click();
    await waitForVisits(page, 30);
    await page.getByRole('button', { name: 'Back to the start of the game' }).waitFor();
    expect(faults).toEqual([]);
  }, 90_000);

  it('chooses as Gumbel does, with moves that the halving leaves out; fits a phone', async () => {
    const { page, faults } = await openPage(browser, `${viewer.url}#/learn/search`, {
      viewport: { width: 390, height: 844 },
    });
    await page.locator('.edges').waitFor({ timeout: TIMEOUT });
    await page.getByLabel('Moves are chosen').selectOption('gumbel');
    await page.getByLabel('Simulation', { exact: true }).fill('60');
    await waitForVisits(page, 60);
    expect(await page.locator('tr[data-out=true]').count()).toBeGreaterThan(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(faults).toEqual([]);
  }, 90_000);

  it('says so where an agent does not search', async () => {
    const { page } = await openPage(browser, `${viewer.url}#/learn/search?model=tic_tac_toe%7Crandom`);
    const notice = page.locator('.notice.bad');
    await notice.waitFor({ timeout: TIMEOUT });
    expect(await notice.textContent()).toBe('random does not search. Choose another agent.');
  }, 90_000);
});
