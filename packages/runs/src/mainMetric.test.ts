import { describe, expect, it } from 'vitest';
import { mainMetric } from './mainMetric.js';

describe('the main metric', () => {
  it('is how well an agent plays, where that was measured', () => {
    expect(mainMetric('dqn', ['loss', 'epsilon', 'return'])).toBe('return');
    expect(mainMetric('alphazero', ['policyLoss', 'scoreVsRandom'])).toBe('scoreVsRandom');
  });

  it('is the first of the trainer’s own for what learns from data', () => {
    expect(mainMetric('classifier', ['trainingLoss', 'validationAccuracy'])).toBe('validationAccuracy');
  });

  it('is whatever there is where nobody knows the metric, and nothing where nothing was measured', () => {
    expect(mainMetric('dqn', ['somethingElse'])).toBe('somethingElse');
    expect(mainMetric('dqn', [])).toBeUndefined();
  });
});
