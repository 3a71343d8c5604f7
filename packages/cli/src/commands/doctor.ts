/** `agon doctor`: what this machine has, and how to get what is missing. */
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print, printJson, say } from '../output.js';
import { paint } from '../paint.js';
import { probeDevices } from './probeDevices.js';

/** One thing looked at. Only what is `needed` makes the doctor fail. */
interface Finding {
  name: string;
  ok: boolean;
  found: string;
  needed: boolean;
  /** What it is for and how to get it; empty where all is well. */
  fix: string;
}

/** Prints one line for each thing that was looked at; the exit code is 1 where something that everybody needs is missing. */
export async function doctor(flags: { json?: boolean }): Promise<void> {
  const findings = [
    node(),
    cores(),
    memory(),
    await engine(),
    ...(await devices()),
    page(),
    await runsFolder(),
    chromium(),
    gnugo(),
  ];
  if (flags.json) printJson(findings);
  else for (const finding of findings) print(line(finding));
  if (findings.every((finding) => finding.ok || !finding.needed)) return;
  say('\nSomething that agon needs is missing; see above.');
  process.exitCode = 1;
}

function line({ name, ok, needed, found, fix }: Finding): string {
  const out = process.stdout;
  const mark = ok
    ? paint('green', 'ok     ', out)
    : needed
      ? paint('red', 'missing', out)
      : paint('yellow', 'not here', out);
  return `${mark.padEnd(8)} ${name.padEnd(14)} ${found}${fix ? `\n         ${''.padEnd(14)} ${fix}` : ''}`;
}

/** The versions of Node on which all tests were run. */
const TRIED_NODES = [20, 22, 24, 26];

function node(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    name: 'Node',
    ok,
    found: process.version,
    needed: true,
    fix: !ok
      ? 'Agon needs Node 20.19 or newer: https://nodejs.org'
      : TRIED_NODES.includes(major)
        ? ''
        : `Agon was tried with Node ${TRIED_NODES.join(', ')}, not with this one.`,
  };
}

function cores(): Finding {
  const number = availableParallelism();
  const model = cpus()[0]?.model.trim() || process.arch;
  const fix = number > 1 ? '' : 'Self-play works best with two cores or more.';
  return { name: 'cores', ok: true, found: `${number} (${model})`, needed: false, fix };
}

function memory(): Finding {
  const gigabytes = totalmem() / 2 ** 30;
  const ok = gigabytes >= 2;
  return {
    name: 'memory',
    ok,
    found: `${gigabytes.toFixed(1)} GiB`,
    needed: false,
    fix: ok ? '' : 'Large replay buffers need 2 GiB or more.',
  };
}

/** Compiles and runs a small function: tfjs traces it, ONNX Runtime runs it. */
async function engine(): Promise<Finding> {
  const name = 'ONNX Runtime';
  try {
    const { compile } = await import('@agon/engine');
    const program = await compile(({ x }) => ({ y: x.mul(x).sum() }), { inputs: { x: { shape: [3] } } });
    program.inputs.x.set([1, 2, 3]);
    await program.run();
    const [got] = program.outputs.y;
    await program.dispose();
    const require = createRequire(import.meta.resolve('@agon/engine'));
    const { version } = require('onnxruntime-node/package.json') as { version: string };
    const ok = got === 14;
    return {
      name,
      ok,
      found: ok
        ? `onnxruntime-node ${version}, device cpu`
        : `onnxruntime-node ${version} says 1 + 4 + 9 = ${got}`,
      needed: true,
      fix: ok ? '' : 'Install again: rm -rf node_modules && npm ci',
    };
  } catch (error) {
    const found = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return {
      name,
      ok: false,
      found,
      needed: true,
      fix: `Install again: rm -rf node_modules && npm ci. There are builds for Linux, macOS and Windows on x64 and arm64 (this is ${process.platform} ${process.arch}).`,
    };
  }
}

/** What `--device` can name besides the processor's ONNX Runtime; loading them is the only sure test. */
async function devices(): Promise<Finding[]> {
  const { DEVICES } = await import('@agon/engine');
  const asked = DEVICES.filter(({ id }) => id !== 'cpu');
  const probes = await probeDevices(asked.map(({ id }) => id));
  return asked.map(({ id, title, needs }) => {
    const { ok = false, said } = probes.get(id) ?? {};
    const why = said === undefined ? '' : ` Its driver says: ${said}`;
    const fix = ok ? '' : `--device ${id} (${title}) needs ${needs}${why}`;
    return { name: id, ok, found: ok ? title : 'not found', needed: false, fix };
  });
}

function page(): Finding {
  const path = join(fileURLToPath(new URL('.', import.meta.resolve('@agon/viewer'))), 'page', 'index.html');
  const ok = existsSync(path);
  return {
    name: 'page',
    ok,
    found: ok ? 'built' : 'not built',
    needed: true,
    fix: ok ? '' : 'Build it: npm run build',
  };
}

async function runsFolder(): Promise<Finding> {
  const { RUNS_DIR } = await import('../places.js');
  const { listRuns } = await import('@agon/runs/node');
  const runs = listRuns(RUNS_DIR);
  const damaged = runs.filter(({ damage }) => damage !== undefined).map(({ name }) => name);
  const of = damaged.length > 0 ? ` (damaged: ${damaged.join(', ')})` : '';
  const ok = isWritable(existsSync(RUNS_DIR) ? RUNS_DIR : '.');
  return {
    name: 'runs',
    ok,
    found: `${runs.length} in ${join(process.cwd(), RUNS_DIR)}${of}`,
    needed: true,
    fix: ok ? '' : 'The folder is not writable: call agon in one that is.',
  };
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first of these paths that exists; names without a slash are looked for on PATH. */
function lookFor(...names: string[]): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names
    .flatMap((name) => (name.includes('/') ? [name] : places.map((place) => join(place, name))))
    .find((path) => existsSync(path));
}

function chromium(): Finding {
  const own = process.env.AGON_CHROMIUM;
  const path = own ? lookFor(own) : lookFor('/usr/bin/chromium', 'chromium', 'google-chrome');
  const fix =
    'Only the tests of the page need it. Debian: apt install chromium; elsewhere set AGON_CHROMIUM to a Chromium or Chrome.';
  return {
    name: 'Chromium',
    ok: path !== undefined,
    found: path ?? 'not found',
    needed: false,
    fix: path ? '' : fix,
  };
}

function gnugo(): Finding {
  const path = lookFor('gnugo', '/usr/games/gnugo');
  const fix = 'Only matches against it need it. Debian: apt install gnugo.';
  return {
    name: 'GNU Go',
    ok: path !== undefined,
    found: path ?? 'not found',
    needed: false,
    fix: path ? '' : fix,
  };
}
