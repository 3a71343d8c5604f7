/** The room of lessons in Chromium: each lesson runs there, and a run on data is shown as one. */
import { join } from 'node:path';
import { describeDataset } from '@agon/data';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lessons } from '../packages/models/src/lessons/lessons.js';
import { agon, temporaryFolder } from './agon.js';
import { describeWithDataset } from './datasets.js';
import { launchBrowser, openPage } from './page-browser.js';
import { describeWith } from './requirements.js';

/** The lesson on words makes its own text, where no other is asked for. */
const MAKES_ITS_OWN = 'words';
/** The dataset that a lesson takes by default, where it is one that is fetched. */
const fetchedFor = ({ id, data }: (typeof lessons)[number]): string | undefined =>
  id === MAKES_ITS_OWN
    ? undefined
    : data?.find((each, i) => i === 0 && describeDataset(each).origin === 'fetched');
const [needing, others] = [true, false].map((needs) =>
  lessons.filter((lesson) => (fetchedFor(lesson) !== undefined) === needs),
);
const recorded = lessons.filter(({ recording }) => recording !== undefined);

describeWith('chromium', 'the page of lessons', (chromium) => {
  const folder = temporaryFolder();
  let viewer: Viewer;
  let browser: Browser;

  beforeAll(async () => {
    const training = ['train', 'classifier', '--data', 'arcade-screens:task=game,count=200', '--steps', '20'];
    const { code, stderr } = await agon([...training, '--set', 'network=softmax', '--run', 'seen'], folder);
    expect(code, stderr).toBe(0);
    viewer = await serve({ runsDir: join(folder, 'runs'), zooDirs: [], dataDir: join(folder, 'no-data') });
    browser = await launchBrowser(chromium);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await viewer.close();
  });

  it('lists all lessons', async () => {
    const { page, faults } = await openPage(browser, `${viewer.url}#/learn`);
    await page.waitForSelector('.card');
    const titles = lessons.map(({ title }) => title);
    expect(await page.locator('.card strong').allInnerTexts()).toEqual([
      ...titles,
      'Look inside',
      'Search microscope',
    ]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.each(others.map(({ id, recording }) => [id, recording !== undefined] as const))(
    'runs %s, live, with its figure',
    async (id, isRecorded) => {
      const { page, faults } = await openPage(browser, `${viewer.url}#/learn/${id}`);
      if (isRecorded) await page.getByRole('button', { name: 'Run it live' }).click();
      await page.waitForSelector('[data-running] svg', { timeout: 60_000 });
      expect(await page.innerText('.shown')).toMatch(/\d+ %/);
      expect(await page.locator('.learn select, .learn input').count()).toBeGreaterThan(1);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it('runs a lesson again', async () => {
    const { page, faults } = await openPage(browser, `${viewer.url}#/learn/softmax`);
    await page.waitForSelector('[data-running] svg', { timeout: 60_000 });
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.waitForSelector('[data-running] svg', { timeout: 60_000 });
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.each(recorded.map(({ id }) => id))(
    'shows the recorded end of %s before anything is trained',
    async (id) => {
      const { page, faults } = await openPage(browser, `${viewer.url}#/learn/${id}`);
      await page.waitForSelector('[data-recorded] svg');
      expect(await page.innerText('[data-recorded]')).toMatch(/Recorded: the end of a run with seed \d+/);
      expect(await page.locator('[data-running]').count()).toBe(0);
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  it('shows what heads look at, of the token and the head that are chosen', async () => {
    const { page, faults } = await openPage(browser, `${viewer.url}#/learn/heads`);
    await page.waitForSelector('.heads-views canvas');
    const said = async (): Promise<string> => (await page.locator('.heads-views p[aria-live]').first().innerText()).trim(); // prettier-ignore
    const before = await said();
    expect(before).toMatch(/^Head 1 looks at \d+ “[a-j]” \d+ %/);
    await page.locator('.head-view canvas').click({ position: { x: 30, y: 45 } });
    expect(await said()).not.toBe(before);
    expect(await page.innerText('.heads-views .place')).toContain('Token 3');
    await page
      .locator('.heads-views section')
      .last()
      .locator('canvas')
      .first()
      .click({ position: { x: 9, y: 9 } });
    expect(await page.innerText('.heads-views')).toContain('Layer 1, Head 1, Token 3');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.each(needing.map((lesson) => [lesson.id, fetchedFor(lesson)!] as const))(
    'says what to type where the data of %s are not here',
    async (id, data) => {
      const { page } = await openPage(browser, `${viewer.url}#/learn/${id}`);
      await page.click('.learn button[type=submit]');
      await page.waitForSelector('.notice.bad');
      expect(await page.innerText('.notice.bad')).toContain(`agon data get ${data}`);
      await page.context().close();
    },
  );

  it('learns a function that is drawn with the mouse, or with the keys', async () => {
    const { page, faults } = await openPage(browser, `${viewer.url}#/learn/approximation`);
    const pad = page.getByRole('slider', { name: 'Draw your own' });
    const field = page.locator('label', { hasText: 'own: the heights' }).locator('input');
    const box = (await pad.boundingBox())!;
    await page.mouse.move(box.x + 1, box.y + box.height * 0.9);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 1, box.y + box.height * 0.1, { steps: 8 });
    await page.mouse.up();
    const heights = (await field.inputValue()).split('/').map(Number);
    expect(heights.length).toBeGreaterThan(20);
    expect(heights[0]).toBeLessThan(15);
    expect(heights.at(-1)).toBeGreaterThan(85);
    expect(await page.locator('.learn select').first().inputValue()).toBe('own');
    await page.waitForSelector('[data-running=true] svg', { timeout: 60_000 });
    await pad.press('Home');
    await pad.press('ArrowUp');
    await expect.poll(async () => Number((await field.inputValue()).split('/')[0])).toBe(heights[0] + 5);
    expect(faults).toEqual([]);
    await page.context().close();
  }, 90_000);

  describeWithDataset('mnist', 'with MNIST in the cache', () => {
    it('trains a lesson on it, live', async () => {
      const whole = await serve({ runsDir: join(folder, 'runs'), zooDirs: [] });
      const { page, faults } = await openPage(browser, `${whole.url}#/learn/shared-weights`);
      await page.click('.learn button[type=submit]');
      await page.waitForSelector('[data-running] svg', { timeout: 90_000 });
      expect(await page.innerText('.shown')).toContain('dense parameters 904,320');
      expect(faults).toEqual([]);
      await page.context().close();
      await whole.close();
    }, 120_000);
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
