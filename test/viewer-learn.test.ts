/** The room of lessons in Chromium: each lesson runs there, and a run on data is shown as one. */
import { join } from 'node:path';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lessons } from '../packages/models/src/lessons/lessons.js';
import { agon, temporaryFolder } from './agon.js';
import { launchBrowser, openPage } from './page-browser.js';
import { describeWith } from './requirements.js';

describeWith('chromium', 'the page of lessons', (chromium) => {
  const folder = temporaryFolder();
  let viewer: Viewer;
  let browser: Browser;

  beforeAll(async () => {
    const training = ['train', 'classifier', '--data', 'arcade-screens:task=game,count=200', '--steps', '20'];
    const { code, stderr } = await agon([...training, '--set', 'network=softmax', '--run', 'seen'], folder);
    expect(code, stderr).toBe(0);
    viewer = await serve({ runsDir: join(folder, 'runs'), zooDirs: [] });
    browser = await launchBrowser(chromium);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await viewer.close();
  });

  it('lists all lessons', async () => {
    const { page, faults } = await openPage(browser, `${viewer.url}#/learn`);
    await page.waitForSelector('.card');
    expect(await page.locator('.card strong').allInnerTexts()).toEqual(lessons.map(({ title }) => title));
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.each(lessons.map(({ id }) => id))('runs %s, live, with its figure', async (id) => {
    const { page, faults } = await openPage(browser, `${viewer.url}#/learn/${id}`);
    await page.waitForSelector('.shown svg', { timeout: 20_000 });
    expect(await page.innerText('.shown')).toMatch(/\d+ %/);
    expect(await page.locator('.learn select, .learn input').count()).toBeGreaterThan(1);
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.waitForSelector('.shown svg', { timeout: 20_000 });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('says what is wrong with a setting', async () => {
    const { page } = await openPage(browser, `${viewer.url}#/learn/approximation`);
    await page.locator('label', { hasText: 'updates of Adam' }).locator('input').fill('many');
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.waitForSelector('.notice.bad');
    expect(await page.innerText('.notice.bad')).toContain('"updates" must be');
    await page.context().close();
  });

  it('shows a run on data with its curves, and offers nothing to play or replay', async () => {
    const { page, faults } = await openPage(browser, `${viewer.url}#/run/seen`);
    await page.waitForSelector('[data-metric=validationAccuracy]');
    const text = await page.innerText('main');
    expect(text).toContain('arcade-screens:task=game,count=200');
    expect(text).toContain('Validation accuracy');
    expect(text).not.toMatch(/Replays|Play against|undefined/);
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
