/** ONNX Runtime's WebGPU provider computes what the processor does; SwiftShader stands in for a graphics card. */
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { describeWith } from './requirements.js';

interface Report {
  loss: number;
  logits: number[];
  parameters: number[];
}

const SCRIPT = fileURLToPath(new URL('engineWebgpu.mjs', import.meta.url));

async function trainOn(device: string, env: Record<string, string> = {}): Promise<Report> {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, device], {
    env: { ...process.env, ...env },
  });
  return JSON.parse(stdout) as Report;
}

describeWith('swiftshader', 'device webgpu', (driver) => {
  it('trains and runs a convolutional network as the processor does', async () => {
    const expected = await trainOn('cpu');
    const got = await trainOn('webgpu', { VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: dirname(driver) });
    expect(got.loss).toBeCloseTo(expected.loss, 4);
    got.logits.forEach((value, i) => expect(value).toBeCloseTo(expected.logits[i], 4));
    got.parameters.forEach((value, i) => expect(value).toBeCloseTo(expected.parameters[i], 4));
  }, 180_000);
});
