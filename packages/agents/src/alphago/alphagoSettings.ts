/** Settings of AlphaGo's pipeline: how long each stage is, and what it learns with. */
import { AgonError, count, MOST_HELD, MOST_STEPS, number, type Settings } from '@agon/core';
import * as v from 'valibot';
import { goLearnerEntries } from '../imitation/settings.js';

/** A stage of length 0 is left out; entries that name no stage hold for all that learn. */
export const alphagoSchema = v.strictObject({
  sgf: v.string(),
  from: v.optional(v.string(), ''),
  policyNetwork: v.optional(v.string(), 'alphago-policy'),
  valueNetwork: v.optional(v.string(), 'alphago-value'),
  policySteps: v.optional(count(0, MOST_STEPS), 10_000),
  rolloutSteps: v.optional(count(0, MOST_STEPS), 2000),
  rolloutRate: v.optional(number(0), 0.02),
  reinforceSteps: v.optional(count(0, MOST_STEPS), 200),
  reinforceGames: v.optional(count(1, 100_000), 32),
  reinforceRate: v.optional(number(0), 0.002),
  reinforcePositions: v.optional(count(1, MOST_HELD), 512),
  poolEvery: v.optional(count(1, MOST_STEPS), 20),
  poolSize: v.optional(count(1, 10_000), 10),
  gameSteps: v.optional(count(0, MOST_STEPS), 200),
  gamesPerStep: v.optional(count(1, 100_000), 64),
  valueSteps: v.optional(count(0, MOST_STEPS), 4000),
  matchSteps: v.optional(count(0, 1), 1),
  matchGames: v.optional(count(2, 100_000), 40),
  matchVisits: v.optional(count(1, MOST_HELD), 32),
  ...goLearnerEntries,
  holdOut: v.optional(number(0, 0.5), 0.05),
  testPositions: v.optional(count(1, 10_000_000), 2048),
});

/** The pipeline's settings once parsed: every one has a value. */
export type AlphagoSettings = Settings<typeof alphagoSchema>;

/** Steps of all stages. @throws bad-option where there are none */
export function stepsOfStages(settings: AlphagoSettings): number {
  const { policySteps, rolloutSteps, reinforceSteps, gameSteps, valueSteps, matchSteps } = settings;
  const steps = policySteps + rolloutSteps + reinforceSteps + gameSteps + valueSteps + matchSteps;
  if (steps > 0) return steps;
  throw new AgonError(
    'bad-option',
    'algorithm "alphago": every stage has 0 steps; leave one of policySteps, rolloutSteps, reinforceSteps, gameSteps, valueSteps and matchSteps above 0.',
  );
}
