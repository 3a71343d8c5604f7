import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeFailure, DrawStream, runConformance } from './conformance.js';

const FOLDER = join(import.meta.dirname, '../testdata/minatar');
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));

/** Games whose recordings are replayed, with their number of traces and crafted cases. */
const GAMES: readonly [game: string, traces: number, cases: number][] = [
  ['asterix', 12, 60],
  ['breakout', 12, 60],
  ['freeway', 12, 40],
  ['seaquest', 16, 300],
  ['space_invaders', 14, 80],
];

describe('the draw stream of the recordings', () => {
  it('gives the numbers that the recordings document', () => {
    const draw = (seed: number) => {
      const stream = new DrawStream(seed);
      return [stream.uniform(), stream.uniform(), stream.uniform()];
    };
    expect(draw(1)).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
    expect(draw(12345)).toEqual([0.9797282677609473, 0.3067522644996643, 0.484205421525985]);
  });
});

describe('conformance with the reference', () => {
  it.each(GAMES)('%s replays every recorded trace', (game, traces) => {
    const report = runConformance(read(game));
    expect(report.failure && describeFailure(report.failure)).toBeUndefined();
    expect(report.cases).toBe(traces);
  });

  it.each(GAMES)('%s replays every crafted case', (game, _, count) => {
    const { format, cases } = read('crafted');
    const ours = cases.filter((one: { game: string }) => one.game === game);
    const report = runConformance({ format, cases: ours });
    expect(report.failure && describeFailure(report.failure)).toBeUndefined();
    expect(report.cases).toBe(count);
  });
});

describe('a recording that differs', () => {
  const file = () => {
    const whole = read('breakout');
    return { ...whole, traces: [structuredClone(whole.traces[0])] };
  };

  it.each([
    ['reward', (trace: Trace) => trace.rewards.shift(), 22],
    ['terminal', (trace: Trace) => (trace.terminals[1] += 1), undefined],
    ['observation', (trace: Trace) => (trace.obs['100'] = trace.obs['0']), 100],
    [
      'checksum of the observation',
      (trace: Trace) => (trace.sums = trace.sums.replace(/.$/, 'x')),
      undefined,
    ],
    ['draws used', (trace: Trace) => trace.drawsAt[3]++, 399],
    ['draws used at the end', (trace: Trace) => trace.draws++, 1000],
  ])('is reported with its %s and step', (what, change, step) => {
    const changed = file();
    change(changed.traces[0]);
    changed.traces[0].sums = changed.traces[0].sums.replace('x', '');
    const { failure } = runConformance(changed);
    expect(failure).toMatchObject({ id: 'breakout-01', what });
    if (step !== undefined) expect(failure?.step).toBe(step);
    expect(describeFailure(failure!)).toContain('breakout-01 differs');
  });

  it('is refused with the place where it is not a recording at all', () => {
    expect(() => runConformance({ format: 2 })).toThrow(expect.objectContaining({ code: 'bad-file' }));
    expect(() => runConformance({ format: 1, traces: [{ id: 'x' }] })).toThrow(/traces\.0\.game/);
    expect(() => runConformance({ format: 1 })).toThrow(/no traces/);
    const unknown = file();
    unknown.traces[0].game = 'pong';
    expect(() => runConformance(unknown)).toThrow(expect.objectContaining({ code: 'unknown-env' }));
  });
});

interface Trace {
  rewards: [number, number][];
  terminals: number[];
  obs: Record<string, string>;
  sums: string;
  drawsAt: number[];
  draws: number;
}
