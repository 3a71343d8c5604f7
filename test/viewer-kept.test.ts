/** What a person plays in Chromium is never lost: not by a reload, another tab, another strength, or a slip of the hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from './agon.js';
import { launchBrowser } from './page-browser.js';
import { describeWith } from './requirements.js';

describeWith('chromium', 'what the browser keeps', (chromium) => {
  let viewer: Viewer;
  let browser: Browser;
  let context: BrowserContext;
  let faults: string[];

  beforeAll(async () => {
    viewer = await serve({ runsDir: join(temporaryFolder(), 'runs'), zooDirs: [] });
    browser = await launchBrowser(chromium);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await viewer.close();
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    faults = [];
  });

  afterEach(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });

  /** Another tab of the same browser. */
  async function tab(hash: string): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.goto(viewer.url + hash);
    return page;
  }

  const board = (page: Page): Promise<string | null> => page.getAttribute('.board canvas', 'aria-label');
  const stones = async (page: Page): Promise<number> => (await board(page))?.match(/[xo]/g)?.length ?? 0;
  const yours = (page: Page) => page.waitForSelector('[data-status=yours]', { timeout: 30_000 });

  /** Plays the first free cell of tic-tac-toe, and waits for the answer. */
  async function move(page: Page): Promise<void> {
    await yours(page);
    const before = await stones(page);
    const cell = (await board(page))!.replace(/[^xo.]/g, '').indexOf('.');
    const box = (await page.locator('.board canvas').boundingBox())!;
    const at = (index: number): number => (index + 0.5) / 3;
    await page.mouse.click(box.x + box.width * at(cell % 3), box.y + box.height * at(Math.floor(cell / 3)));
    await expect.poll(() => stones(page)).toBe(before + 2);
    await yours(page);
  }

  const MCTS = '#/play/tic_tac_toe?against=mcts%3Avisits%3D20';

  it('a board game is there after a reload, with the same stones', async () => {
    const page = await tab(MCTS);
    await move(page);
    await expect.poll(() => page.url()).toMatch(/game=/);
    const before = await board(page);
    await page.reload();
    await yours(page);
    expect(await board(page)).toBe(before);
    await move(page);
    expect(await stones(page)).toBe(4);
  });

  it('two tabs that go on with one game keep two games', async () => {
    const first = await tab(MCTS);
    await move(first);
    await expect.poll(() => first.url()).toMatch(/game=/);
    const second = await tab(new URL(first.url()).hash);
    await yours(second);
    await second.click('button:text("Take back")');
    await expect.poll(() => stones(second)).toBe(0);
    await first.bringToFront();
    await move(first);
    await expect.poll(() => first.url() === second.url()).toBe(false);
    await first.reload();
    await second.reload();
    await Promise.all([yours(first), yours(second)]);
    expect([await stones(first), await stones(second)]).toEqual([4, 0]);
  });

  it('another number of simulations, and another opponent, go on with the position', async () => {
    const page = await tab(MCTS);
    await move(page);
    const before = await board(page);
    await page.selectOption('label:has-text("Simulations") select', '50');
    await expect.poll(() => page.url()).toContain('visits%3D50');
    await yours(page);
    expect(await board(page)).toBe(before);
    await page.selectOption('label:has-text("Opponent") select', 'random');
    await expect.poll(() => page.url()).toContain('against=random');
    await yours(page);
    expect(await board(page)).toBe(before);
  });

  it('Resign and New game can be undone', async () => {
    const page = await tab(MCTS);
    await move(page);
    const before = await board(page);
    await page.click('button:text("Resign")');
    await page.waitForSelector('[data-status=over]');
    await page.reload();
    await page.waitForSelector('[data-status=over]');
    await page.click('button:text("Play on after all")');
    await yours(page);
    expect(await board(page)).toBe(before);
    await page.keyboard.press('n');
    await expect.poll(() => stones(page)).toBe(0);
    await page.click('a:text("Back to the one before")');
    await expect.poll(() => board(page)).toBe(before);
    await yours(page);
  });

  it('a game by hand goes on, paused, where the page was left', async () => {
    const page = await tab('#/play/minatar-freeway');
    await page.waitForSelector('[data-status=ready]');
    await page.keyboard.press(' ');
    const steps = async (): Promise<number> => Number(await page.textContent('[data-steps]'));
    await expect.poll(steps, { timeout: 15_000 }).toBeGreaterThan(12);
    await page.keyboard.press(' ');
    await page.waitForSelector('[data-status=paused]');
    const [before, played] = [await board(page), await steps()];
    await expect.poll(() => page.url()).toMatch(/game=/);
    await page.reload();
    await page.waitForSelector('[data-status=paused]');
    expect([await board(page), await steps()]).toEqual([before, played]);
    await page.keyboard.press(' ');
    await expect.poll(steps, { timeout: 15_000 }).toBeGreaterThan(played);
    await page.goto(`${viewer.url}#/play`);
    await page.goBack();
    await page.waitForSelector('[data-status=paused]');
    expect(await steps()).toBeGreaterThan(played);
  });

  it('says where a game is not in this browser', async () => {
    const page = await tab(`${MCTS}&game=nowhere`);
    await yours(page);
    expect(await page.textContent('.notice')).toContain('not in this browser');
  });

  it('own games are listed, continued, watched, deleted, had back, exported, and forgotten', async () => {
    const page = await tab(MCTS);
    await move(page);
    const begun = await board(page);
    await page.keyboard.press('n');
    await move(page);
    await page.click('button:text("Resign")');
    await page.click('a:text("Replay and analyse")');
    await page.waitForSelector('.controls');
    expect(await page.textContent('.last-action')).toContain('x resigned');
    await page.click('.head a');
    const rows = page.locator('.own-games tbody tr');
    await expect.poll(() => rows.count()).toBe(2);
    expect(await rows.nth(0).textContent()).toMatch(/Tic-tac-toe.*mcts:visits=20.*2lost/);
    expect(await rows.nth(1).textContent()).toMatch(/Tic-tac-toe.*mcts:visits=20.*2unfinished/);

    await rows.nth(1).locator('button:text("Delete")').click();
    await expect.poll(() => rows.count()).toBe(1);
    await page.click('button:text("Undo")');
    await expect.poll(() => rows.count()).toBe(2);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click('button:text("Export everything")'),
    ]);
    const all = JSON.parse(readFileSync(await download.path(), 'utf8')) as { games: { isOver: boolean }[] };
    expect(all.games.map(({ isOver }) => isOver)).toEqual([true, false]);

    await page.goto(`${viewer.url}#/play`);
    await page.click('.go-on .card');
    await yours(page);
    expect(await board(page)).toBe(begun);

    await page.goto(`${viewer.url}#/games`);
    await page.click('button:text("Forget all …")');
    expect(await page.textContent('[role=alertdialog]')).toContain('2 games, 0 analyses, 0 agents');
    await page.click('button:text("Keep it")');
    expect(await rows.count()).toBe(2);
    await page.click('button:text("Forget all …")');
    await page.click('[role=alertdialog] button:text("Forget all")');
    await expect.poll(() => page.textContent('main')).toContain('You have not played yet');
    await page.reload();
    await expect.poll(() => page.textContent('main')).toContain('You have not played yet');
  });

  it('an analysis of a replay is there after a reload, and goes with the game, wherever it is found', async () => {
    const page = await tab(MCTS);
    await move(page);
    await page.click('button:text("Resign")');
    await page.click('a:text("Replay and analyse")');
    await page.click('.analysis summary');
    await page.selectOption('.analysis select >> nth=1', '10');
    await page.click('.analysis button:text("Analyse")');
    await page.waitForSelector('[data-analysed-by]', { timeout: 30_000 });
    await page.keyboard.press('Home');
    const moves = (): Promise<string | null> => page.textContent('table.moves');
    const before = await moves();
    await page.reload();
    await page.waitForSelector('.controls');
    await page.keyboard.press('Home');
    await page.waitForSelector('table.moves');
    await expect.poll(moves).toBe(before);
    await page.waitForSelector('[data-analysed-by="mcts:visits=10"]', { state: 'attached' });

    await page.click('.share summary');
    await page.click('.share button:text("Copy a link")');
    const link = (await page.getAttribute('.share .link a', 'href'))!;
    const other = await tab(new URL(link).hash);
    await other.waitForSelector('table.moves');
    expect(await other.textContent('table.moves')).toBe(before);
  }, 60_000);
});
