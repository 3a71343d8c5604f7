/**
 * Training a classifier in the page, in Chromium, against the command line on the same machine: the same network on MNIST, in turn,
 * the median of the pairs. Both are counted by the processor's time, so that other programs do not matter, and both train in one
 * thread. The target is a third.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { serve } from '@agon/viewer';
import { chromium } from 'playwright-core';
import { median } from './engine/contestants.mjs';

const PAIRS = 7;
/** The first updates warm it up, up to `TO` they are measured; no checkpoint lies between. */
const [FROM, TO] = [50, 100];
/** Of the page's run: its first checkpoint is at a twentieth. */
const UPDATES = 20 * TO;
const AGON = fileURLToPath(new URL('../packages/cli/bin/agon.js', import.meta.url));
const CHROMIUM = process.env.AGON_CHROMIUM ?? '/usr/bin/chromium';
const NETWORKS = ['convnet:filters=16/32/64', 'lenet', 'mlp:hidden=256/128'];
/** Of Linux: ticks a second in /proc. */
const TICKS = 100;

/** What a process has had of the processor, in seconds. */
function secondsOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Updates a second of the processor's time, from the command line. */
async function onCommandLine(network, folder) {
  const words = [
    'train',
    'classifier',
    '--data',
    'mnist',
    '--steps',
    `${TO}`,
    '--checkpoint-every',
    `${UPDATES}`,
  ];
  words.push('--jsonl', '--set', `network=${network}`, '--set', 'validationPictures=100');
  const child = spawn(process.execPath, [AGON, ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const seconds = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const { kind, step } = JSON.parse(line);
    if (kind === 'metrics') seconds[step] ??= secondsOf(child.pid);
  }
  return (TO - FROM) / (seconds[TO] - seconds[FROM]);
}

/** The same from the room Train of a page. */
async function inPage(network, browser, url) {
  const page = await browser.newPage();
  const session = await browser.newBrowserCDPSession();
  const secondsAt = async (step) => {
    await page.waitForSelector(`[data-step="${step}"], .notice.bad`, { timeout: 300_000 });
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo
      .filter(({ type }) => type === 'renderer')
      .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  try {
    await page.goto(`${url}#/train`);
    await page.waitForSelector('.picture-form');
    await page.fill('.picture-form input[list]', network);
    await page.fill('.picture-form input[type=number]', `${UPDATES}`);
    await page.click('.picture-form button[type=submit]');
    const [before, after] = [await secondsAt(FROM), await secondsAt(TO)];
    return (TO - FROM) / (after - before);
  } finally {
    await session.detach();
    await page.close();
  }
}

/** @param options.filter only networks whose spec has this in it */
export async function bench({ filter = '', log = () => undefined } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'agon-bench-'));
  const viewer = await serve({ runsDir: join(folder, 'runs'), zooDirs: [] });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const [{ model }] = cpus();
  log(`${model}; Node ${process.version}; Chromium ${browser.version()}`);
  const rows = [];
  try {
    for (const network of NETWORKS.filter((spec) => spec.includes(filter))) {
      const pairs = [];
      for (let i = 0; i < PAIRS; i++) {
        const line = await onCommandLine(network, folder);
        const page = await inPage(network, browser, viewer.url);
        pairs.push({ line, page, ratio: page / line });
        log(`${network}: page ${page.toFixed(1)}, command line ${line.toFixed(1)} updates/CPU s`);
      }
      const [ours, baseline, ratio] = ['page', 'line', 'ratio'].map((key) =>
        median(pairs.map((each) => each[key])),
      );
      const unit = 'updates/CPU s';
      rows.push({ name: `MNIST ${network} in the page`, ours, baseline, baselineName: 'agon train', ratio, unit, threads: 1 }); // prettier-ignore
    }
  } finally {
    await browser.close();
    await viewer.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}
