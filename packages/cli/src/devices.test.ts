/** What `--device auto` found is kept on disk. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { rememberedDevices } from './devices.js';

const folder = mkdtempSync(join(tmpdir(), 'agon-devices-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('rememberedDevices', () => {
  it('recalls what another process found, program by program', () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const path = join(folder, 'new', 'devices.json');
    rememberedDevices(path).remember('train: x', 'webgpu');
    rememberedDevices(path).remember('compile: x', 'cpu');
    expect(rememberedDevices(path).recall('train: x')).toBe('webgpu');
    expect(rememberedDevices(path).recall('compile: x')).toBe('cpu');
    expect(rememberedDevices(path).recall('train: y')).toBeUndefined();
  });

  it.each(['{', '', 'null', '[]', '"x"', '{"a":1}', '\0\0'])(
    'does without a file that is damaged: %j',
    (text) => {
      const path = join(folder, 'damaged.json');
      writeFileSync(path, text);
      expect(rememberedDevices(path).recall('train: x')).toBeUndefined();
    },
  );
});
