/** A state is old or new, and whole, whatever operation a crash or a loss of power cuts short. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '@agon/core';
import type { SavedState, TrainState } from '@agon/learning';
import { StateStore } from './stateStore.node.js';
import { Crash, MemoryDisk } from './testing/memoryDisk.js';

const DIRECTORY = '/run/state';
const ROW_BYTES = 3;

/** A growth of a log: so many rows more, and of all so many dropped. */
interface Growth {
  added: number;
  dropped: number;
}

const growth = fc.record({ added: fc.nat(6), dropped: fc.nat(8) });
const history = fc.record({
  seed: fc.nat(),
  growths: fc.array(fc.record({ a: growth, b: growth }), { minLength: 1, maxLength: 6 }),
});

/** The row with this number of a log: always the same bytes. */
const row = (log: string, index: number): number[] => [log.charCodeAt(0), index & 255, (index * 7) & 255];

function rows(log: string, start: number, end: number): Uint8Array {
  return Uint8Array.from(Array.from({ length: end - start }, (_, i) => row(log, start + i)).flat());
}

/** The same in pieces of at most three rows. */
function piecesOf(log: string, start: number, end: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let first = start; first < end; first += 3) pieces.push(rows(log, first, Math.min(end, first + 3)));
  return pieces;
}

/** A state with the pieces of each segment in one. */
function joined({ segments, ...rest }: SavedState): SavedState {
  const whole = Object.entries(segments).map(([name, { pieces, ...segment }]) => {
    const bytes = Uint8Array.from([...pieces].flatMap((piece) => [...piece]));
    return [name, { ...segment, pieces: [bytes] }];
  });
  return { ...rest, segments: Object.fromEntries(whole) as SavedState['segments'] };
}

/** The states that a training loop would save, and what reading each of them back must give. */
function states(
  growths: { a: Growth; b: Growth }[],
): { step: number; state: TrainState; expected: SavedState }[] {
  const ends: Record<string, number> = { a: 0, b: 0 };
  const keeps: Record<string, number> = { a: 0, b: 0 };
  return growths.map((each, i) => {
    const step = (i + 1) * 10;
    const json = { step, text: 'x'.repeat(i) };
    const arrays = { weights: Float32Array.of(step, 1 / step), counts: Int32Array.of(-step) };
    const state: TrainState = { json, arrays, segments: {} };
    const expected: SavedState = { json, arrays, segments: {} };
    for (const log of ['a', 'b'] as const) {
      const before = ends[log];
      const end = (ends[log] += each[log].added);
      const keepFrom = (keeps[log] = Math.min(end, keeps[log] + each[log].dropped));
      // Rows that are dropped again before they were ever saved need not be written.
      const start = Math.min(end, Math.max(before, keepFrom));
      const pieces = piecesOf(log, start, end);
      state.segments[log] = { rowBytes: ROW_BYTES, start, end, keepFrom, pieces };
      expected.segments[log] = {
        rowBytes: ROW_BYTES,
        start: keepFrom,
        end,
        keepFrom,
        pieces: [rows(log, keepFrom, end)],
      };
    }
    return { step, state, expected };
  });
}

/** Saves all states; the disk may crash on the way. Returns how many `save`s returned. */
function saveAll(disk: MemoryDisk, all: ReturnType<typeof states>, from = 0): number {
  const store = new StateStore(disk, DIRECTORY);
  let saved = from;
  try {
    for (const { step, state } of all.slice(from)) {
      store.save(step, step / 2, step * 3, state);
      saved++;
    }
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
  return saved;
}

const isSlow = process.env.AGON_SLOW === '1';

describe('a state store', () => {
  it('gives back what was saved, and keeps no file that is not needed', () => {
    fc.assert(
      fc.property(history, ({ seed, growths }) => {
        const disk = new MemoryDisk(new RandomStream(seed));
        const store = new StateStore(disk, DIRECTORY);
        for (const { step, state, expected } of states(growths)) {
          const manifest = store.save(step, 1, 2, state);
          expect(store.manifest()).toEqual(manifest);
          expect(joined(store.load(manifest))).toEqual(expected);
          const named = ['manifest.json', manifest.arrays.name];
          for (const log of Object.values(manifest.segments))
            named.push(...log.files.map(({ name }) => name));
          expect(disk.list(DIRECTORY)).toEqual(named.sort());
        }
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it.each(['afterKill', 'afterPowerLoss'] as const)(
    'has the old state or the new one, whole, %s in any operation, and goes on from it',
    (how) => {
      fc.assert(
        fc.property(history, ({ seed, growths }) => {
          const all = states(growths);
          const untouched = new MemoryDisk(new RandomStream(seed));
          saveAll(untouched, all);
          for (let crashAt = 1; crashAt <= untouched.operations; crashAt++) {
            const disk = new MemoryDisk(new RandomStream(seed + crashAt));
            disk.crashAt = crashAt;
            const saved = saveAll(disk, all);
            const survivor = disk[how]();
            const store = new StateStore(survivor, DIRECTORY);
            const manifest = store.manifest();
            const found = manifest ? manifest.step / 10 : 0;
            // What `save` returned for is there; what it was busy with may be.
            expect([saved, saved + 1]).toContain(found);
            if (manifest) expect(joined(store.load(manifest))).toEqual(all[found - 1].expected);
            store.clean(manifest);
            expect(saveAll(survivor, all, found)).toBe(all.length);
            const last = store.manifest();
            expect(last && joined(store.load(last))).toEqual(all[all.length - 1].expected);
          }
        }),
        { seed: 2, numRuns: isSlow ? 500 : 25 },
      );
    },
    isSlow ? 600_000 : undefined,
  );

  it('refuses rows that do not follow, and numbers that JSON cannot hold', () => {
    const store = new StateStore(new MemoryDisk(new RandomStream(1)), DIRECTORY);
    const [{ state }] = states([{ a: { added: 3, dropped: 0 }, b: { added: 0, dropped: 0 } }]);
    store.save(10, 0, 0, state);
    expect(() =>
      store.save(20, 0, 0, { ...state, segments: { a: { ...state.segments.a, start: 1, end: 4 } } }),
    ).toThrow(/log "a": rows 1–4 .* do not follow on 3/);
    expect(() => store.save(20, 0, 0, { ...state, segments: {}, json: { best: [-Infinity] } })).toThrow(
      /state\.best\.0 is -Infinity/,
    );
  });

  it('refuses damaged files by name', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (fileIndex, bit) => {
        const disk = new MemoryDisk(new RandomStream(1));
        const store = new StateStore(disk, DIRECTORY);
        for (const { step, state } of states([
          { a: { added: 3, dropped: 0 }, b: { added: 2, dropped: 0 } },
        ])) {
          store.save(step, 0, 0, state);
        }
        const names = disk.list(DIRECTORY).filter((name) => name !== 'manifest.json');
        const name = names[fileIndex % names.length];
        const bytes = disk.read(`${DIRECTORY}/${name}`);
        bytes[(bit >> 3) % bytes.length] ^= 1 << (bit & 7);
        disk.writeSynced(`${DIRECTORY}/${name}`, bytes);
        const manifest = store.manifest();
        expect(() => manifest && store.load(manifest)).toThrow(`${name} fails its checksum`);
      }),
      { seed: 3, numRuns: 50 },
    );
  });
});
