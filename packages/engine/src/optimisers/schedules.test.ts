import { describe, expect, it } from 'vitest';
import { cosineSchedule, linearSchedule, stepSchedule, warmup } from './schedules.js';

describe('schedules', () => {
  it('go from one rate to another in a straight line and stay there', () => {
    const rate = linearSchedule(1, 0, 10);
    expect([0, 5, 10, 99].map(rate)).toEqual([1, 0.5, 0, 0]);
  });

  it('follow half a cosine', () => {
    const rate = cosineSchedule(2, 1, 4);
    const expected = [2, 1.853553, 1.5, 1.146447, 1, 1];
    expected.forEach((value, step) => expect(rate(step)).toBeCloseTo(value, 6));
  });

  it('fall at milestones', () => {
    const rate = stepSchedule(1, [10, 20], 0.5);
    expect([9, 10, 19, 20].map(rate)).toEqual([1, 0.5, 0.5, 0.25]);
  });

  it('warm up to what follows, which then starts at its own beginning', () => {
    const rate = warmup(4, linearSchedule(1, 0, 10));
    expect([0, 1, 3, 4, 9].map(rate)).toEqual([0.25, 0.5, 1, 1, 0.5]);
  });
});
