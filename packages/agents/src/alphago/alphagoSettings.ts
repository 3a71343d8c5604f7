/** Settings of AlphaGo's pipeline: how long each stage is, and what it learns with. */
import { AgonError, count, MOST_HELD, MOST_STEPS, number, words, type Settings } from '@agon/core';
import * as v from 'valibot';
import { goLearnerEntries } from '../imitation/settings.js';

/** A stage of length 0 is left out; entries that name no stage hold for all that learn. */
export const alphagoSchema = v.strictObject({
  sgf: words('a file or folder of games: .sgf, .sgf.gz'),
  from: v.optional(
    words(
      'weights to start from, as runs/NAME@STEP: stages can then be run one at a time (a stage of length 0 is left out)',
    ),
    '',
  ),
  policyNetwork: v.optional(words('the policy network with its options'), 'alphago-policy'),
  valueNetwork: v.optional(words('the value network with its options'), 'alphago-value'),
  policySteps: v.optional(count(0, 'stage 1: minibatches from the games', MOST_STEPS), 10_000),
  rolloutSteps: v.optional(
    count(0, 'stage 2: minibatches from the games for the rollout policy', MOST_STEPS),
    2000,
  ),
  rolloutRate: v.optional(number(0, 'stage 2: learning rate'), 0.02),
  reinforceSteps: v.optional(count(0, 'stage 3: batches of games against earlier versions', MOST_STEPS), 200),
  reinforceGames: v.optional(count(1, 'stage 3: games per batch', 100_000), 32),
  reinforceRate: v.optional(number(0, 'stage 3: learning rate of plain gradient ascent'), 0.002),
  reinforcePositions: v.optional(
    count(1, 'stage 3: positions per update, drawn from the batch', MOST_HELD),
    512,
  ),
  poolEvery: v.optional(
    count(1, 'stage 3: updates after which the policy joins the pool of opponents', MOST_STEPS),
    20,
  ),
  poolSize: v.optional(count(1, 'stage 3: opponents in the pool, the newest', 10_000), 10),
  gameSteps: v.optional(
    count(
      0,
      'stage 4: batches of self-play games; the value network gets one position from each game',
      MOST_STEPS,
    ),
    200,
  ),
  gamesPerStep: v.optional(count(1, 'stage 4: games per batch', 100_000), 64),
  valueSteps: v.optional(count(0, 'stage 5: minibatches for the value network', MOST_STEPS), 4000),
  matchSteps: v.optional(count(0, 'stage 6: 1 to play matches at λ = 0, ½ and 1, 0 to leave them out', 1), 1),
  matchGames: v.optional(count(2, 'games per match', 100_000), 40),
  matchVisits: v.optional(count(1, 'simulations per move in the matches at λ = 0, ½ and 1', MOST_HELD), 32),
  ...goLearnerEntries,
  holdOut: v.optional(number(0, 'share of games held out for measuring', 0.5), 0.05),
  testPositions: v.optional(
    count(1, 'positions of held-out games that are measured at each checkpoint', 10_000_000),
    2048,
  ),
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
