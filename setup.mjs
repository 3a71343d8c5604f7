/**
 * Makes a clone ready: installs packages where they are missing or older than the lock file, builds what is out of date.
 * Uses Node's own modules only, so that it runs before anything is installed. Quick when nothing has changed.
 *
 *   node setup.mjs [--quiet]
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeLock } from './bench/results/lock.mjs';

const ROOT = dirname(fileURLToPath(import.meta.url));
const quiet = process.argv.includes('--quiet');
const NEEDED = [20, 19];

const say = (line) => {
  if (!quiet) console.error(line);
};

/** Ends the program with one line for people. */
function fail(line) {
  console.error(line);
  process.exit(1);
}

/** Runs a program; its output is shown live, or only when it fails with --quiet. */
function step(title, command, args, cwd = ROOT) {
  say(`setup: ${title}`);
  const began = Date.now();
  const result = spawnSync(command, args, {
    cwd,
    stdio: quiet ? 'pipe' : ['ignore', 'inherit', 'inherit'],
    encoding: 'utf8',
  });
  if (result.error) fail(`setup: cannot run ${command}: ${result.error.message}`);
  if (result.status !== 0) {
    if (quiet) process.stderr.write(`${result.stdout}${result.stderr}`);
    fail(`setup: ${title} failed (${[command, ...args].join(' ')})`);
  }
  say(`setup: ${title}: done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}

/** The newest modification time under some paths, in milliseconds; 0 where nothing is there. */
function newest(paths) {
  let time = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const info = statSync(path);
    if (info.isFile()) time = Math.max(time, info.mtimeMs);
    else if (info.isDirectory()) {
      time = Math.max(
        time,
        info.mtimeMs,
        newest(
          readdirSync(path)
            .filter((name) => name !== 'node_modules')
            .map((name) => join(path, name)),
        ),
      );
    }
  }
  return time;
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
    fail(
      `setup: Agon needs Node ${NEEDED.join('.')} or newer; this is Node ${process.versions.node} (${process.execPath}). Get one at https://nodejs.org.`,
    );
  }
}

/** Waits until no other setup works in this folder, and keeps others out until this process ends. */
function takeTurn() {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const lock = join(ROOT, '.setup.lock');
  let unlock = takeLock(lock);
  if (!unlock) say('setup: waiting for another setup');
  while (!unlock) {
    Atomics.wait(pause, 0, 0, 100);
    unlock = takeLock(lock);
  }
  process.on('exit', unlock);
}

function isInstalled() {
  const mark = join(ROOT, 'node_modules', '.package-lock.json');
  return existsSync(mark) && lockedAlike(join(ROOT, 'package-lock.json'), mark);
}

function install() {
  if (isInstalled()) return;
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-fund', '--no-audit', '--loglevel=error'];
  if (npm && /\.c?js$/.test(npm)) step('install packages', process.execPath, [npm, ...args]);
  else step('install packages', process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
}

/** Whether what npm installed (its own record, the hidden lock file) is what the lock file asks for. */
function lockedAlike(lock, mark) {
  if (statSync(mark).mtimeMs >= statSync(lock).mtimeMs) return true;
  const wanted = JSON.parse(readFileSync(lock, 'utf8')).packages;
  const got = JSON.parse(readFileSync(mark, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      entry.optional ||
      entry.peer ||
      (entry.link
        ? got[path]?.resolved === entry.resolved
        : !path.startsWith('node_modules/') || got[path]?.version === entry.version),
  );
}

/** `tsc -b` takes two seconds to find out that nothing has changed; a stamp of its own is quicker. */
const STAMP = join(ROOT, 'node_modules', '.agon-built');
const PACKAGES = join(ROOT, 'packages');

function isBuilt() {
  const names = readdirSync(PACKAGES);
  const sources = names.flatMap((name) =>
    ['src', 'package.json', 'tsconfig.json'].map((path) => join(PACKAGES, name, path)),
  );
  const built =
    existsSync(STAMP) &&
    names.every(
      (name) =>
        !existsSync(join(PACKAGES, name, 'src', 'index.ts')) ||
        existsSync(join(PACKAGES, name, 'dist', 'index.js')),
    );
  const changed = newest([
    ...sources,
    join(ROOT, 'tsconfig.json'),
    join(ROOT, 'tsconfig.base.json'),
    join(ROOT, 'node_modules', '.package-lock.json'),
  ]);
  return built && statSync(STAMP).mtimeMs > changed;
}

function build() {
  if (isBuilt()) return;
  const began = new Date();
  step('compile', process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-b']);
  buildPage(join(PACKAGES, 'viewer'));
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, '');
  utimesSync(STAMP, began, began); // what changed while it was being built is built again next time
}

/** The page is bundled from the sources of all packages. */
function buildPage(viewer) {
  const page = join(viewer, 'dist', 'page', 'index.html');
  if (!existsSync(join(viewer, 'vite.config.ts'))) return;
  const packages = dirname(viewer);
  const sources = readdirSync(packages)
    .filter((name) => name !== 'cli')
    .map((name) => join(packages, name, 'src'));
  if (existsSync(page) && statSync(page).mtimeMs > newest([...sources, join(viewer, 'vite.config.ts')]))
    return;
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
  step('build the page', process.execPath, [vite, 'build', '--logLevel', 'error'], viewer);
}

checkNode();
if (!isInstalled() || !isBuilt()) {
  takeTurn();
  install();
  build();
}
say('setup: ready');
