/** Settings of learning from recorded games. */
import { count, fraction, MOST_HELD, MOST_STEPS, number, words, type Settings } from '@agon/core';
import * as v from 'valibot';

/** What every learner from games takes. */
export const goLearnerEntries = {
  batchSize: v.optional(count(1, 'positions per minibatch', MOST_HELD), 128),
  learningRate: v.optional(number(0, 'initial learning rate of Adam; it falls along half a cosine'), 0.002),
  weightDecay: v.optional(number(0, 'decoupled weight decay, times the learning rate'), 0.02),
  averaging: v.optional(
    number(0, 'decay of the moving average of the weights, which is what plays', 0.99999),
    0.998,
  ),
  targetDecay: v.optional(
    fraction(
      'value target: 0 = the search value of the position, 1 = the result of the game, between = a mixture along the game',
    ),
    0.8,
  ),
};

/** One network with up to four heads; a weight of 0 leaves a target out. */
export const imitationSchema = v.strictObject({
  sgf: words('a file or folder of games: .sgf, .sgf.gz'),
  network: v.optional(
    words('the network with its options'),
    'residual-tower:blocks=4,channels=64,pooling=16,policyHead=points,policyChannels=16,territory=true',
  ),
  from: v.optional(
    words('weights to start from, as runs/NAME@STEP; parts that they lack (more blocks) start at random'),
    '',
  ),
  fresh: v.optional(
    words('parts that are not taken from there, by the first letters of their names: value/score'),
    '',
  ),
  ...goLearnerEntries,
  decaySteps: v.optional(
    count(
      0,
      'updates until the learning rate is at its lowest; 0: all updates of the run, or 10,000 if it has no end',
      MOST_STEPS,
    ),
    0,
  ),
  valueWeight: v.optional(number(0, 'weight of the cross-entropy of the win probability'), 2),
  ownershipWeight: v.optional(number(0, 'weight of the squared error of the final owner of each cell'), 1),
  scoreWeight: v.optional(
    number(
      0,
      'weight of the error of the lead, divided by the cells: squared up to 4 points, then linear (Huber)',
    ),
    20,
  ),
  holdOut: v.optional(number(0, 'share of games held out for measuring', 0.5), 0.05),
  testPositions: v.optional(
    count(1, 'positions of held-out games that are measured at each checkpoint', 10_000_000),
    2048,
  ),
  completeAt: v.optional(
    count(
      0,
      'update before which the network plays resigned games to the end, to learn who owns each cell; 0: never',
      MOST_STEPS,
    ),
    1500,
  ),
});

/** The settings of learning from records once parsed: every one has a value. */
export type ImitationSettings = Settings<typeof imitationSchema>;
