/** Recordings come back as they were. */
import { expect, it } from 'vitest';
import type { Figure } from './figure.js';
import { lessons } from './lessons.js';
import { formatRecording, recordingOf } from './recording.js';

it('keeps pictures byte by byte, what heads look at, exact results, and five digits of what is drawn', () => {
  const pixels = Uint8Array.from({ length: 256 }, (_, i) => i);
  const figure: Figure = {
    panels: [
      {
        kind: 'gallery',
        title: 'one',
        columns: 1,
        pictures: [{ caption: 'all bytes', shape: [16, 16, 1], pixels }],
      },
      {
        kind: 'heads',
        title: 'three',
        ...{ tokens: ['a'], layers: 1, heads: 1, attention: Float32Array.of(1) },
        ...{ queries: Float32Array.of(1 / 3, -2), keys: Float32Array.of(0, 1e-9) },
      },
      { kind: 'bars', title: 'two', most: 1, items: [{ label: 'a', value: 1 / 3, text: 'a third' }] },
    ],
  };
  const told = { lesson: 'x', seed: 3, settings: { updates: '7' }, numbers: { third: 1 / 3 }, figure };
  const text = formatRecording(told);
  expect(text).not.toContain('\n');
  const { figure: drawn, ...rest } = recordingOf(JSON.parse(text));
  expect(rest).toEqual({ lesson: 'x', seed: 3, settings: { updates: '7' }, numbers: { third: 1 / 3 } });
  const [gallery, heads, bars] = drawn.panels;
  expect([gallery, heads]).toEqual(figure.panels.slice(0, 2));
  expect(bars).toMatchObject({ items: [{ value: 0.33333 }] });
});

const recorded = lessons.flatMap(({ id, recording }) => (recording ? [[id, recording] as const] : []));

it.each(recorded)('that of %s is of this lesson, and small', async (id, recording) => {
  const kept = await recording();
  expect(kept.lesson).toBe(id);
  expect(formatRecording(kept).length).toBeLessThan(100_000);
  expect(Object.values(kept.numbers).every(Number.isFinite)).toBe(true);
});
