import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSystemError, systemErrorAdvice, systemErrorText, type SystemError } from './systemErrors.js';

/** The error that a call throws. */
function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('an error of the system', () => {
  it('is told from a fault of the program', () => {
    const file = openSync('/', 'r');
    closeSync(file);
    expect(isSystemError(thrown(() => readFileSync('/no/such/file')))).toBe(true);
    expect(isSystemError(thrown(() => readFileSync(join(tmpdir(), 'x'.repeat(300)))))).toBe(true);
    expect(isSystemError(Object.assign(new Error('spawn gnugo ENOENT'), { code: 'ENOENT' }))).toBe(true);
    expect(isSystemError(thrown(() => writeSync(file, 'x')))).toBe(false); // EBADF: we closed it
    expect(isSystemError(thrown(() => writeFileSync('/tmp', 7 as unknown as string)))).toBe(false);
    expect(isSystemError(new TypeError('x is undefined'))).toBe(false);
    expect(isSystemError('ENOSPC')).toBe(false);
    expect(isSystemError(undefined)).toBe(false);
  });

  it('is said with what could not be done, the path, what it means, and what to do', () => {
    const folder = mkdtempSync(join(tmpdir(), 'agon-system-'));
    try {
      const missing = thrown(() => readdirSync(join(folder, 'none'))) as SystemError;
      expect(systemErrorText(missing)).toBe(`cannot list ${folder}/none: no such file or directory (ENOENT)`);
      expect(systemErrorAdvice(missing)).toBe('Put the folder back');
      const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
        code: 'ENOSPC',
        syscall: 'write',
      });
      expect(systemErrorText(full)).toBe('cannot write: no space left on device (ENOSPC)');
      expect(systemErrorText({ ...full, message: full.message, path: 'a' })).toMatch(/^cannot write a: no/);
      const listening = Object.assign(new Error('listen EADDRINUSE: address already in use'), {
        code: 'EADDRINUSE',
        syscall: 'listen',
      });
      expect(systemErrorText(listening)).toBe(listening.message);
      expect(systemErrorAdvice(listening)).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
