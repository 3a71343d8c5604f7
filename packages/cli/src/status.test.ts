import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Status } from './status.js';

/** A stream that keeps what is written. */
function sink(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return {
    stream: Object.assign(stream, { isTTY, columns: 80, rows: 24 }) as unknown as NodeJS.WriteStream,
    written: () => text,
  };
}

const at = (n: number) => () => ({ block: [`block ${n}`], line: `line ${n}` });

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

describe('Status in a pipe', () => {
  it('writes nothing in the first second, then one line every five seconds, and the last one at the end', () => {
    const { stream, written } = sink(false);
    const status = new Status(stream);
    for (let second = 0; second < 13; second++) {
      status.update(at(second));
      vi.advanceTimersByTime(1000);
    }
    expect(written()).toBe('line 1\nline 6\nline 11\n');
    status.done();
    expect(written()).toBe('line 1\nline 6\nline 11\nline 12\n');
  });

  it('writes what is said at once', () => {
    const { stream, written } = sink(false);
    new Status(stream).say('hello');
    expect(written()).toBe('hello\n');
  });

  it('forgets what was not shown when it is cleared', () => {
    const { stream, written } = sink(false);
    const status = new Status(stream);
    status.update(at(1));
    status.clear();
    status.done();
    expect(written()).toBe('');
  });
});

describe('Status on a terminal', () => {
  beforeEach(() => void vi.stubEnv('TERM', 'xterm'));
  afterEach(() => void vi.unstubAllEnvs());

  it('shows a block at once and redraws it at most ten times a second', () => {
    const { stream, written } = sink(true);
    const status = new Status(stream);
    for (let i = 0; i < 50; i++) {
      status.update(at(i));
      vi.advanceTimersByTime(10);
    }
    expect(written()).toContain('block 0');
    const shown = Array.from({ length: 50 }, (_, i) => i).filter((i) =>
      new RegExp(`block ${i}\\b`).test(written()),
    );
    expect(shown).toEqual([0, 10, 20, 30, 40]);
    status.done();
    expect(written()).toContain('block 49');
  });

  it('writes what is said above the block', () => {
    const { stream, written } = sink(true);
    const status = new Status(stream);
    status.update(at(1));
    status.say('a word');
    status.update(at(2));
    expect(written().indexOf('a word')).toBeGreaterThan(written().indexOf('block 1'));
    expect(written().indexOf('block 2')).toBeGreaterThan(written().indexOf('a word'));
    // The block is erased before the word is written.
    expect(written().slice(written().indexOf('block 1'), written().indexOf('a word'))).toContain('\u001b[2K');
  });
});
