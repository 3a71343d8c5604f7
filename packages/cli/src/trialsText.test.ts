import type { TrialLine } from '@agon/runs';
import { expect, it } from 'vitest';
import { chart, liveTrials, trialsTable } from './trialsText.js';

const line = (trial: number, updates: number, score: number | null): TrialLine => ({
  ...{ trial, step: trial, network: `n${trial}`, updates, score, parameters: 1234, isBest: false },
});

it('draws a bar for each score, lowest to highest, and leaves out those that diverged', () => {
  expect(chart([0.1, 0.8, null, 0.5])).toBe('▁█▅');
  expect(chart([0.3, 0.3])).toBe('▁▁');
  expect(chart([null])).toBe('');
});

it('draws of many scores the highest of each part', () => {
  const many = Array.from({ length: 480 }, (_, i) => (i === 105 ? 1 : 0));
  expect(chart(many)).toBe(`${'▁'.repeat(10)}█${'▁'.repeat(37)}`);
});

it('lists the best of those that were trained for longest first', () => {
  const trials = [line(1, 5, 0.9), line(2, 15, 0.5), line(3, 15, 0.6), line(4, 15, null)];
  const rows = trialsTable({ id: 'classifier-search' }, trials).split('\n');
  expect(rows.slice(1).map((row) => row.trim().split(/\s{2,}/))).toEqual([
    ['60.00 %', '15', '1,234', 'n3'],
    ['50.00 %', '15', '1,234', 'n2'],
    ['diverged', '15', '1,234', 'n4'],
    ['90.00 %', '5', '1,234', 'n1'],
  ]);
  expect(liveTrials('dqn-search', trials).slice(1)).toEqual([
    '  0.60  after 15  n3',
    '  0.50  after 15  n2',
    '  diverged  after 15  n4',
  ]);
  expect(liveTrials('dqn-search', [])).toEqual([]);
});
