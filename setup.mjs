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

function install() {
  const mark = join(ROOT, 'node_modules', '.package-lock.json');
  const lock = join(ROOT, 'package-lock.json');
  if (existsSync(mark) && lockedAlike(lock, mark)) return;
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

function build() {
  const packages = join(ROOT, 'packages');
  const names = readdirSync(packages);
  // `tsc -b` takes two seconds to find out that nothing has changed; a stamp of its own is quicker.
  const stamp = join(ROOT, 'node_modules', '.agon-built');
  const sources = names.flatMap((name) =>
    ['src', 'package.json', 'tsconfig.json'].map((path) => join(packages, name, path)),
  );
  const built =
    existsSync(stamp) &&
    names.every(
      (name) =>
        !existsSync(join(packages, name, 'src', 'index.ts')) ||
        existsSync(join(packages, name, 'dist', 'index.js')),
    );
  const changed = newest([
    ...sources,
    join(ROOT, 'tsconfig.json'),
    join(ROOT, 'tsconfig.base.json'),
    join(ROOT, 'node_modules', '.package-lock.json'),
  ]);
  if (built && statSync(stamp).mtimeMs > changed) return;
  const began = new Date();
  step('compile', process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-b']);
  buildPage(join(packages, 'viewer'));
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, began, began); // what changed while it was being built is built again next time
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
install();
build();
say('setup: ready');
