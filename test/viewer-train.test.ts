/** Training a classifier in the page, in Chromium: what it learns is what the command line's code makes of the same weights. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPictures } from '@agon/data';
import { diskFiles } from '@agon/data/node';
import { ClassifierModel } from '@agon/models';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './agon.js';
import { describeWithDataset } from './datasets.js';
import { launchBrowser, openPage } from './page-browser.js';
import { describeWith } from './requirements.js';

const TRAINED_MS = 60_000;

/** Chooses what is to be learned, and begins. */
async function begin(page: Page, data: string, network: string, steps: number): Promise<void> {
  await page.waitForSelector('.picture-form');
  await page.selectOption('.picture-form label:has-text("Pictures") select', data);
  await page.fill('.picture-form input[list]', network);
  await page.fill('.picture-form input[type=number]', String(steps));
  await page.click('button:text("Train the network")');
}

describeWith('chromium', 'training a classifier in the page', (chromium) => {
  const folder = temporaryFolder();
  let viewer: Viewer;
  let browser: Browser;

  const serveWith = (dataDir?: string): Promise<Viewer> =>
    serve({ runsDir: join(folder, 'runs'), zooDirs: [], dataDir });

  beforeAll(async () => {
    browser = await launchBrowser(chromium);
  });
  afterAll(() => browser.close());

  describe('where no dataset was fetched', () => {
    beforeAll(async () => void (viewer = await serveWith(join(folder, 'nothing'))));
    afterAll(() => viewer.close());

    it('offers what needs none, and says how the others are had', async () => {
      const { page, faults } = await openPage(browser, `${viewer.url}#/train`);
      await page.waitForSelector('.picture-form');
      const missing = await page.locator('.picture-form option:disabled').allInnerTexts();
      expect(missing.find((text) => text.startsWith('mnist'))).toContain('npx agon data get mnist');
      expect(await page.inputValue('.picture-form select')).toMatch(/^arcade-screens/);
      expect(faults).toEqual([]);
      await page.context().close();
    });

    it(
      'shows curves, test pictures with what they are taken for, and the weights that did it',
      async () => {
        const { page, faults } = await openPage(browser, `${viewer.url}#/train`);
        const data = 'arcade-screens:task=invaders';
        await begin(page, data, 'softmax', 60);
        await page.waitForSelector('.badge:text("finished")', { timeout: TRAINED_MS });
        await page.waitForSelector('[data-metric=accuracy] .u-wrap');
        const summary = '.test-pictures[data-wrong]';
        const wrong = Number(await page.getAttribute(summary, 'data-wrong'));
        expect(wrong).toBeGreaterThan(0);
        await page.click('button:has-text("Only wrong ones")');
        const shown = await page.locator('.picture-grid li').count();
        expect(shown).toBe(Math.min(40, wrong));
        expect(await page.locator('.picture-grid li.wrong').count()).toBe(shown);
        expect(await page.locator('.picture-grid li').first().innerText()).toMatch(/^✗ \d+, is \d+$/);

        const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')]);
        const weights = new Uint8Array(readFileSync(await download.path()));
        const settings = { network: 'softmax' };
        const model = await ClassifierModel.load({
          algorithm: 'classifier',
          data,
          settings,
          step: 60,
          weights,
        });
        const { test } = (await openPictures(data, diskFiles())).splits;
        const of = Number(await page.getAttribute(summary, 'data-of'));
        const score = await model.measure(test, of);
        await model.dispose();
        expect(of).toBe(500);
        expect(Math.abs(Math.round((1 - score.accuracy) * of) - wrong)).toBeLessThanOrEqual(1); // of float32's last digits

        expect(await page.locator('.pad').count()).toBe(0); // one draws digits only
        expect(await page.innerText('.command')).toContain(`--data '${data}`.replace("'", ''));
        await page.click('button:text("Train another")');
        await page.waitForSelector('.picture-form');
        expect(faults).toEqual([]);
        await page.context().close();
      },
      2 * TRAINED_MS,
    );

    it('says in words what cannot be trained', async () => {
      const { page } = await openPage(browser, `${viewer.url}#/train`);
      await begin(page, 'arcade-screens:task=game', 'covnet', 10);
      await page.waitForSelector('.notice.bad');
      expect(await page.innerText('.notice.bad')).toContain('did you mean "convnet"');
      await page.context().close();
    });
  });

  describeWithDataset('mnist', 'on MNIST', () => {
    beforeAll(async () => void (viewer = await serveWith()));
    afterAll(() => viewer.close());

    it.each([
      ['desktop', { viewport: { width: 1280, height: 900 } }],
      ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
    ])(
      'tells a drawn digit while it still learns, and fits the screen: %s',
      async (_, options) => {
        const { page, faults } = await openPage(browser, `${viewer.url}#/train`, options);
        await begin(page, 'mnist', 'mlp:hidden=64', 1000);
        await page.waitForSelector('[data-wrong]', { timeout: TRAINED_MS });
        const pad = await page.locator('.pad').boundingBox();
        const to = (x: number, y: number): [number, number] => [
          pad!.x + x * pad!.width,
          pad!.y + y * pad!.height,
        ];
        await page.mouse.move(...to(0.52, 0.2));
        await page.mouse.down();
        for (let i = 1; i <= 20; i++) await page.mouse.move(...to(0.52 - 0.002 * i, 0.2 + 0.03 * i));
        await page.mouse.up();
        await page.waitForSelector('[data-best="1"]', { timeout: TRAINED_MS });
        await page.click('button:text("Clear")');
        await page.waitForSelector('.shares:not([data-best])');
        const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
        expect(scrollWidth).toBe(clientWidth);
        await page.click('button:text("Stop")');
        await page.waitForSelector('.badge:text("interrupted"), .badge:text("finished")', {
          timeout: TRAINED_MS,
        });
        expect(faults).toEqual([]);
        await page.context().close();
      },
      2 * TRAINED_MS,
    );
  });
});
