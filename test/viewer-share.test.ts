/** Games leave the page and come back in Chromium: SGF, pictures, replay files, links. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSgf, sgfState } from '@agon/envs/sgf';
import { parseReplay } from '@agon/runs';
import { serve, type Viewer } from '@agon/viewer';
import { zipSync, type Zippable } from 'fflate';
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

  /** Drops a file in the middle of the page. */
  async function drop(name: string, content: string | Buffer): Promise<void> {
    const data = await page.evaluateHandle(
      ([file, base64]) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], file));
        return transfer;
      },
      [name, Buffer.from(content).toString('base64')] as const,
    );
    await page.dispatchEvent('main', 'dragover', { dataTransfer: data });
    await page.waitForSelector('.drop-here');
    await page.dispatchEvent('main', 'drop', { dataTransfer: data });
    await page.waitForSelector('.opened');
    expect(await page.locator('.drop-here').count()).toBe(0);
  }

  it('an SGF of another program opens where it is dropped, and is there after a reload', async () => {
    await drop('lee.sgf', '(;GM[1]FF[4]SZ[9]KM[6.5]PB[Lee]PW[Shin]RE[B+R]XX[1];B[ee](;W[cc];B[gg])(;W[gg]))');
    await page.waitForSelector('.controls');
    expect(await page.textContent('h1')).toBe('Lee (black) against Shin (white)');
    expect(await page.textContent('.position')).toBe('0 of 3');
    await page.keyboard.press('End');
    await expect.poll(() => page.textContent('.last-action')).toContain('white resigned');
    await page.reload();
    await page.waitForSelector('.controls');
    expect(await page.locator('.opened').count()).toBe(0);
  });

  it('of a collection one is chosen, and what is broken is told', async () => {
    await drop('many.sgf', '(;SZ[9]PB[a];B[ee])(;SZ[9];B[zz])(;SZ[5]PB[c];B[cc];W[bb])');
    expect(await page.textContent('.opened')).toContain('many.sgf has 2 games');
    expect(await page.textContent('.opened')).toMatch(/many\.sgf:1:\d+: "zz" is no point/);
    await page.click('.opened li >> nth=1 >> button');
    await expect.poll(() => page.textContent('.position')).toBe('0 of 2');
    await drop('broken.sgf', 'hello');
    expect(await page.textContent('.opened.bad')).toMatch(/broken\.sgf cannot be opened: no game in it/);
  });

  it('a pasted SGF opens, and so do a replay and an agent as a zip, which then plays', async () => {
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text', '(;SZ[9];B[ee];W[cc])');
      window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }));
    });
    await expect.poll(() => page.textContent('.position')).toBe('0 of 2');
    await page.click('.share summary');
    const { bytes } = await save('Replay file');
    await page.goto(`${viewer.url}#/games`);
    await page.setInputFiles('.open-button input', {
      name: 'my.json',
      mimeType: 'application/json',
      buffer: bytes,
    });
    await expect.poll(() => page.textContent('.opened')).toContain('Opened from my.json');
    await page.waitForSelector('.controls');

    const zoo = fileURLToPath(new URL('../zoo/minatar-breakout/', import.meta.url));
    const files = ['config.json', 'weights.safetensors'].map((name) => [
      `small/${name}`,
      new Uint8Array(readFileSync(zoo + name)),
    ]);
    await drop('small.zip', Buffer.from(zipSync(Object.fromEntries(files) as Zippable)));
    await page.waitForSelector('.q-values', { timeout: 30_000 });
    expect(page.url()).toContain('against=page%2Fsmall');
  }, 60_000);

  it('what was exported is had back after all was forgotten', async () => {
    await drop('lee.sgf', '(;SZ[9]PB[Lee];B[ee])');
    await page.waitForSelector('.controls');
    await page.goto(`${viewer.url}#/games`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('button:text("Export everything")'),
    ]);
    const exported = readFileSync(await download.path());
    await page.click('button:text("Forget all …")');
    await page.click('[role=alertdialog] button:text("Forget all")');
    await expect.poll(() => page.locator('.own-games tbody tr').count()).toBe(0);
    await drop('agon-browser.json', exported);
    await expect.poll(() => page.locator('.own-games tbody tr').count()).toBe(1);
  });
});
