/** Games leave the page and come back in Chromium: SGF, pictures, replay files, links. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSgf, sgfState } from '@agon/envs/sgf';
import { parseReplay } from '@agon/runs';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from './agon.js';
import { launchBrowser, openPage, type WatchedPage } from './page-browser.js';
import { describeWith } from './requirements.js';

describeWith('chromium', 'games that leave the page and come back', (chromium) => {
  let viewer: Viewer;
  let browser: Browser;
  let opened: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    viewer = await serve({ runsDir: join(temporaryFolder(), 'runs'), zooDirs: [] });
    browser = await launchBrowser(chromium);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await viewer.close();
  });

  beforeEach(async () => {
    opened = await openPage(browser, viewer.url);
    ({ page } = opened);
  });

  afterEach(async () => {
    await page.context().close();
    expect(opened.faults).toEqual([]);
  });

  const board = (): Promise<string | null> => page.getAttribute('.board canvas', 'aria-label');

  /** Two stones of the person's on Go 7×7 with two handicap stones; the agent, white, begins. */
  async function playGo(): Promise<void> {
    await page.goto(`${viewer.url}#/play/go:size=7,komi=0.5,handicap=2?against=mcts%3Avisits%3D8`);
    await page.waitForSelector('[data-status]');
    for (const at of [3, 2]) {
      await page.waitForSelector('[data-status=yours]');
      const before = await board();
      const box = (await page.locator('.board canvas').boundingBox())!;
      const step = box.width / 8;
      await page.mouse.click(box.x + step * at, box.y + step * (at + 1));
      await expect.poll(board).not.toBe(before);
    }
    await page.waitForSelector('[data-status=yours]');
  }

  async function save(button: string): Promise<{ name: string; bytes: Buffer }> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click(`.share button:text("${button}")`),
    ]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }

  it('a game of Go is saved as SGF, picture and replay, and a link holds it', async () => {
    await playGo();
    await page.click('.share summary');
    const replay = await save('Replay file');
    const { actions, players, account } = parseReplay(replay.bytes.toString());
    expect([actions.length, players]).toEqual([5, ['you', 'mcts:visits=8']]);

    const sgf = await save('SGF');
    expect(sgf.name).toBe('go-5.sgf');
    const { games, faults } = parseSgf(sgf.bytes);
    expect(faults).toEqual([]);
    expect([...sgfState(games[0]).history]).toEqual(actions);
    expect(games[0]).toMatchObject({
      komi: 0.5,
      handicap: 2,
      players: ['you', 'mcts:visits=8'],
      result: '?',
    });
    const thoughts = games[0].nodes.map(({ properties }) => properties.C?.[0]);
    const told = account!.findIndex((each) => each !== null);
    expect(thoughts[told + 1]).toMatch(/^white \(mcts:visits=8\): value .*, visits \d+$/);
    expect(thoughts.filter(Boolean)).toHaveLength(account!.filter((each) => each !== null).length);

    const picture = await save('Picture (PNG)');
    expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(picture.bytes.readUInt32BE(16)).toBe(1024);

    const stones = await board();
    await page.click('.share button:text("Copy a link")');
    const link = (await page.getAttribute('.share .link a', 'href'))!;
    expect(link.length).toBeLessThan(400);
    const other = await openPage(browser, `${link}?step=5`);
    await other.page.waitForSelector('.controls');
    expect(await other.page.getAttribute('.board canvas', 'aria-label')).toBe(stones);
    expect(await other.page.textContent('main')).toContain('all recorded hashes and the result match');
    await other.page.goto(link.slice(0, -5));
    await expect.poll(() => other.page.textContent('.notice')).toContain('damaged or incomplete');
    await other.page.context().close();
    expect(other.faults).toEqual([]);
  });
});
