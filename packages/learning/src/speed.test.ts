import { afterEach, expect, it, vi } from 'vitest';
import { Speed } from './speed.js';

afterEach(() => void vi.restoreAllMocks());

it('counts from the last report, or from where it was restarted', () => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const speed = new Speed();
  now = 500;
  expect(speed.take(10)).toBe(20);
  now = 1500;
  expect(speed.take(15)).toBe(5);
  now = 9000;
  speed.restart(100);
  now = 9100;
  expect(speed.take(101)).toBe(10);
});
