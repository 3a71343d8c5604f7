/** That every metric and setting has words is a fact of types; what they look like is tested here. */
import { algorithmWords } from '@agon/agents';
import { describeSettings } from '@agon/core';
import { dataTrainerWords } from '@agon/models';
import { describe, expect, it } from 'vitest';
import { searchFor, trainers } from '../trainers.js';
import { describeTrainer, metricsInOrder, metricWords } from './catalogues.js';

const all = [...Object.values(trainers), searchFor('classifier'), searchFor('dqn')];
const packages = [algorithmWords.en, dataTrainerWords.en];
const settings: Readonly<Record<string, object>> = Object.assign(
  {},
  ...packages.map((each) => each.settings),
);

describe('the words of metrics', () => {
  it('are there for what each trainer declares', () => {
    for (const { id, metrics } of all)
      for (const metric of Object.keys(metrics))
        expect(metricWords(id, metric, 'en'), `${id} ${metric}`).toBeDefined();
  });

  it('are there for nothing that no trainer declares', () => {
    const declared = new Set(all.flatMap(({ metrics }) => Object.keys(metrics)));
    const ids = packages.flatMap(({ metrics }) => Object.keys(metrics));
    expect(ids.filter((id) => !declared.has(id))).toEqual([]);
    expect(metricWords('dqn', 'toString', 'en')).toBeUndefined();
  });

  it('are those of the trainer’s package, by its former name too, or else of any', () => {
    const speeds = packages.map(({ metrics }) => metrics.stepsPerSecond);
    expect(metricWords('supervised', 'stepsPerSecond', 'en')).toBe(speeds[0]);
    expect(metricWords('classifier', 'stepsPerSecond', 'en')).toBe(speeds[1]);
    const ownOfData = dataTrainerWords.en.metrics.validationAccuracy;
    expect(metricWords('forgotten', 'validationAccuracy', 'en')).toBe(ownOfData);
    expect(metricsInOrder('classifier', 'en')[0]).toBe('validationAccuracy');
    expect(metricsInOrder('dqn', 'en')[0]).toBe('return');
  });

  it('are a title and whole sentences', () => {
    for (const { metrics } of packages) {
      for (const [title, meaning] of Object.values(metrics)) {
        expect(title).toMatch(/^[A-Z]/);
        expect(meaning).toMatch(/^[A-Z0].*\.\)?$/);
      }
    }
  });
});

describe('the texts of settings', () => {
  it.each(all)('begin small or with a name, and have no full stop: $id', (trainer) => {
    for (const { key, description } of describeTrainer(trainer, 'en'))
      expect(description, key).toMatch(/^(\p{Ll}|[A-Z][\w ]*: ).*[^.]$/u);
  });

  it.each(Object.values(trainers))('stand in the schema or in the catalogue: $id', ({ id, schema }) => {
    const bare = describeSettings(schema).filter(({ description }) => description === '');
    expect(Object.keys(settings[id]).sort()).toEqual(bare.map(({ key }) => key).sort());
  });

  it('are for trainers that there are', () => {
    expect(Object.keys(settings).sort()).toEqual(Object.keys(trainers).sort());
    expect(describeTrainer({ ...trainers.a2c, id: 'toString' }, 'en')[0].description).toBe('');
  });
});
