import { describe, expect, it } from 'vitest';
import { MetricSeries } from './metricSeries.js';

describe('MetricSeries', () => {
  it('makes one series a metric, from lines that need not hold all of them', () => {
    const metrics = new MetricSeries();
    metrics.append([
      { step: 100, seconds: 1, loss: 0.5 },
      { step: 200, seconds: 2, loss: 0.4, return: 3 },
      { step: 300, seconds: 3, return: 5 },
    ]);
    expect(metrics.names).toEqual(['loss', 'return']);
    expect(metrics.get('loss')).toEqual({ step: [100, 200], seconds: [1, 2], value: [0.5, 0.4] });
    expect(metrics.get('return')).toEqual({ step: [200, 300], seconds: [2, 3], value: [3, 5] });
  });

  it('leaves out what is not a number (JSON writes NaN as null)', () => {
    const metrics = new MetricSeries();
    metrics.append([JSON.parse('{"step":1,"seconds":1,"loss":null,"return":2}')]);
    expect(metrics.names).toEqual(['return']);
  });

  it('continues one curve where a resumed run goes back, instead of running back and forth', () => {
    const metrics = new MetricSeries();
    metrics.append([1, 2, 3, 4].map((step) => ({ step, seconds: step, loss: step })));
    metrics.append([3, 4, 5].map((step) => ({ step, seconds: step + 10, loss: -step })));
    expect(metrics.get('loss')).toEqual({
      step: [1, 2, 3, 4, 5],
      seconds: [1, 2, 13, 14, 15],
      value: [1, 2, -3, -4, -5],
    });
  });

  it('keeps several lines of one step', () => {
    const metrics = new MetricSeries();
    metrics.append([
      { step: 5, seconds: 1, return: 1 },
      { step: 5, seconds: 1, return: 2 },
    ]);
    expect(metrics.get('return')?.value).toEqual([1, 2]);
  });

  it('rises its version with every change, and only then', () => {
    const metrics = new MetricSeries();
    const before = metrics.version;
    metrics.append([]);
    expect(metrics.version).toBe(before);
    metrics.append([{ step: 1, seconds: 1, loss: 1 }]);
    metrics.clear();
    expect(metrics.version).toBe(before + 2);
    expect(metrics.names).toEqual([]);
  });

  it('knows what has stayed the same all the time; one point says nothing of that', () => {
    const metrics = new MetricSeries();
    metrics.append([{ step: 1, seconds: 1, idle: 0, loss: 2 }]);
    expect(metrics.isConstant('idle')).toBe(false);
    metrics.append([{ step: 2, seconds: 2, idle: 0, loss: 1 }]);
    expect(['idle', 'loss', 'nothing'].map((name) => metrics.isConstant(name))).toEqual([true, false, false]);
  });
});
