/**
 * `npm run setup:gpu`: installs the optional @tensorflow/tfjs-node-gpu with its native part, for `--device tfjs:node-gpu`.
 * package.json and the lock file stay as they are, so the next `npm ci` takes it away again. 276 MB and TensorFlow's
 * library, which its own install script fetches from storage.googleapis.com.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PACKAGE = '@tensorflow/tfjs-node-gpu';
/** tfjs's own version here; others would bring a second copy of tfjs. */
const VERSION = '4.22.0';
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Ends the program with one line for people. */
function fail(line) {
  console.error(`setup:gpu: ${line}`);
  process.exit(1);
}

function step(title, command, args, cwd, hint) {
  console.error(`setup:gpu: ${title}`);
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', env });
  if (error || status !== 0) fail(`${title} failed${error ? ` (${error.message})` : ''}. ${hint}`);
}

const isSupported = ['linux', 'win32'].includes(process.platform) && process.arch === 'x64';
if (!isSupported)
  fail(`${PACKAGE} has builds for x64 Linux and Windows only; this is ${process.platform} ${process.arch}.`);
const [major] = process.versions.node.split('.').map(Number);
if (major > 22) fail(`${PACKAGE} ${VERSION} needs Node 20 or 22; this is ${process.version}.`);

// Its install script calls node-pre-gyp by name.
const bin = join(ROOT, 'node_modules', '.bin');
const separator = process.platform === 'win32' ? ';' : ':';
const env = { ...process.env, PATH: `${bin}${separator}${process.env.PATH}` };
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const wanted = [
  'install',
  '--no-save',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  `${PACKAGE}@${VERSION}`,
];
step(`install ${PACKAGE} ${VERSION}`, npm, wanted, ROOT, 'Is the registry reachable?');

const folder = dirname(createRequire(join(ROOT, 'package.json')).resolve(`${PACKAGE}/package.json`));
step(
  "fetch TensorFlow's library and the binding",
  process.execPath,
  [join('scripts', 'install.js'), 'gpu', 'download'],
  folder,
  'It comes from https://storage.googleapis.com; TFJS_NODE_CDN_STORAGE names a mirror.',
);
if (!existsSync(join(folder, 'lib')))
  fail(`the binding is not in ${join(folder, 'lib')}: see what was printed above.`);

const tf = await import(pathToFileURL(join(folder, 'dist', 'index.js')).href).catch((error) =>
  fail(
    `installed, but it does not load: ${error.message.split('\n')[0]} It needs an NVIDIA driver, CUDA 11.2 and cuDNN 8.1.`,
  ),
);
console.error(
  `setup:gpu: ready (TensorFlow ${tf.default.version['tfjs-node'] ?? VERSION}); use --device tfjs:node-gpu`,
);
