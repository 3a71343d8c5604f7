/** That every metric and setting has words is a fact of types; what they look like is tested here. */
import { describeSettings } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { algorithms } from '../algorithms.js';
import { describeTrainer, metricWords, wordsIn } from './catalogues.js';
import { a2c } from './en/settings/policy.js';
import type { TrainerTexts } from './words.js';

describe('the words of metrics', () => {
  it('are there for what each algorithm declares', () => {
    for (const { id, metrics } of Object.values(algorithms))
      for (const metric of Object.keys(metrics))
        expect(metricWords(metric, 'en'), `${id} ${metric}`).toBeDefined();
  });

  it('are there for nothing that no algorithm declares', () => {
    const declared = new Set(Object.values(algorithms).flatMap(({ metrics }) => Object.keys(metrics)));
    expect(Object.keys(wordsIn('en').metrics).filter((id) => !declared.has(id))).toEqual([]);
    expect(metricWords('toString', 'en')).toBeUndefined();
  });

  it('are a title and whole sentences', () => {
    for (const [title, meaning] of Object.values(wordsIn('en').metrics)) {
      expect(title).toMatch(/^[A-Z]/);
      expect(meaning).toMatch(/^[A-Z0].*\.\)?$/);
    }
  });
});

describe('the texts of settings', () => {
  it.each(Object.values(algorithms))(
    'begin small or with a name, and have no full stop: $id',
    (algorithm) => {
      for (const { key, description } of describeTrainer(algorithm, 'en'))
        expect(description, key).toMatch(/^(\p{Ll}|[A-Z][\w ]*: ).*[^.]$/u);
    },
  );

  it.each(Object.values(algorithms))('stand in the schema or in the catalogue: $id', ({ id, schema }) => {
    const { settings }: { settings: Readonly<Record<string, object>> } = wordsIn('en');
    const bare = describeSettings(schema).filter(({ description }) => description === '');
    expect(Object.keys(settings[id]).sort()).toEqual(bare.map(({ key }) => key).sort());
  });

  it('are for algorithms that there are', () => {
    expect(Object.keys(wordsIn('en').settings).sort()).toEqual(Object.keys(algorithms).sort());
    expect(describeTrainer({ ...algorithms.a2c, id: 'toString' }, 'en')[0].description).toBe('');
  });

  it('fail the build where one is missing, or is for a setting that the algorithm does not have', () => {
    const { gamma, ...others } = a2c;
    // @ts-expect-error: "gamma" is missing
    others satisfies TrainerTexts<'a2c'>;
    // @ts-expect-error: "clip" is PPO's
    ({ ...others, gamma, clip: '' }) satisfies TrainerTexts<'a2c'>;
    // @ts-expect-error: "gamme" is nobody's
    ({ ...others, gamma, gamme: '' }) satisfies TrainerTexts<'a2c'>;
    expect({ ...others, gamma } satisfies TrainerTexts<'a2c'>).toEqual(a2c);
  });
});
