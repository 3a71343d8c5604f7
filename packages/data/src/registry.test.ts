import { describe, expect, it } from 'vitest';
import { describeDataset, listDatasets, openPictures, parseDataSpec } from './registry.js';
import { memoryFiles } from './testing/memoryFiles.js';

describe('the registry of datasets', () => {
  it('tells of each its licence and source, and what is fetched is checked by sums', () => {
    const all = listDatasets();
    expect(all.map(({ id }) => id)).toEqual([
      'analogies',
      'arcade-screens',
      'brown',
      'brown-genres',
      'commentary',
      'counting',
      'csv',
      'czech-english',
      'emoji',
      'fashion-mnist',
      'folder',
      'idx',
      'joined',
      'mnist',
      'pronunciations',
      'questions-words',
      'scan',
      'series',
      'shakespeare',
      'spam',
      'symbols',
      'taxonomy',
      'text',
      'texts',
      'wordnet',
    ]);
    for (const { licence, source, bytes, origin, splits } of all) {
      expect([licence, source].every(Boolean)).toBe(true);
      expect(bytes > 0).toBe(origin === 'fetched');
      expect(Object.keys(splits)).toEqual(origin === 'own' ? [] : ['train', 'validation', 'test']);
    }
  });

  it('names the near one of an unknown id', async () => {
    await expect(openPictures('mnits', memoryFiles({}))).rejects.toThrow('did you mean "mnist"?');
    expect(() => describeDataset('fashion')).toThrow('unknown dataset "fashion"');
    expect(() => parseDataSpec('constructor')).toThrow('unknown dataset "constructor"');
  });

  it('refuses options that a dataset does not have', async () => {
    await expect(openPictures('mnist:size=3', memoryFiles({}))).rejects.toThrow('there is no setting "size"');
  });

  it('takes a spec apart, with a path or without', () => {
    expect(parseDataSpec('emoji:names=20')).toEqual({ id: 'emoji', options: { names: '20' } });
    expect(parseDataSpec('folder:a,b=c,size=20')).toEqual({
      id: 'folder',
      options: { path: 'a,b=c', size: '20' },
    });
  });
});
