/** The page in Chromium, as built, on runs that `agon train` has just made. */
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeAgent } from '@agon/agents';
import { playGame, recordEpisode } from '@agon/arena';
import { makeEnvironment } from '@agon/envs';
import { parseReplay, Resimulation, type Replay } from '@agon/runs';
import { readReplay, readRun } from '@agon/runs/node';
import { serve, type Viewer } from '@agon/viewer';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agon, startAgon, temporaryFolder } from './agon.js';
import { framesAskedIn, launchBrowser, openPage, type WatchedPage } from './page-browser.js';
import { describeWith } from './requirements.js';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describeWith('chromium', 'the page', (chromium) => {
  const folder = temporaryFolder();
  const runsDir = join(folder, 'runs');
  let viewer: Viewer;
  let browser: Browser;
  let longest: { file: string; replay: Replay };

  beforeAll(async () => {
    const dqn = ['train', 'dqn', '--env', 'minatar-breakout', '--steps', '3000', '--run', 'breakout'];
    const zero = ['train', 'alphazero', '--env', 'tic_tac_toe', '--minutes', '0.1', '--run', 'noughts'];
    for (const args of [[...dqn, '--checkpoint-every', '500'], zero]) {
      const { code, stderr } = await agon(args, folder);
      expect(code, stderr).toBe(0);
    }
    const replays = breakoutReplays();
    longest = replays.sort((a, b) => b.replay.actions.length - a.replay.actions.length)[0];
    viewer = await serve({ runsDir, zooDirs: [join(import.meta.dirname, '../zoo')] });
    browser = await launchBrowser(chromium);
  }, 120_000);

  const breakoutReplays = () =>
    readRun(runsDir, 'breakout').replays.map((file) => ({
      file,
      replay: readReplay(runsDir, 'breakout', file),
    }));

  afterAll(async () => {
    await browser.close();
    await viewer.close();
  });

  /** Opens a place of the page, does something there, and asks that nothing went wrong on the way. */
  async function visit(
    hash: string,
    act: (page: Page, opened: WatchedPage) => Promise<void>,
    options = {},
  ): Promise<void> {
    const opened = await openPage(browser, viewer.url + hash, options);
    try {
      await act(opened.page, opened);
      expect(opened.faults).toEqual([]);
    } finally {
      await opened.page.context().close();
    }
  }

  const positionOf = (page: Page) => expect.poll(() => page.textContent('.position'), { timeout: 10_000 });
  const replayHash = (file: string, step?: number): string =>
    `#/run/breakout/replay/${file}${step === undefined ? '' : `?step=${step}`}`;

  describe('the list of runs', () => {
    it('shows what runs there are, sorts them, and leads to each', () =>
      visit('#/runs', async (page) => {
        const names = (): Promise<string[]> => page.locator('td.name').allTextContents();
        await page.waitForSelector('td.name');
        await page.click('th button:text("Run")');
        expect(await names()).toEqual(['breakout', 'noughts']);
        await page.click('th button:text("Run")');
        expect(await names()).toEqual(['noughts', 'breakout']);
        await page.click('td.name a:text("breakout")');
        await page.waitForSelector('h1:text("breakout")');
        expect(await page.textContent('.badge')).toBe('finished');
      }));

    it('shows a damaged run beside the others, and says what is wrong with it', async () => {
      const spoilt = join(folder, 'spoilt');
      for (const name of ['lost', 'dateless']) {
        cpSync(join(runsDir, 'breakout'), join(spoilt, name), { recursive: true });
      }
      const path = join(spoilt, 'dateless', 'config.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace(/("created": ")[^"]*/, '$1one day'));
      appendFileSync(join(spoilt, 'dateless', 'metrics.jsonl'), '{"step"\n{"step":1e9,"seconds":1}\n');
      writeFileSync(join(spoilt, 'lost', 'config.json'), '\0\0');
      const own = await serve({ runsDir: spoilt });
      const { page, faults } = await openPage(browser, `${own.url}#/runs`);
      await page.waitForSelector('td.name');
      const rows = (await page.locator('tbody tr').allTextContents()).sort();
      expect(rows[0]).toMatch(/^dateless.*finished.*one day$/);
      expect(rows[1]).toMatch(/^lost.*damaged/);
      await page.click('td.name a:text("lost")');
      await page.waitForSelector('.notice.bad:has-text("config.json is damaged")');
      await page.goto(`${own.url}#/run/dateless`);
      await page.waitForSelector('[data-metric=loss] .u-wrap');
      await page.waitForSelector('.notice:has-text("One line of metrics.jsonl is damaged")');
      expect(faults).toEqual([]);
      await page.context().close();
      await own.close();
    });
  });

  describe('a run', () => {
    it('draws every point that was measured', () =>
      visit('#/run/breakout', async (page) => {
        const lines = readFileSync(join(runsDir, 'breakout', 'metrics.jsonl'), 'utf8')
          .trim()
          .split('\n');
        const measured = lines.filter((line) => 'loss' in (JSON.parse(line) as object)).length;
        expect(measured).toBeGreaterThan(1);
        await page.waitForSelector('[data-metric=loss] .u-wrap');
        expect(await page.getAttribute('[data-metric=loss] [data-points]', 'data-points')).toBe(
          String(measured),
        );
        expect(await page.textContent('.fresh')).toMatch(/^Complete/);
      }));

    it('lets curves grow while it trains, says so, and says how to go on when it is stopped', async () => {
      const args = [
        'train',
        'dqn',
        '--env',
        'minatar-breakout',
        '--minutes',
        '2',
        '--run',
        'live',
        '--seed',
        '2',
      ];
      const training = startAgon([...args, '--checkpoint-every', '300'], folder);
      try {
        await visit('#/run/live', async (page) => {
          const points = async (): Promise<number> =>
            Number(await page.getAttribute('[data-metric=loss] [data-points]', 'data-points'));
          await page.waitForSelector('[data-metric=loss] .u-wrap', { timeout: 60_000 });
          const until = async (): Promise<number> =>
            Number(await page.getAttribute('[data-metric=loss] .plot', 'data-until'));
          const [before, drawn] = [await points(), await until()];
          await expect.poll(points, { timeout: 30_000 }).toBeGreaterThan(before + 1);
          await expect.poll(until, { timeout: 30_000 }).toBeGreaterThan(drawn);
          expect(await page.textContent('.fresh')).toMatch(/^Live\. The last measurement came \d+ s ago/);
          training.child.kill('SIGINT');
          await page.waitForSelector('.badge:text("interrupted")', { timeout: 30_000 });
          expect(await page.textContent('.command')).toBe(
            'npx agon train dqn --env minatar-breakout --resume live',
          );
        });
      } finally {
        training.child.kill('SIGINT');
        await training.finished;
      }
    }, 120_000);

    it('leads from a point of a curve to the nearest replay', () =>
      visit('#/run/breakout', async (page) => {
        await page.waitForSelector('[data-metric=loss] .u-over');
        const box = (await page.locator('[data-metric=loss] .u-over').boundingBox())!;
        await page.mouse.move(box.x + box.width - 3, box.y + 20);
        await page.mouse.click(box.x + box.width - 3, box.y + 20);
        await page.waitForSelector('.board canvas');
        expect(page.url()).toMatch(/#\/run\/breakout\/replay\/\d+\.json/);
      }));
  });

  describe('a replay', () => {
    it('ends with the score that was recorded, and shows the Q-values that were recorded', () =>
      visit(replayHash(longest.file), async (page) => {
        const { replay } = longest;
        await page.waitForSelector('.board canvas');
        const shown = await page.locator('.q-values td.number').allTextContents();
        const recorded = replay.account![0]!.q!;
        expect(shown).toEqual(recorded.map((q) => q!.toFixed(3)));
        const chosen = page.locator('.q-values tr.chosen');
        expect(await chosen.count()).toBe(1);
        expect(await page.locator('.q-values tbody tr').nth(replay.actions[0]).getAttribute('class')).toBe(
          'chosen',
        );
        await page.keyboard.press('End');
        await positionOf(page).toBe(`${replay.actions.length} of ${replay.actions.length}`);
        expect(await page.textContent('.scores h2')).toBe('Return at the end');
        expect(await page.textContent('.score')).toBe(String(replay.result[0]));
        expect(await page.textContent('main')).toContain('all recorded hashes and the result match');
      }));

    it('ends with the recorded score also where hundreds of steps and many points were made', async () => {
      const environment = makeEnvironment('minatar-breakout');
      if (environment.kind !== 'env') throw new Error('breakout is an environment');
      const agent = await makeAgent('scripted', environment, () => Promise.reject(new Error('not trained')));
      const replay = await recordEpisode(agent, environment.env, { seed: 'page', limit: 900 });
      expect(replay.actions.length).toBeGreaterThan(200);
      expect(replay.result[0]).toBeGreaterThan(10);
      writeFileSync(join(runsDir, 'breakout', 'replays', '777777.json'), JSON.stringify(replay));
      await visit(replayHash('777777.json'), async (page) => {
        const { length } = replay.actions;
        await page.waitForSelector('.board canvas');
        expect(await page.textContent('.stage-side')).toContain('gives no analysis');
        await page.keyboard.press('End');
        await positionOf(page).toBe(`${length} of ${length}`);
        expect(await page.textContent('.score')).toBe(String(replay.result[0]));
        await page.locator('.scrub').fill('150');
        await positionOf(page).toBe(`150 of ${length}`);
        const returns = new Resimulation(replay).seek(150).returns;
        expect(await page.textContent('.score')).toBe(String(returns[0]));
      });
    });

    it('is steered by keys, and keeps the step in the address', () =>
      visit(replayHash(longest.file, 3), async (page) => {
        const { length } = longest.replay.actions;
        await page.waitForSelector('.board canvas');
        const keys = { ArrowRight: 4, ArrowLeft: 3, 'Shift+ArrowLeft': 0, 'Shift+ArrowRight': 10 };
        await positionOf(page).toBe(`3 of ${length}`);
        for (const [key, step] of Object.entries(keys)) {
          await page.keyboard.press(key);
          await positionOf(page).toBe(`${step} of ${length}`);
        }
        await expect.poll(() => page.url()).toContain('?step=10');
        await page.keyboard.press('Home');
        await positionOf(page).toBe(`0 of ${length}`);
        await page.keyboard.press('+');
        await expect.poll(() => page.inputValue('.controls select')).toBe('20');
        await page.keyboard.press('Space');
        await positionOf(page).toBe(`${length} of ${length}`);
        await page.keyboard.press('?');
        await page.waitForSelector('dialog[open]');
        await page.keyboard.press('ArrowLeft');
        await page.keyboard.press('Escape');
        await page.waitForSelector('dialog:not([open])', { state: 'attached' });
        await positionOf(page).toBe(`${length} of ${length}`);
      }));

    it('draws the same picture at the same step, and another one elsewhere', () =>
      visit(replayHash(longest.file), async (page) => {
        await page.waitForSelector('.board canvas');
        const { length } = longest.replay.actions;
        const picture = async (key: string, step: number): Promise<string> => {
          await page.keyboard.press(key);
          await positionOf(page).toBe(`${step} of ${length}`);
          await page.waitForTimeout(100);
          return (await page.locator('.board canvas').screenshot()).toString('base64');
        };
        const first = await picture('Home', 0);
        expect(await picture('End', length)).not.toBe(first);
        expect(await picture('Home', 0)).toBe(first);
      }));

    it('says from where on it cannot be trusted', async () => {
      const { replay } = longest;
      const damaged = { ...replay, hashes: [...replay.hashes.slice(0, -1), replay.hashes.at(-1)! ^ 1] };
      writeFileSync(join(runsDir, 'breakout', 'replays', '999999.json'), JSON.stringify(damaged));
      await visit(replayHash('999999.json'), async (page) => {
        await page.waitForSelector('.notice.bad');
        expect(await page.textContent('.notice.bad')).toContain(`diverges at step ${replay.actions.length}`);
        await page.keyboard.press('End');
        await positionOf(page).toMatch(new RegExp(`^${replay.actions.length - 1} of`));
      });
    });

    it('shows policy, visits and value of a board game from one point of view', async () => {
      const environment = makeEnvironment('tic_tac_toe');
      if (environment.kind !== 'game') throw new Error('tic-tac-toe is a game');
      const agent = await makeAgent('mcts:visits=60', environment, () =>
        Promise.reject(new Error('not trained')),
      );
      const replay = await playGame([agent, agent], environment.game, {
        seed: 'page',
        accounts: true,
        opening: [1],
      });
      const file = '888888.json';
      writeFileSync(join(runsDir, 'noughts', 'replays', file), JSON.stringify(replay));
      const at = 1;
      const { value, visits } = replay.account![at]!;
      expect(value).not.toBe(0);
      return visit(`#/run/noughts/replay/${file}?step=${at}`, async (page) => {
        await page.waitForSelector('table.moves');
        // At an odd step o is to move: its gain is x's loss.
        const shown = async (): Promise<number> =>
          Number((await page.textContent('.value output'))!.replace('−', '-'));
        expect(await shown()).toBeCloseTo(-value!, 2);
        const counts = await page.locator('.moves td.number:nth-of-type(3)').allTextContents();
        expect(counts.map(Number)).toEqual(
          visits!.filter((_, cell) => !replay.actions.slice(0, at).includes(cell)).sort((a, b) => b - a),
        );
        await page.selectOption('.panel select', { label: 'o' });
        expect(await shown()).toBeCloseTo(value!, 2);
      });
    });
  });

  describe('playing', () => {
    /** The cells of the board as its text form says: ".", "x", "o". */
    const cells = async (page: Page): Promise<string[]> => [
      ...(await page.getAttribute('.board canvas', 'aria-label'))!.replaceAll('\n', ''),
    ];
    const status = (page: Page): Promise<string | null> => page.getAttribute('.play-status', 'data-status');

    async function clickCell(page: Page, cell: number): Promise<void> {
      const box = (await page.locator('.board canvas').boundingBox())!;
      const x = box.x + (((cell % 3) + 0.5) * box.width) / 3;
      await page.mouse.click(x, box.y + ((Math.floor(cell / 3) + 0.5) * box.height) / 3);
    }

    /** Plays to the end, always on the first free cell of `preferred`; returns what the page says of the result. */
    async function playToTheEnd(page: Page, preferred: readonly number[]): Promise<string | null> {
      for (;;) {
        await page.waitForSelector('[data-status=yours], [data-status=over]', { timeout: 30_000 });
        if ((await status(page)) === 'over') return page.textContent('.play-status');
        const board = await cells(page);
        await clickCell(
          page,
          preferred.find((cell) => board[cell] === '.')!,
        );
        await page.waitForFunction(
          (before) => document.querySelector('.board canvas')?.getAttribute('aria-label') !== before,
          board.join('').replace(/(...)(...)(...)/, '$1\n$2\n$3'),
        );
      }
    }

    it(
      'a whole game against the trained agent by clicking ends in no loss for it, on either side',
      () =>
        visit('#/play/tic_tac_toe?against=runs%2Fnoughts%3Avisits%3D400', async (page) => {
          await page.waitForSelector('[data-status=yours]', { timeout: 30_000 });
          expect(await playToTheEnd(page, [4, 0, 2, 6, 8, 1, 3, 5, 7])).toMatch(
            /^(A draw|The agent has won)\.$/,
          );
          await page.selectOption('.fields select', { label: 'o' });
          expect(await playToTheEnd(page, [4, 8, 0, 2, 6, 7, 5, 3, 1])).toMatch(
            /^(A draw|The agent has won)\.$/,
          );
        }),
      60_000,
    );

    it('takes moves back, begins anew, and gives hints when they are wanted', () =>
      visit('#/play/tic_tac_toe?against=mcts%3Avisits%3D100', async (page) => {
        await page.waitForSelector('[data-status=yours]');
        await clickCell(page, 4);
        await page.waitForSelector('[data-status=yours]');
        await expect.poll(async () => (await cells(page)).filter((cell) => cell !== '.').length).toBe(2);
        await clickCell(page, 4);
        expect((await cells(page)).filter((cell) => cell !== '.').length).toBe(2);
        expect(await page.locator('table.moves').count()).toBe(0);
        await page.keyboard.press('h');
        await page.waitForSelector('table.moves');
        expect(await page.locator('table.moves tbody tr').count()).toBe(7);
        await page.keyboard.press('u');
        await expect.poll(async () => (await cells(page)).join('')).toBe('.........');
        await page.keyboard.press('h');
        expect(await page.locator('table.moves').count()).toBe(0);
        await clickCell(page, 0);
        await page.keyboard.press('n');
        await expect.poll(async () => (await cells(page)).join('')).toBe('.........');
        expect(await status(page)).toBe('yours');
      }));

    it('needs no mouse: a cursor chooses the cell', () =>
      visit('#/play/tic_tac_toe?against=random', async (page) => {
        await page.waitForSelector('[data-status=yours]');
        for (const key of ['ArrowUp', 'ArrowUp', 'ArrowLeft', 'Enter']) await page.keyboard.press(key);
        await expect.poll(async () => (await cells(page))[0]).toBe('x');
      }));

    it('says what is wrong with an agent that is not there', () =>
      visit('#/play/tic_tac_toe?against=runs%2Fnobody', async (page, { faults }) => {
        await page.waitForSelector('[data-status=failed]');
        expect(await page.textContent('.play-status')).toMatch(/there is no run "nobody"/);
        // The browser itself reports the answer 404.
        expect(faults.splice(0).filter((fault) => !fault.includes('404'))).toEqual([]);
      }));

    it('Breakout by hand runs by keys and saves a replay that re-simulates', () =>
      visit('#/play/minatar-breakout%3Aminimal%3Dtrue', async (page) => {
        await page.waitForSelector('.board canvas');
        expect(await status(page)).toBe('ready');
        await page.selectOption('.fields select', '30');
        await page.keyboard.down('ArrowLeft');
        expect(await status(page)).toBe('running');
        await page.waitForSelector('[data-status=over]', { timeout: 20_000 });
        await page.keyboard.up('ArrowLeft');
        await page.click('.share summary');
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.click('.share button:text("Replay file")'),
        ]);
        const replay = parseReplay(readFileSync(await download.path(), 'utf8'));
        const end = new Resimulation(replay).seek(Infinity);
        expect(String(end.returns[0])).toBe(await page.textContent('.score'));
        expect(replay.actions).toContain(1);
      }));
  });

  describe('watching an agent play', () => {
    it('an agent of the zoo is chosen, plays in the page with no run, and says what it thinks', () =>
      visit('#/play', async (page) => {
        await page.click('.card:has-text("zoo/minatar-breakout")');
        await page.waitForSelector('.q-values');
        await page.selectOption('.fields select:not([name])', '30');
        await expect
          .poll(async () => Number(await page.textContent('[data-steps]')), { timeout: 20_000 })
          .toBeGreaterThan(40);
        // What else happens in the folder of runs does not disturb it.
        const before = Number(await page.textContent('[data-steps]'));
        await agon(
          ['train', 'dqn', '--env', 'minatar-breakout', '--steps', '200', '--run', 'meanwhile'],
          folder,
        );
        await page.waitForSelector('option[value="runs/meanwhile"]', { state: 'attached' });
        expect(Number(await page.textContent('[data-steps]'))).toBeGreaterThan(before);
        await page.keyboard.press('Space');
        await page.waitForSelector('[data-status=paused]');
        const steps = Number(await page.textContent('[data-steps]'));
        await page.click('.share summary');
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.click('.share button:text("Replay file")'),
        ]);
        const replay = parseReplay(readFileSync(await download.path(), 'utf8'));
        expect([replay.players, replay.actions.length]).toEqual([['zoo/minatar-breakout'], steps]);
        expect(String(new Resimulation(replay).seek(Infinity).returns[0])).toBe(
          await page.textContent('.score'),
        );
      }));

    it('a run is watched from its own page, and begins anew at the end; the person may take its place', () =>
      visit('#/run/breakout', async (page) => {
        await page.click('a:text("Watch it play")');
        await page.selectOption('.fields select:not([name])', '30');
        await page.waitForSelector('[data-status=over]', { timeout: 30_000 });
        await page.waitForSelector('[data-status=running]');
        await page.selectOption('select[name=player]', '');
        await page.waitForSelector('[data-status=ready]');
        expect(new URL(page.url()).hash).toBe('#/play/minatar-breakout%3Aminimal%3Dtrue');
      }));

    it('says what is wrong with an agent that cannot play it', () =>
      visit('#/play/minatar-asterix?against=zoo%2Fminatar-breakout', async (page) => {
        await page.waitForSelector('[data-status=failed]');
        expect(await page.textContent('.play-status')).toMatch(/was trained on minatar-breakout/);
      }));
  });

  it('rests when nothing happens: no view asks for animation frames', async () => {
    const places = [
      '#/runs',
      '#/run/breakout',
      replayHash(longest.file),
      '#/play/tic_tac_toe?against=random',
      '#/play',
    ];
    for (const place of places) {
      await visit(place, async (page) => {
        await page.waitForSelector('h1');
        // What is still loading may ask for a frame; what never rests asks for some in every such time.
        await expect.poll(() => framesAskedIn(page, 700), { message: place, timeout: 20_000 }).toBe(0);
      });
    }
  }, 120_000);

  it('fits a phone: no view is wider than the screen', async () => {
    const places = [
      '#/runs',
      '#/run/breakout',
      replayHash(longest.file, 2),
      '#/play/tic_tac_toe',
      '#/play',
      '#/play/minatar-breakout',
    ];
    for (const place of places) {
      await visit(
        place,
        async (page) => {
          await page.waitForSelector('h1');
          await page.waitForTimeout(300);
          expect(await page.evaluate(() => document.documentElement.scrollWidth), place).toBeLessThanOrEqual(
            390,
          );
        },
        PHONE,
      );
    }
  }, 120_000);
});
