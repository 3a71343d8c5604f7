import { describe, expect, it } from 'vitest';
import { tinyDigits } from '../../testing/tinyDigits.js';
import { lastOf } from '../testing/lastOf.js';
import { alexnet, fullSizeTable, imagenetPlot } from './alexnet.js';
import { IMAGENET_RESULTS, IMAGENET_SOURCES } from './imagenetChart.js';
import { COMPARED, variants } from './variants.js';

describe('the chart of ImageNet', () => {
  const errorOf = (name: string): number | undefined =>
    IMAGENET_RESULTS.find((each) => each.name === name)?.error;

  it('has the numbers of the lecture, and keeps Inception-v4 apart from those of 2021', () => {
    expect([errorOf('AlexNet'), errorOf('second of 2012')]).toEqual([15.3, 26.2]);
    expect(errorOf('one trained person')).toBeCloseTo(5, 0);
    expect(errorOf('Inception-v4 ensemble')).toBe(3.08);
    const of2021 = IMAGENET_RESULTS.filter(({ year }) => year === 2021);
    expect(of2021.map(({ error }) => Math.round(error))).toEqual([1]);
  });

  it('names a source for each of them, and says what the person’s line is', () => {
    for (const { name, year, error, source } of IMAGENET_RESULTS) {
      expect(source).toMatch(/20\d\d/);
      expect(IMAGENET_SOURCES.some((text) => text.includes(`${year} ${name} ${error} %`) && text.includes(source))).toBe(true); // prettier-ignore
    }
    expect(IMAGENET_SOURCES.join(' ')).toMatch(/Shankar et al. 2020/);
  });

  it('draws all of them, winners in the order of the years', () => {
    const { lines } = imagenetPlot();
    const points = lines.filter(({ style }) => style !== 'dashes').flatMap((line) => line.points);
    expect(points).toHaveLength(IMAGENET_RESULTS.length - 1);
    const years = lines[0].points.map(([year]) => year);
    expect(years).toEqual([2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017]);
  });
});

it('the full-size network has the paper’s layers and the parameters of today’s libraries', () => {
  const { rows, title } = fullSizeTable();
  expect(title).toContain('61,100,840');
  expect(rows.map(([name]) => name)).toEqual(
    expect.arrayContaining(['conv1', 'conv5', 'fc6', 'fc7', 'logits']),
  );
  expect(rows.find(([name]) => name === 'conv1')).toEqual([
    'conv1',
    '55×55×64',
    '23,296',
    expect.any(String),
  ]);
});

describe('the lesson on AlexNet', () => {
  it('takes away one idea at a time', () => {
    const all = variants(0.1, 0);
    const [whole, ...without] = COMPARED.ideas.map((name) => JSON.stringify([all[name].network, all[name].more])); // prettier-ignore
    expect(new Set([whole, ...without]).size).toBe(COMPARED.ideas.length);
    expect(all.noAugmentation.network).toBe(all.alexnet.network);
    expect(all.tanh.more).toBe(all.alexnet.more);
  });

  it('trains all side by side', async () => {
    const settings = { data: 'mnist', examples: 100, updates: 30, width: 0.03 };
    const { numbers, figure } = await lastOf(alexnet, settings, 1, tinyDigits(240, 40));
    expect(numbers.mlpError).toBeLessThan(0.5);
    for (const name of ['lenet', 'alexnet']) expect(numbers[`${name}Error`]).toBeLessThanOrEqual(1);
    expect(figure.panels.map(({ kind }) => kind)).toEqual(['plot', 'bars', 'plot', 'table']);
  });
});
