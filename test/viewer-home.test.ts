/** The front door, the list of many runs, and runs beside each other, in Chromium. */
import { mkdirSync, readFileSync } from 'node:fs';
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
      const lines = Array.from({ length: 40 }, (_, i) => ({
        ...{ step: 10 * (i + 1), return: i + seed, loss: 1 / (i + 1), idle: 0 },
      }));
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
    hash = '',
  ): Promise<void> {
    const { page, faults } = await openPage(browser, viewer.url + hash, options);
    try {
      await page.waitForSelector(hash === '' ? '.recorded canvas' : 'h1');
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

  it('finds runs among many, and draws few of them at first', async () => {
    const many = join(folder, 'many');
    for (let seed = 1; seed <= 70; seed++)
      writeRun(many, `run-${seed}`, { config: { seed }, lines: [{ step: 1, return: seed }] });
    viewers.push(await serve({ runsDir: many }));
    await visit(
      viewers[2],
      async (page) => {
        const rows = page.locator('tbody tr');
        await expect.poll(() => rows.count()).toBe(60);
        await page.click('button:text("Show all 70")');
        await expect.poll(() => rows.count()).toBe(70);
        await page.fill('input[type=search]', 'dqn seed=17');
        await expect.poll(() => page.locator('td.name').allTextContents()).toEqual(['run-17']);
        await page.fill('input[type=search]', 'alphazero');
        await page.waitForSelector('text=No run has all these words');
      },
      {},
      '#/runs',
    );
  });

  it('compares runs that are chosen in the list, with the other seeds of their setting', () =>
    visit(
      viewers[1],
      async (page) => {
        await page.check('[aria-label="Compare run-3"]');
        await page.click('button:text("Add the 7 other seeds")');
        await page.click('a:text("Compare 8 runs")');
        await page.waitForSelector('.compare-chart canvas');
        // The last values of the seeds are 40 to 47.
        expect(await page.textContent('.compare-results tbody tr')).toMatch(/43\.54\d(\.\d+)? to 4\d/);
        expect(await page.textContent('section:has-text("Settings that differ")')).toContain('seed');
        await page.selectOption('select:has(option[value=iqm])', 'iqm');
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.click('button:text("Download CSV")'),
        ]);
        const rows = readFileSync(await download.path(), 'utf8')
          .trim()
          .split('\n');
        expect(rows.length).toBe(1 + 8 * 40);
      },
      {},
      '#/runs',
    ));

  it('shows the main result of a run large; pointing at a curve moves nothing, and points at all', () =>
    visit(
      viewers[1],
      async (page) => {
        await page.waitForSelector('.curve.main .u-wrap');
        expect(await page.textContent('.main-result')).toBe('44');
        const others = page.locator('.curve:not(.main) .u-legend');
        const before = await layoutShift(page);
        await page.hover('.curve.main .u-over');
        await expect.poll(() => others.first().textContent()).toMatch(/\d/);
        expect(await layoutShift(page)).toBeCloseTo(before, 3);
        expect(before).toBeLessThan(0.05);
        await page.click('summary:text("constant")');
        expect(await page.textContent('[data-metric=idle] dd')).toBe('0');
      },
      {},
      '#/run/run-5',
    ));

  it('is light or dark as it is told, until it is told otherwise', () =>
    visit(
      viewers[1],
      async (page) => {
        const background = (): Promise<string> =>
          page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        const dark = await background();
        await page.keyboard.press('t');
        await expect.poll(background).not.toBe(dark);
        const light = await background();
        await page.reload();
        await page.waitForSelector('.recorded canvas');
        expect(await background()).toBe(light);
        await page.click('[data-theme-chosen=light]');
        await expect.poll(background).toBe(dark);
        await page.keyboard.press('?');
        expect(await page.locator('.keys kbd').allTextContents()).toEqual(
          expect.arrayContaining(['?', 'Esc', 'T', 'Shift Enter']),
        );
      },
      { colorScheme: 'dark' },
    ));

  it('lists the lessons in the order of the lecture, large for a projector; a slide shows one without a frame', () =>
    visit(
      viewers[1],
      async (page) => {
        await page.waitForSelector('.slide a:text("What a convolution does")');
        expect(await page.locator('.slide:has-text("No lesson yet")').count()).toBeGreaterThan(0);
        const size = (): Promise<string> =>
          page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
        expect(await size()).toBe('16px');
        await page.check('input[type=checkbox]');
        await expect.poll(size).toBe('24px');
        await page.click('[aria-label="What a convolution does, for a slide"]');
        await page.waitForSelector('.learn figure, .learn .figure');
        expect(await page.locator('header.bar, a:text("All lessons")').count()).toBe(0);
      },
      {},
      '#/lecture',
    ));
});
