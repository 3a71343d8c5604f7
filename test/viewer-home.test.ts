/** The front door in Chromium. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeRun } from '../packages/viewer/src/testing/writeRun.node.js';
import { temporaryFolder } from './agon.js';
import { launchBrowser, layoutShift, openPage } from './page-browser.js';
import { describeWith } from './requirements.js';

const ZOO = join(import.meta.dirname, '../zoo');
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describeWith('chromium', 'the front door', (chromium) => {
  const folder = temporaryFolder();
  const [empty, full] = [join(folder, 'empty'), join(folder, 'runs')];
  let browser: Browser;
  const viewers: Viewer[] = [];

  beforeAll(async () => {
    mkdirSync(empty);
    for (let seed = 1; seed <= 8; seed++) {
      const lines = Array.from({ length: 40 }, (_, i) => ({ step: 10 * (i + 1), return: i + seed }));
      writeRun(full, `run-${seed}`, { config: { seed }, lines });
    }
    viewers.push(
      await serve({ runsDir: empty, zooDirs: [ZOO] }),
      await serve({ runsDir: full, zooDirs: [ZOO] }),
    );
    browser = await launchBrowser(chromium);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    for (const viewer of viewers) await viewer.close();
  });

  async function visit(
    viewer: Viewer,
    act: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const { page, faults } = await openPage(browser, viewer.url, options);
    try {
      await page.waitForSelector('.recorded canvas');
      await act(page);
      expect(faults).toEqual([]);
    } finally {
      await page.context().close();
    }
  }

  const positions = (page: Page): Promise<string[]> =>
    page
      .locator('.recorded')
      .evaluateAll((games) => games.map((game) => game.getAttribute('data-position')!));

  it('plays a game of the zoo, and leads on where nothing was trained', () =>
    visit(viewers[0], async (page) => {
      const before = await positions(page);
      await expect.poll(() => positions(page)).not.toEqual(before);
      await page.waitForSelector('.empty a:text("Train one here")');
      expect(await page.locator('.way strong').allTextContents()).toEqual([
        'Play Go',
        'Watch an agent',
        'Train one in 30 seconds',
        'Learn',
      ]);
      await page.click('.way:has-text("Train one")');
      await page.waitForSelector('.curves', { timeout: 20_000 });
      expect(new URL(page.url()).hash).toBe('#/train');
    }));

  it('stands still where it is hidden, paused, or less motion is wanted', async () => {
    await visit(viewers[0], async (page) => {
      await page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      const hidden = await positions(page);
      await page.waitForTimeout(1500);
      expect(await positions(page)).toEqual(hidden);
    });
    await visit(
      viewers[0],
      async (page) => {
        const before = await positions(page);
        await page.waitForTimeout(1500);
        expect(await positions(page)).toEqual(before);
        await page.click('button[aria-label="Play: Breakout"]');
        await expect.poll(async () => (await positions(page))[1]).not.toBe(before[1]);
        await page.click('button[aria-label="Pause: Breakout"]');
        const paused = await positions(page);
        await page.waitForTimeout(500);
        expect(await positions(page)).toEqual(paused);
      },
      { reducedMotion: 'reduce' },
    );
  });

  it.each([['a desktop', {}] as const, ['a phone', PHONE] as const])(
    'shows the latest runs with their curves on %s, and nothing moves while they come',
    (_name, options) =>
      visit(
        viewers[1],
        async (page) => {
          await expect.poll(() => page.locator('.small-curve path').count()).toBe(6);
          expect(await page.locator('.run-card').first().textContent()).toMatch(/run-\d.*Return \d+/);
          expect(await layoutShift(page)).toBeLessThan(0.01);
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          ).toBeLessThanOrEqual(0);
        },
        options,
      ),
  );
});
