/** Look inside in the page: an agent's network, by mouse and by keyboard, on a desktop and on a phone. */
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from './agon.js';
import { launchBrowser, openPage } from './page-browser.js';
import { describeWith } from './requirements.js';

const ZOO = fileURLToPath(new URL('../zoo', import.meta.url));
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describeWith('chromium', 'Look inside', (chromium) => {
  let viewer: Viewer;
  let browser: Browser;

  beforeAll(async () => {
    viewer = await serve({ runsDir: join(temporaryFolder(), 'runs'), zooDirs: [ZOO] });
    browser = await launchBrowser(chromium);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await viewer.close();
  });

  it('shows maps of an agent’s network, and of a unit its sum, filter, window and saliency', async () => {
    const { page, faults } = await openPage(
      browser,
      `${viewer.url}#/learn/look-inside?model=zoo%2Fconnect-four`,
    );
    const heading = page.locator('.inside-unit h2');
    await heading.waitFor({ timeout: 60_000 });
    expect(await heading.textContent()).toMatch(/^Unit 0 of value\.out/);
    await page.locator('.inside-layers button', { hasText: /^stem/ }).click();
    const map = page.locator('.maps button').nth(3);
    await map.click({ position: { x: 20, y: 20 } });
    await page.waitForFunction(() =>
      /, 3 of stem/.test(document.querySelector('.inside-unit h2')?.textContent ?? ''),
    );
    const before = await heading.textContent();
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction(
      (old) => document.querySelector('.inside-unit h2')?.textContent !== old,
      before,
    );
    const places = [before, await heading.textContent()].map((text) =>
      Number(/^Unit (\d+)/.exec(text ?? '')?.[1]),
    );
    expect(places[1]).toBe(places[0] + 1);
    expect(await page.locator('.inside-unit canvas').count()).toBe(3);
    const products = await page.locator('.inside-unit tbody tr td:nth-child(4)').allTextContents();
    expect(products.length).toBeGreaterThan(3);
    await page.locator('.inside-unit select').selectOption('smooth');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('fits a phone', async () => {
    const { page, faults } = await openPage(
      browser,
      `${viewer.url}#/learn/look-inside?model=zoo%2Ftic-tac-toe`,
      PHONE,
    );
    await page.locator('.inside-unit h2').waitFor({ timeout: 60_000 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('says what is wrong with a network that there is not', async () => {
    const { page } = await openPage(browser, `${viewer.url}#/learn/look-inside?model=zoo%2Fnothing`);
    const notice = page.locator('.notice.bad');
    await notice.waitFor({ timeout: 60_000 });
    expect(await notice.textContent()).toContain('nothing');
    await page.context().close();
  }, 120_000);
});
