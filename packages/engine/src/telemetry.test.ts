import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const scratch = mkdtempSync(join(tmpdir(), 'agon-telemetry-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The files that a child process leaves behind when it loads ONNX Runtime, with a home and a temporary folder of its own. */
function traces(name: string, script: string): string[] {
  const home = mkdtempSync(join(scratch, name));
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH, HOME: home, TMPDIR: home },
  });
  return readdirSync(home, { recursive: true }).map(String);
}

describe('telemetry of the native runtime', () => {
  const face = JSON.stringify(new URL('../dist/index.js', import.meta.url).href);
  const use = `const { compile } = await import(${face});
    const program = await compile(({ x }) => ({ y: x }), { inputs: { x: { shape: [1] } } });
    await program.run(); await program.dispose();`;

  it('is off: a process that runs a program leaves no identifier, cache or log behind', () => {
    expect(traces('engine', use)).toEqual([]);
  });

  it('is off in worker threads of a process that switched it off first', () => {
    const inWorker = `import { Worker } from 'node:worker_threads';
      const { disableTelemetry } = await import(${face}); disableTelemetry();
      await new Promise((resolve, reject) => new Worker(new URL('data:text/javascript,' + encodeURIComponent(${JSON.stringify(use)})))
        .on('exit', (code) => code ? reject(new Error(String(code))) : resolve()).on('error', reject));`;
    expect(traces('worker', inWorker)).toEqual([]);
  });

  // Windows keeps telemetry in its own event system, not in files.
  it.skipIf(process.platform === 'win32')(
    'leaves traces where nobody switches it off, so that the two tests above would notice',
    () => {
      const bare = `const ort = (await import('onnxruntime-node')).default;
      await ort.InferenceSession.create(new Uint8Array(1)).catch(() => undefined);`;
      expect(traces('bare', bare)).not.toEqual([]);
    },
  );
});
