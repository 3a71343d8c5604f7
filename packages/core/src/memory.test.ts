import { describe, expect, it } from 'vitest';
import { AgonError } from './errors.js';
import { availableMemory, availableTo, describeMemory, formatBytes, requireMemory } from './memory.js';

const GB = 1e9;
const ITEMS = [
  { what: 'the network', bytes: 0.04 * GB, lower: 'the sizes of "network"' },
  { what: 'the replay buffer', bytes: 7.06 * GB, lower: '"bufferSize"' },
];

/** What is said of items that do not fit. */
function refusal(...args: Parameters<typeof requireMemory>): AgonError {
  try {
    requireMemory(...args);
  } catch (error) {
    if (error instanceof AgonError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('requireMemory', () => {
  it('says what is needed, what there is, and what to lower', () => {
    const error = refusal('training', ITEMS, 3.2 * GB);
    expect(error.message).toBe(
      'training needs 7.10 GB (the replay buffer 7.06 GB, the network 40.0 MB) of memory, and there is 3.20 GB; lower "bufferSize".',
    );
    expect(error.code).toBe('bad-option');
    expect(error.isUsage).toBe(true);
  });

  it('lets everything pass that fits, to the last byte', () => {
    expect(() => requireMemory('training', ITEMS, 7.1 * GB)).not.toThrow();
    refusal('training', ITEMS, 7.1 * GB - 1);
  });

  it('refuses more small objects than JavaScript holds, on the largest machine too', () => {
    const objects = [{ what: 'the environments', bytes: 3 * GB, lower: '"numEnvs"', isObjects: true }];
    const { message } = refusal('training', [...objects, ...ITEMS], 1e15);
    expect(message).toMatch(
      /needs 3.00 GB \(the environments 3.00 GB\).*room for 2.15 GB of objects; lower "numEnvs"/,
    );
  });

  it('names the three largest items', () => {
    const items = [3, 1, 4, 2].map((bytes) => ({ what: `part ${bytes}`, bytes: bytes * 1000, lower: 'it' }));
    expect(describeMemory(items)).toBe('10.0 kB (part 4 4.00 kB, part 3 3.00 kB, part 2 2.00 kB)');
  });
});

describe('the memory that there is', () => {
  const UNLIMITED = 18446744073709552000;
  const host = (platform: string, available: number, constrained: number) => ({
    platform,
    availableMemory: () => available,
    constrainedMemory: () => constrained,
    memoryUsage: { rss: () => 0.1 * GB },
    getBuiltinModule: () => ({ totalmem: () => 16 * GB }),
  });

  it.each([
    ['on Linux, what is free', 'linux', 3 * GB, UNLIMITED, 3 * GB],
    ['in a container, its limit: files in memory make room', 'linux', 0.2 * GB, 4 * GB, 3.9 * GB],
    ['on macOS, all of it: most counts as taken there', 'darwin', 0.3 * GB, 0, 16 * GB],
    ['on Windows, what is free', 'win32', 5 * GB, 0, 5 * GB],
  ])('is %s', (_what, platform, available, constrained, expected) => {
    expect(availableTo(host(platform, available, constrained))).toBe(expected);
  });

  it('is some of it here', () => {
    expect(availableMemory()).toBeGreaterThan(1e8);
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.00 kB'],
    [999_999, '1.00 MB'],
    [6e6, '6.00 MB'],
    [2.5e9, '2.50 GB'],
    [22.2e12, '22.2 TB'],
    [4e20, '400 EB'],
  ])('writes %d as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});
