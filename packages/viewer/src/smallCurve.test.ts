import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CURVE_POINTS } from './smallCurve.js';
import { SmallCurves } from './smallCurve.node.js';
import { writeRun } from './testing/writeRun.node.js';

describe('small curves', () => {
  let runsDir = '';
  beforeAll(() => void (runsDir = mkdtempSync(join(tmpdir(), 'agon-curves-'))));
  afterAll(() => rmSync(runsDir, { recursive: true }));

  const steps = (from: number, to: number): { step: number; return: number }[] =>
    Array.from({ length: to - from }, (_, i) => ({ step: from + i, return: 2 * (from + i) }));

  it('are the means of neighbours, in order, few however many were measured', () => {
    for (const [name, count] of [
      ['short', 3],
      ['long', 1000],
      ['longest', 30_000],
    ] as const) {
      writeRun(runsDir, name, { lines: steps(1, count + 1) });
      const { metric, points } = new SmallCurves(runsDir).of(name);
      expect(metric).toBe('return');
      expect(points.length).toBeLessThanOrEqual(CURVE_POINTS);
      expect(points.length).toBeGreaterThan(count === 3 ? 2 : CURVE_POINTS / 2);
      for (const [step, value] of points) expect(Math.abs(value - 2 * step)).toBeLessThanOrEqual(1);
      for (let i = 1; i < points.length; i++) expect(points[i][0]).toBeGreaterThan(points[i - 1][0]);
    }
  });

  it('goes on from where a resumed run went back to', () => {
    writeRun(runsDir, 'resumed', { lines: [...steps(1, 6), ...steps(4, 8)] });
    const { points } = new SmallCurves(runsDir).of('resumed');
    expect(points.map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('is read again when more was measured, and not before', () => {
    const curves = new SmallCurves(runsDir);
    writeRun(runsDir, 'grows', { lines: steps(1, 3) });
    const before = curves.of('grows');
    expect(curves.of('grows')).toBe(before);
    writeRun(runsDir, 'grows', { lines: steps(1, 4) });
    expect(curves.of('grows').points.length).toBe(3);
  });

  it('leaves out lines that are damaged, and has nothing where nothing was measured', () => {
    writeRun(runsDir, 'none', { lines: [] });
    expect(new SmallCurves(runsDir).of('none')).toEqual({ metric: null, points: [] });
    writeRun(runsDir, 'torn', { lines: steps(1, 3) });
    writeFileSync(
      join(runsDir, 'torn', 'metrics.jsonl'),
      '{"step":1,"seconds":1,"return":5}\n{"st\n{"step":2,"seconds":1,"return":6}\n{"step":3',
    );
    expect(new SmallCurves(runsDir).of('torn').points).toEqual([
      [1, 5],
      [2, 6],
    ]);
    mkdirSync(join(runsDir, 'folder', 'metrics.jsonl'), { recursive: true });
    expect(() => new SmallCurves(runsDir).of('folder')).toThrow('config.json');
  });
});
