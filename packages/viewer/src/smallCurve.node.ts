/** Small learning curves of runs: read from a few places of a file, so that a long run costs no more than a short one. */
import { AgonError } from '@agon/core';
import { inside } from '@agon/core/node';
import { mainMetric, type MetricsLine } from '@agon/runs';
import { isThere, parseMetrics, readConfig, runDirectory, withFile } from '@agon/runs/node';
import { readSync, statSync } from 'node:fs';
import { CURVE_POINTS, type SmallCurve } from './smallCurve.js';

/** A file of at most this size is read whole; of a longer one, one place of `PLACE_BYTES` for each point. */
const WHOLE_BYTES = 1 << 18;
const PLACE_BYTES = 1 << 12;
const METRICS = 'metrics.jsonl';

/** The whole lines in a part of a file; the first piece may begin, and the last may end, in the middle of a line. */
function linesIn(text: string, fromStart: boolean): MetricsLine[] {
  const pieces = text.split('\n');
  return pieces.slice(fromStart ? 0 : 1, -1).flatMap((piece) => {
    try {
      return [parseMetrics(piece, METRICS)];
    } catch (error) {
      if (error instanceof AgonError) return []; // the run's page tells of damaged lines
      throw error;
    }
  });
}

/** Lines in groups, one for each point of the curve, in the order of the file. */
function groupsOf(path: string): MetricsLine[][] {
  return withFile(path, (file, size) => {
    const read = (start: number, length: number): MetricsLine[] => {
      const bytes = Buffer.alloc(length);
      const count = readSync(file, bytes, 0, length, start);
      return linesIn(bytes.toString('utf8', 0, count), start === 0);
    };
    if (size > WHOLE_BYTES) {
      const apart = (size - PLACE_BYTES) / (CURVE_POINTS - 1);
      return Array.from({ length: CURVE_POINTS }, (_, i) => read(Math.floor(i * apart), PLACE_BYTES));
    }
    return [read(0, size)];
  });
}

/** The mean step and the mean value of some points. */
function middle(points: readonly (readonly [number, number])[]): [number, number] {
  const sum = points.reduce(([x, y], [step, value]) => [x + step, y + value] as const, [0, 0] as const);
  return [Math.round(sum[0] / points.length), sum[1] / points.length];
}

/** At most `CURVE_POINTS` points of many. */
function thinned(points: readonly [number, number][]): [number, number][] {
  const perPoint = Math.ceil(points.length / CURVE_POINTS);
  return Array.from({ length: Math.ceil(points.length / Math.max(1, perPoint)) }, (_, i) =>
    middle(points.slice(i * perPoint, (i + 1) * perPoint)),
  );
}

/** @param groups lines, a group for each place of the file that was read */
function curveOf(trainer: string, groups: readonly MetricsLine[][]): SmallCurve {
  const measured = new Set(groups.flat().flatMap((line) => Object.keys(line)));
  for (const axis of ['step', 'seconds']) measured.delete(axis);
  const metric = mainMetric(trainer, [...measured]);
  if (metric === undefined) return { metric: null, points: [] };
  const points: [number, number][] = [];
  for (const group of groups) {
    const known = group.flatMap((line) => (metric in line ? [[line.step, line[metric]] as const] : []));
    const added = groups.length === 1 ? known : known.length > 0 ? [middle(known)] : [];
    for (const [step, value] of added) {
      // A resumed run went back: it measured these steps again.
      while (points.length > 0 && points[points.length - 1][0] >= step) points.pop();
      points.push([step, value]);
    }
  }
  return { metric, points: thinned(points) };
}

/** Curves of one folder's runs; one is read again only when its file has changed. */
export class SmallCurves {
  private readonly runsDir: string;
  private readonly known = new Map<string, { stamp: string; curve: SmallCurve }>();

  constructor(runsDir: string) {
    this.runsDir = runsDir;
  }

  /** @throws not-found, bad-file */
  of(name: string): SmallCurve {
    const path = inside(runDirectory(this.runsDir, name), METRICS);
    if (!isThere(path)) return { metric: null, points: [] };
    const { ino, size, mtimeMs } = statSync(path);
    const stamp = `${ino} ${size} ${mtimeMs}`;
    const known = this.known.get(name);
    if (known?.stamp === stamp) return known.curve;
    const curve = curveOf(readConfig(this.runsDir, name).algorithm, groupsOf(path));
    this.known.set(name, { stamp, curve });
    return curve;
  }
}
