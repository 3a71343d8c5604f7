/** What `agon` says where the system refuses to write, and what its runs take of the disk. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agon, ROOT, temporaryFolder } from './agon.js';

const folder = temporaryFolder();
const TRAIN = [
  'train',
  'dqn',
  '--env',
  'minatar-breakout',
  '--set',
  'learningStarts=50',
  '--set',
  'bufferSize=500',
];

/** Runs `agon` where no file may have more than so many kilobytes. */
function agonWithLimit(kilobytes: number, args: string[]): Promise<{ code: number | null; stderr: string }> {
  const bin = join(ROOT, 'packages', 'cli', 'bin', 'agon.js');
  const script = `ulimit -f ${kilobytes}; exec "$0" "$@"`;
  const child = spawn('bash', ['-c', script, process.execPath, bin, ...args], { cwd: folder });
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += String(data)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stderr }));
  });
}

describe('a disk that takes no more', () => {
  it('ends the training with its error, what is kept and how to go on, which then goes on', async () => {
    const flags = ['--steps', '300', '--checkpoint-every', '100', '--run', 'cut'];
    const { code, stderr } = await agonWithLimit(500, [...TRAIN, ...flags]);
    expect(code, stderr).toBe(1);
    expect(stderr).toContain('keeps at most 4 checkpoints of 240 kB and a state of about');
    expect(stderr).toMatch(
      /agon: cannot write runs\/cut\/state\/\S+: file too large \(EFBIG\)\. The run has no state yet; .* then resume with:\n {2}npx agon train dqn --resume cut\n$/,
    );
    expect(stderr).not.toContain('fault of agon');
    const status = JSON.parse(readFileSync(join(folder, 'runs', 'cut', 'status.json'), 'utf8')) as object;
    expect(status).toMatchObject({ status: 'failed', error: expect.stringContaining('EFBIG') as string });
    const resumed = await agon(['train', 'dqn', '--resume', 'cut'], folder);
    expect(resumed.code, resumed.stderr).toBe(0);
    const onnx = await agonWithLimit(100, ['export', 'runs/cut', '--onnx', 'cut.onnx']);
    expect(onnx).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/cannot write cut\.onnx: file too/) as string,
    });
    const zoo = await agonWithLimit(100, ['export', 'runs/cut', '--zoo', 'cut', '--episodes', '0']);
    expect(zoo).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/cannot write zoo\/cut\/.*EFBIG/) as string,
    });
  }, 120_000);
});

describe('agon runs', () => {
  it('lists the runs with their whole names in a pipe, and thins their checkpoints', async () => {
    const name = 'a'.repeat(150);
    const trained = await agon([...TRAIN, '--steps', '60', '--checkpoint-every', '4', '--run', name], folder);
    expect(trained.code, trained.stderr).toBe(0);
    const list = await agon(['runs'], folder);
    expect(list.code, list.stderr).toBe(0);
    expect(list.stdout).toMatch(/^a{150} +finished +60 +15 +\S+ MB$/m);
    const pruned = await agon(['runs', 'prune', name, '--keep', '4'], folder);
    const [, removed, kept] = /removed (\d+) checkpoints \(.*\), keeps (\d+)/.exec(pruned.stdout) ?? [];
    expect(Number(removed) + Number(kept)).toBe(15);
    expect(readdirSync(join(folder, 'runs', name, 'checkpoints'))).toHaveLength(Number(kept));
  }, 120_000);
});
