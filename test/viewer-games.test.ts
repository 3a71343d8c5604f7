/** Board games, tournaments and self-play in the page, with the viewer's server and as a folder of files. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTournament } from '@agon/arena/node';
import { decodeSafetensors } from '@agon/engine';
import { resimulate } from '@agon/runs';
import { exportPage, serve, type Viewer } from '@agon/viewer';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agon, startAgon, temporaryFolder } from './agon.js';
import { launchBrowser, openPage, type WatchedPage } from './page-browser.js';
import { describeWith } from './requirements.js';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** A network that learns nothing in this time, but has every head. */
const SMALL = [
  ...['network=residual-tower:blocks=1,channels=8,pooling=2,policyHead=points,territory=true', 'visits=8'],
  ...['gamesPerIteration=8', 'parallelGames=8', 'matchGames=0'],
].flatMap((setting) => ['--set', setting]);
const MIME: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

/** A file server that knows nothing of what it serves: no headers but the type. */
async function dumbServer(directory: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, 'http://any').pathname).replace(/^\/sub\//, '');
    try {
      const content = readFileSync(join(directory, path || 'index.html'));
      response.setHeader('Content-Type', MIME[extname(path || 'index.html')] ?? 'application/octet-stream');
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** The rows of a board of Go as it is read aloud, a letter a point. */
const rowsOf = (text: string): string[] =>
  [...text.matchAll(/^\s*\d\s+([XO+ .()]+)/gm)].map(([, row]) => row.replaceAll(/[ ()]/g, ''));

describeWith('chromium', 'board games in the page', (chromium) => {
  const folder = temporaryFolder();
  const runsDir = join(folder, 'runs');
  const dataDir = join(folder, 'data');
  const [zooDir, siteDir] = [join(folder, 'zoo'), join(folder, 'site')];
  let viewer: Viewer;
  let browser: Browser;
  let files: Server;

  beforeAll(async () => {
    const train = [
      'train',
      'alphazero',
      '--env',
      'go:size=5',
      '--workers',
      '0',
      '--steps',
      '600',
      '--run',
      'go5',
    ];
    const match = [
      'tournament',
      '--env',
      'go:size=5',
      '--agents',
      'mcts:visits=30',
      'mcts:visits=10',
      'random',
    ];
    const games = ['--games', '4', '--opening-plies', '2', '--accounts', '--name', 'cup'];
    for (const args of [
      [...train, '--checkpoint-every', '50', ...SMALL],
      [...match, ...games],
    ]) {
      const { code, stderr } = await agon(args, folder);
      expect(code, stderr).toBe(0);
    }
    const checkpoints = join(runsDir, 'go5', 'checkpoints');
    const last = readdirSync(checkpoints)
      .sort((a, b) => parseInt(a) - parseInt(b))
      .at(-1)!;
    mkdirSync(join(zooDir, 'tiny'), { recursive: true });
    copyFileSync(join(checkpoints, last), join(zooDir, 'tiny', 'weights.safetensors'));
    const { algorithm, env, settings } = JSON.parse(
      readFileSync(join(runsDir, 'go5', 'config.json'), 'utf8'),
    ) as Record<string, unknown>;
    const config = { format: 1, algorithm, env, settings, step: parseInt(last) };
    writeFileSync(join(zooDir, 'tiny', 'config.json'), JSON.stringify(config));
    viewer = await serve({ runsDir, zooDirs: [zooDir] });
    await exportPage({
      directory: siteDir,
      runsDir,
      zooDirs: [zooDir],
      dataDir,
      runs: ['go5'],
      tournaments: ['cup'],
    });
    files = await dumbServer(siteDir);
    browser = await launchBrowser(chromium);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await viewer.close();
    files.closeAllConnections();
    await new Promise((resolve) => files.close(resolve));
  });

  const fileUrl = (): string => `http://127.0.0.1:${(files.address() as AddressInfo).port}/sub/`;

  /** Opens a place, does something there, and asks that nothing went wrong on the way. */
  async function visit(
    address: string,
    act: (page: Page, opened: WatchedPage) => Promise<void>,
    options = {},
  ): Promise<void> {
    const opened = await openPage(browser, address, options);
    try {
      await act(opened.page, opened);
      expect(opened.faults).toEqual([]);
    } finally {
      await opened.page.context().close();
    }
  }

  const cup = () => readTournament(runsDir, 'cup').records;
  /** Clicks a point of a Go board of so many lines. */
  async function clickPoint(page: Page, cell: number, size: number): Promise<void> {
    const box = (await page.locator('.board canvas').boundingBox())!;
    const step = box.width / (size + 1);
    await page.mouse.click(box.x + step * (1 + (cell % size)), box.y + step * (1 + Math.floor(cell / size)));
  }

  /** Plays a few stones against an agent; hints and territory are on. */
  async function playStones(page: Page, size = 5): Promise<void> {
    await page.waitForSelector('[data-status=yours]', { timeout: 30_000 });
    await page.keyboard.press('h');
    await page.keyboard.press('o');
    for (let ply = 0; ply < 4; ply += 2) {
      await page.waitForSelector('[data-status=yours]');
      const text = (await page.getAttribute('.board canvas', 'aria-label'))!;
      const rows = rowsOf(text);
      expect(rows).toHaveLength(size);
      await clickPoint(page, rows.join('').search(/[+.]/), size);
      await page.waitForFunction(
        (before) => document.querySelector('.board canvas')?.getAttribute('aria-label') !== before,
        text,
      );
    }
    await page.waitForSelector('[data-status=yours]', { timeout: 30_000 });
    await page.waitForSelector('table.moves');
    await expect
      .poll(() => page.textContent('.lead'))
      .toMatch(/expects (black|white) to lead by \d+\.\d points/);
  }

  describe('a tournament', () => {
    it('shows who stands where, sorts, and opens the games of a cell where the value swung most', () =>
      visit(`${viewer.url}#/tournaments`, async (page) => {
        await page.click('td.name a:text("cup")');
        await page.waitForSelector('.standings td.agent');
        const agents = (): Promise<string[]> => page.locator('.standings td.agent').allTextContents();
        const byRating = await agents();
        expect(byRating.at(-1)).toBe('random');
        await page.click('.standings th button:text("Elo")');
        await expect.poll(agents).toEqual(byRating);
        await page.click('.standings th button:text("Elo")');
        await expect.poll(async () => (await agents())[0]).toBe('random'); // the others may be equal
        expect(await page.locator('.standings .whisker').count()).toBe(3);

        const games = cup();
        expect(await page.locator('.games tbody tr').count()).toBe(games.length);
        await page.click('.crosstable a[title="Show the games of random against mcts:visits=30"]');
        await expect.poll(() => page.locator('.games tbody tr').count()).toBe(4);
        const opening = page.locator('.games td.watch a').first();
        const move = Number(/at move (\d+)/.exec((await opening.textContent())!)![1]);
        await opening.click();
        await page.waitForSelector('.board canvas');
        await expect.poll(() => page.textContent('.position')).toMatch(new RegExp(`^${move - 1} of`));
      }));

    it('grows while it is played, and says how to go on with it when it was stopped', async () => {
      const args = ['tournament', '--env', 'go:size=7', '--agents', 'mcts:visits=60', 'mcts:visits=50'];
      const playing = startAgon(
        [...args, '--games', '2000', '--opening-plies', '4', '--name', 'long'],
        folder,
      );
      try {
        await playing.says(/\d+ of 2,?000|\d+\/2,?000|games/);
        await visit(
          `${viewer.url}#/tournament/long`,
          async (page) => {
            const played = async (): Promise<number> => page.locator('.games tbody tr').count();
            await page.waitForSelector('.games tbody tr', { timeout: 60_000 });
            expect(await page.textContent('.badge')).toBe('running');
            const before = await played();
            await expect.poll(played, { timeout: 60_000 }).toBeGreaterThan(before);
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
            playing.child.kill('SIGINT');
            await page.waitForSelector('.badge:text("interrupted")', { timeout: 30_000 });
            expect(await page.textContent('.command')).toContain('--resume long');
          },
          PHONE,
        );
      } finally {
        playing.child.kill('SIGINT');
        await playing.finished;
      }
    }, 180_000);
  });

  describe('a game of Go', () => {
    it('replays with captures, and ends with the result in points', () => {
      const game = cup().reduce((a, b) => (b.replay.actions.length > a.replay.actions.length ? b : a));
      const { actions, result } = game.replay;
      return visit(`${viewer.url}#/tournament/cup/game/${game.id}?step=${actions.length}`, async (page) => {
        await page.waitForSelector('.board canvas');
        const captures = await page.locator('.captures').allTextContents();
        const frames = [...resimulate(game.replay)];
        expect(frames).toHaveLength(actions.length + 1);
        expect(captures).toHaveLength(2);
        const points = /(black|white) has won by (\d+(\.5)?) points?\./.exec(
          (await page.textContent('.last-action'))!,
        )!;
        expect(points[1]).toBe(result[0] > 0 ? 'black' : 'white');
        expect(await page.textContent('main')).toContain('all recorded hashes and the result match');
      });
    });

    it('jumps where its win-rate graph is clicked, and hides hints by a key', () =>
      visit(`${viewer.url}#/tournament/cup/game/${cup()[0].id}?step=3`, async (page) => {
        await page.waitForSelector('.graphs .u-over');
        expect(await page.textContent('.graphs h3')).toBe('Win rate of black, %');
        const picture = async (): Promise<string> => {
          await page.waitForTimeout(100);
          return (await page.locator('.board canvas').screenshot()).toString('base64');
        };
        const hinted = await picture();
        await page.keyboard.press('h');
        const plain = await picture();
        expect(plain).not.toBe(hinted);
        await page.keyboard.press('h');
        expect(await picture()).toBe(hinted);
        const box = (await page.locator('.graphs .u-over').boundingBox())!;
        await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
        await expect.poll(() => page.textContent('.position')).not.toMatch(/^3 of/);
        await page.selectOption('.panel select', { label: 'white' });
        await expect.poll(() => page.textContent('.graphs h3')).toBe('Win rate of white, %');
      }));

    it('is thought through by an agent that the person chooses', () => {
      const game = cup().reduce((a, b) => (b.replay.actions.length < a.replay.actions.length ? b : a));
      return visit(`${viewer.url}#/tournament/cup/game/${game.id}`, async (page) => {
        await page.waitForSelector('.analysis');
        expect(await page.locator('table.moves').count()).toBe(0); // the opening was drawn
        await page.click('.analysis summary');
        await page.selectOption('.analysis select >> nth=0', { label: 'zoo/tiny' });
        await page.selectOption('.analysis select >> nth=1', '10');
        await page.click('.analysis button');
        await expect
          .poll(() => page.getAttribute('.analysis [data-done]', 'data-done'), { timeout: 60_000 })
          .toBe(String(game.replay.actions.length));
        const visits = await page.locator('.moves td.number:nth-of-type(3)').allTextContents();
        expect(visits.map(Number).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(10);
      });
    }, 90_000);

    it(
      'is played against a network with hints, territory, taking back and resigning',
      () =>
        visit(`${viewer.url}#/play/go%3Asize%3D5?against=zoo%2Ftiny%3Avisits%3D10`, async (page) => {
          await playStones(page);
          expect(await page.locator('.seat').count()).toBe(2);
          await page.keyboard.press('o');
          expect(await page.locator('.lead').count()).toBe(0);
          await page.click('button:text("Resign")');
          expect(await page.textContent('.play-status')).toBe('black resigned. The agent has won.');
          await page.keyboard.press('u');
          await page.waitForSelector('[data-status=yours]');
        }),
      60_000,
    );
  });

  it('shows self-play on several boards while a run trains', async () => {
    const args = [
      'train',
      'alphazero',
      '--env',
      'go:size=5',
      '--workers',
      '0',
      '--minutes',
      '3',
      '--run',
      'watched',
    ];
    const training = startAgon([...args, ...SMALL], folder);
    try {
      await visit(`${viewer.url}#/run/watched`, async (page) => {
        const moves = (): Promise<string> =>
          page
            .locator('.live-boards li')
            .evaluateAll((boards) => boards.map((board) => (board as HTMLElement).dataset.moves).join(' '));
        await page.waitForSelector('.live-boards canvas', { timeout: 60_000 });
        await expect.poll(() => page.locator('.live-boards canvas').count()).toBe(8);
        const before = await moves();
        await expect.poll(moves, { timeout: 30_000 }).not.toBe(before);
        training.child.kill('SIGINT');
        await page.waitForSelector('.badge:text("interrupted")', { timeout: 30_000 });
        expect(await page.locator('.live-boards').count()).toBe(0);
      });
    } finally {
      training.child.kill('SIGINT');
      await training.finished;
    }
    expect(readdirSync(join(runsDir, 'watched'))).not.toContain('live.json');
  }, 150_000);

  describe('exported as files', () => {
    it(
      'begins with the front door, shows curves, replays and tournaments, and asks nobody else for anything',
      () =>
        visit(fileUrl(), async (page) => {
          const asked: string[] = [];
          page.on('request', (request) => asked.push(request.url()));
          await page.waitForSelector('.small-curve path');
          await page.click('.run-card:has-text("go5")');
          await page.waitForSelector('[data-metric=policyLoss] .u-wrap');
          await page.click('a:text("Watch the last replay")');
          await page.waitForSelector('.board canvas');
          await page.keyboard.press('End');
          await expect.poll(() => page.textContent('.last-action')).toMatch(/has won|draw/);
          await page.click('nav a:text("Tournaments")');
          await page.click('td.name a:text("cup")');
          await page.click('.games td.watch a');
          await page.waitForSelector('.board canvas');
          expect(asked.filter((url) => !url.startsWith(fileUrl()))).toEqual([]);
        }),
      90_000,
    );

    it(
      'plays with the network of the zoo in one thread, search and network in the page',
      () =>
        visit(`${fileUrl()}#/play`, async (page) => {
          await page.click('.card:has-text("zoo/tiny")');
          expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
          await playStones(page);
        }),
      60_000,
    );

    it('plays 9×9 with zoo/go9, which knows whose each point will be, and takes moves back', async () => {
      const directory = join(folder, 'site-zoo');
      const zooDirs = [fileURLToPath(new URL('../zoo', import.meta.url))];
      await exportPage({ directory, runsDir, zooDirs, dataDir, runs: [], tournaments: [] });
      const served = await dumbServer(directory);
      const { port } = served.address() as AddressInfo;
      try {
        const address = `http://127.0.0.1:${port}/sub/#/play/go9?against=zoo%2Fgo9%3Avisits%3D4`;
        await visit(address, async (page) => {
          await playStones(page, 9);
          await page.click('button:text("Take back")');
          await expect
            .poll(() => page.getAttribute('.board canvas', 'aria-label'))
            .toSatisfy((text: string) => rowsOf(text).join('').match(/[XO]/g)?.length === 2);
        });
      } finally {
        served.closeAllConnections();
        await new Promise((resolve) => served.close(resolve));
      }
    }, 90_000);

    it(
      'trains in the page, shows curves, the newest game and games of self-play, stops when told, and plays against what was learned',
      () =>
        visit(`${fileUrl()}#/train`, async (page) => {
          await page.click('.card:has-text("Tic-tac-toe")');
          await page.waitForSelector('.newest canvas', { timeout: 60_000 });
          await page.waitForSelector('.live-boards [data-moves] canvas');
          expect(await page.locator('.live-boards li').count()).toBe(9);
          await page.waitForSelector('[data-metric=policyLoss] .u-wrap');
          const points = '[data-metric=gameLength] [data-points]';
          await expect
            .poll(async () => Number(await page.getAttribute(points, 'data-points')), { timeout: 60_000 })
            .toBeGreaterThanOrEqual(2);
          await page.click('button:text("Stop")');
          await page.waitForSelector('.badge:text("interrupted")', { timeout: 30_000 });
          expect(await page.locator('.live-boards').count()).toBe(0);
          const step = Number(await page.getAttribute('[data-step]', 'data-step'));
          expect(step).toBeGreaterThan(0);
          expect(step).toBeLessThan(40_000);
          const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')]);
          expect(download.suggestedFilename()).toBe(`alphazero-tic_tac_toe-1-${step}.safetensors`);
          const { metadata } = decodeSafetensors(readFileSync(await download.path()));
          expect(metadata).toMatchObject({ step: `${step}` });

          await page.click('a:text("Play against it")');
          await page.waitForSelector('[data-status=yours]', { timeout: 30_000 });
          await page.reload(); // kept by the browser: a new page finds it
          await page.waitForSelector('[data-status=yours]', { timeout: 30_000 });
          await page.keyboard.press('h');
          await page.waitForSelector('table.moves', { timeout: 30_000 });
        }),
      120_000,
    );

    it('takes no folder that holds something else, and says what it cannot find', async () => {
      const options = { directory: folder, runsDir, zooDirs: [zooDir], dataDir, runs: [], tournaments: [] };
      await expect(exportPage(options)).rejects.toMatchObject({ code: 'bad-option' });
      const directory = join(folder, 'other');
      await expect(exportPage({ ...options, directory, runs: ['nobody'] })).rejects.toThrow(
        /no run "nobody"/,
      );
      await expect(exportPage({ ...options, directory, tournaments: ['none'] })).rejects.toThrow(
        /There are: cup/,
      );
      expect(() => statSync(directory)).toThrow();
    });
  });
});
