import { openPictures } from '@agon/data';
import { describe, expect, it } from 'vitest';
import { Inspector } from '../../inspect/inspector.js';
import { tinyDigits } from '../../testing/tinyDigits.js';
import { subjectOver } from '../../vision/classifier/classifierSubject.js';
import { preprocessingOf } from '../../vision/classifier/preprocessing.js';
import { PictureLearner } from '../pictures/pictureLearner.js';
import { lastOf } from '../testing/lastOf.js';
import { excitedBy, excitements } from './excitedBy.js';
import { features } from './features.js';

it('the excitement of a map is its largest value', () => {
  // Two places, three maps.
  expect(excitements([1, -2, 3, 4, -5, 0], [1, 2, 3])).toEqual([4, -2, 3]);
  expect(excitements([1, -2], [2])).toEqual([1, -2]);
});

describe('pictures that excite', () => {
  it('are those with the largest values, the strongest first', async () => {
    const data = await openPictures('mnist', tinyDigits(120, 30));
    const preprocessing = await preprocessingOf(data);
    const plan = { network: 'softmax', updates: 60, seed: 'excite' };
    const learner = await PictureLearner.create(data.splits.train, preprocessing, plan);
    await learner.learn(60);
    const inspector = await Inspector.of(subjectOver(learner.network, preprocessing, learner.average));
    const { test } = data.splits;
    const all = Array.from({ length: test.size }, (_, index) => index);
    const last = inspector.layers.length - 1;
    const found = await excitedBy(inspector, last, test, all, 3);
    // The unit of a class is excited by pictures of it.
    const right = found.filter((best, label) => test.labels[best[0].index] === label).length;
    expect(right).toBeGreaterThanOrEqual(9);
    for (const best of found) {
      expect(best).toHaveLength(3);
      expect(best[0].value).toBeGreaterThanOrEqual(best[2].value);
    }
    await inspector.dispose();
    await learner.dispose();
  });
});

describe('the lesson on features', () => {
  it('makes pictures that excite units more than the data does, at every checkpoint', async () => {
    const settings = { updates: 120, network: 'convnet:filters=4/6,kernel=5,hidden=16' };
    const shown = [];
    for await (const each of features.run(settings, { seed: 1, files: tinyDigits(240, 60) }))
      shown.push(each);
    expect(shown.map(({ numbers }) => numbers.updates)).toEqual([24, 48, 72, 96, 120]);
    const { numbers, figure } = shown[4];
    expect(numbers.accuracy).toBeGreaterThan(0.5);
    expect(numbers.conv0MadeExcitesMore).toBeGreaterThan(0.7);
    expect(numbers.conv1MadeExcitesMore).toBeGreaterThan(0.7);
    expect(figure.panels.map(({ kind }) => kind)).toEqual([...Array<string>(7).fill('gallery'), 'plot']);
    const [, filters, maps, pictures] = figure.panels.flatMap((panel) =>
      panel.kind === 'gallery' ? [panel.pictures] : [],
    );
    expect([filters[0].shape, maps[0].shape, pictures[0].shape]).toEqual([[5, 5, 3], [28, 28, 3], [28, 28, 1]]); // prettier-ignore
    expect(pictures).toHaveLength(4 * 4);
  }, 60_000);

  it('says the same again by its seed', async () => {
    const settings = { updates: 10, network: 'convnet:filters=3,kernel=3,hidden=8' };
    const files = tinyDigits(120, 30);
    const [first, second] = [
      await lastOf(features, settings, 2, files),
      await lastOf(features, settings, 2, files),
    ];
    expect(second).toEqual(first);
  }, 60_000);
});
