/** Look inside in the page: an agent's network, by mouse and by keyboard, on a desktop and on a phone. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agon, temporaryFolder } from './agon.js';
import { launchBrowser, openPage } from './page-browser.js';
import { describeWith } from './requirements.js';

const ZOO = fileURLToPath(new URL('../zoo', import.meta.url));
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describeWith('chromium', 'Look inside', (chromium) => {
  let viewer: Viewer;
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = temporaryFolder();
    viewer = await serve({ runsDir: join(folder, 'runs'), zooDirs: [ZOO] });
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

  it('shows embeddings by the words that are near, and what answers sequences by where it looks', async () => {
    const book = 'the king rules. the queen rules. a dog barks. a cat sleeps. man and woman.\n'.repeat(200);
    writeFileSync(join(folder, 'book.txt'), book);
    const train = async (...args: string[]) => {
      const { code, stderr } = await agon(['train', ...args], folder);
      expect(code, stderr).toBe(0);
    };
    await train('word2vec', '--data', 'text:book.txt', '--minutes', '1', '--run', 'words', '--set', 'epochs=2', '--set', 'leastCount=1'); // prettier-ignore
    await train('seq2seq', '--data', 'counting', '--steps', '2', '--run', 'counting', '--set', 'network=lstm:units=4,width=4'); // prettier-ignore
    const { page, faults } = await openPage(browser, `${viewer.url}#/learn/look-inside?model=runs%2Fwords`);
    const figure = page.locator('.shown svg');
    await figure.getByText('Nearest to "king"').waitFor({ timeout: 60_000 });
    await page.getByRole('textbox', { name: 'Word' }).fill('lion');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.locator('.notice.bad').textContent()).toContain('no word "lion"');
    await page.goto(`${viewer.url}#/learn/look-inside?model=runs%2Fcounting`);
    await page.getByRole('textbox', { name: 'What it answers' }).fill('a a a');
    await page.getByRole('button', { name: 'Show' }).click();
    await figure.getByText('<end>', { exact: true }).waitFor({ timeout: 60_000 });
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
