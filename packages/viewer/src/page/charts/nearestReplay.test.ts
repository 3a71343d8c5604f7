import { describe, expect, it } from 'vitest';
import { nearestReplay } from './nearestReplay.js';

describe('nearestReplay', () => {
  it('takes the nearest step, the earlier one of two', () => {
    const files = ['1000.json', '2000.json', '10000.json'];
    expect(nearestReplay(files, 0)).toBe('1000.json');
    expect(nearestReplay(files, 1500)).toBe('1000.json');
    expect(nearestReplay(files, 1501)).toBe('2000.json');
    expect(nearestReplay(files, 1e9)).toBe('10000.json');
  });

  it('finds none where none was recorded', () => {
    expect(nearestReplay([], 5)).toBeUndefined();
  });
});
