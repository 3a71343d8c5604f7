/**
 * Training a classifier in the page, in Chromium, against the command line on the same machine: the same network on MNIST, in turn,
 * the median of the pairs. Both measure their updates alone, as the metric "steps per second" does. The target is a third.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '@agon/viewer';
import { chromium } from 'playwright-core';
import { median } from './engine/contestants.mjs';

const PAIRS = 7;
/** Updates of a run: the first 50 warm it up, the next 50 are measured. */
const UPDATES = 100;
const AGON = fileURLToPath(new URL('../packages/cli/bin/agon.js', import.meta.url));
const CHROMIUM = process.env.AGON_CHROMIUM ?? '/usr/bin/chromium';
const NETWORKS = ['convnet:filters=16/32/64', 'lenet', 'mlp:hidden=256/128'];

/** The metrics of a run that ends after `UPDATES`, from the command line: updates a second of the last 50. */
function onCommandLine(network, folder) {
  const words = ['train', 'classifier', '--data', 'mnist', '--steps', `${UPDATES}`, '--jsonl'];
  words.push('--set', `network=${network}`, '--set', 'validationPictures=100');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [AGON, ...words], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => (text += part));
    child.once('close', (code) => {
      if (code !== 0) return reject(new Error(`agon ended with ${code}`));
      const speeds = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).values?.stepsPerSecond)
        .filter((speed) => speed !== undefined);
      resolve(speeds.at(-1));
    });
  });
}

/** The same from the room Train of a page. */
async function inPage(network, browser, url) {
  const page = await browser.newPage();
  try {
    await page.goto(`${url}#/train`);
    await page.waitForSelector('.picture-form');
    await page.fill('.picture-form input[list]', network);
    await page.fill('.picture-form input[type=number]', `${UPDATES}`);
    await page.click('.picture-form summary');
    await page.fill('.picture-form label:has-text("validationPictures") input', '100');
    await page.click('.picture-form button[type=submit]');
    await page.waitForSelector('.badge.finished, .notice.bad', { timeout: 300_000 });
    const [, speed] = /([\d.,]+) updates\/s/.exec(await page.innerText('.facts')) ?? [];
    if (speed === undefined) throw new Error(await page.innerText('main'));
    return Number(speed.replaceAll(',', ''));
  } finally {
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
        log(`${network}: page ${page.toFixed(1)}, command line ${line.toFixed(1)} updates/s`);
      }
      const [ours, baseline, ratio] = ['page', 'line', 'ratio'].map((key) =>
        median(pairs.map((each) => each[key])),
      );
      const unit = 'updates/s';
      rows.push({ name: `MNIST ${network} in the page`, ours, baseline, baselineName: 'agon train', ratio, unit, threads: 1 }); // prettier-ignore
    }
  } finally {
    await browser.close();
    await viewer.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}
