import { expect, it } from 'vitest';
import { a2c } from './en/settings/policy.js';
import type { AlgorithmTexts } from './words.js';

it('fails the build where a text is missing, or is for a setting that the algorithm does not have', () => {
  const { gamma, ...others } = a2c;
  // @ts-expect-error: "gamma" is missing
  others satisfies AlgorithmTexts<'a2c'>;
  // @ts-expect-error: "clip" is PPO's
  ({ ...others, gamma, clip: '' }) satisfies AlgorithmTexts<'a2c'>;
  // @ts-expect-error: "gamme" is nobody's
  ({ ...others, gamma, gamme: '' }) satisfies AlgorithmTexts<'a2c'>;
  expect({ ...others, gamma } satisfies AlgorithmTexts<'a2c'>).toEqual(a2c);
});
