import { describe, expect, it } from 'vitest';
import { timeLeft } from './timeLeft.js';

describe('timeLeft', () => {
  it('goes by the speed of this sitting where steps end the run', () => {
    const sitting = { from: 400, to: 500, seconds: 10 };
    expect(timeLeft({ steps: 1000, minutes: null }, sitting)).toEqual({ part: 0.5, seconds: 50 });
  });

  it('goes by the clock where minutes end it', () => {
    const sitting = { from: 0, to: 7, seconds: 30 };
    expect(timeLeft({ steps: null, minutes: 2 }, sitting)).toEqual({ part: 0.25, seconds: 90 });
  });

  it('takes the end that comes first', () => {
    const sitting = { from: 0, to: 100, seconds: 10 };
    expect(timeLeft({ steps: 200, minutes: 10 }, sitting)).toEqual({ part: 0.5, seconds: 10 });
    expect(timeLeft({ steps: 1e6, minutes: 1 }, sitting)).toEqual({ part: 1 / 6, seconds: 50 });
  });

  it('knows nothing before the first step', () => {
    const sitting = { from: 0, to: 0, seconds: 1 };
    expect(timeLeft({ steps: 100, minutes: null }, sitting)).toEqual({ part: 0, seconds: Infinity });
  });

  it('never says more than all, nor less than no time', () => {
    const sitting = { from: 0, to: 110, seconds: 70 };
    expect(timeLeft({ steps: 100, minutes: 1 }, sitting)).toMatchObject({ part: 1, seconds: 0 });
  });
});
