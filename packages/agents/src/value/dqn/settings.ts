/**
 * The settings of the value learner. Every algorithm of the family has all of them and differs in their defaults
 * (`family.ts`). A step is one decision of one environment, or its turn of rest after a time limit (`actors.ts`); an update is
 * one optimiser step.
 */
import {
  AgonError,
  choice,
  count,
  flag,
  fraction,
  MOST_HELD,
  MOST_STEPS,
  number,
  words,
  type Settings,
  type SettingsSchema,
} from '@agon/core';
import * as v from 'valibot';

/** Defaults of DQN: those of CleanRL's dqn.py for classic control where the paper has none for small problems. */
export const dqnSchema = v.strictObject({
  network: v.optional(words('a network of kind q and its options (`agon nets`)'), 'mlp'),
  numEnvs: v.optional(count(1, 'environments stepped together: one batch of decisions', MOST_HELD), 1),
  bufferSize: v.optional(count(2, 'transitions in the replay buffer', MOST_HELD), 10_000),
  learningStarts: v.optional(
    count(1, 'steps before the first update; until then actions are random', MOST_STEPS),
    1_000,
  ),
  trainEvery: v.optional(number(0.05, 'steps per update (0.5: two updates per step)'), 1),
  batchSize: v.optional(count(1, 'transitions per update (sequences if lstm is set)', MOST_HELD), 32),
  learningRate: v.optional(number(0, 'learning rate of the optimiser'), 2.5e-4),
  optimiser: v.optional(
    choice(['adam', 'rmsprop'], 'adam, or the centred rmsprop of the 2015 paper'),
    'adam',
  ),
  optimiserEpsilon: v.optional(number(0, "the optimiser's epsilon"), 1e-8),
  clipNorm: v.optional(number(0, 'largest global norm of the gradient; 0 = no limit'), 0),
  loss: v.optional(
    choice(['huber', 'squared'], 'loss of the TD error; huber is the error clipping of the 2015 paper'),
    'huber',
  ),
  gamma: v.optional(fraction('discount factor per step'), 0.99),
  targetEvery: v.optional(count(1, 'updates between copies to the target network', MOST_STEPS), 500),
  averageUpdates: v.optional(
    count(0, 'updates that the saved weights are averaged over; 0 = no average', MOST_STEPS),
    0,
  ),
  double: v.optional(flag('Double DQN: the online network chooses the next action'), false),
  dueling: v.optional(flag('dueling heads: values and advantages in two streams'), false),
  numSteps: v.optional(count(1, 'steps of a return before it is bootstrapped (n)', 10_000), 1),
  priorityExponent: v.optional(
    fraction('prioritised replay: exponent of the priorities (α); 0 = uniform'),
    0,
  ),
  importanceStart: v.optional(
    fraction('prioritised replay: initial exponent of the importance weights (β)'),
    0.4,
  ),
  importanceEnd: v.optional(fraction('prioritised replay: final exponent of the importance weights (β)'), 1),
  importanceUpdates: v.optional(
    count(
      0,
      'updates over which β changes linearly; 0: all updates of the run (constant if only minutes are given)',
      MOST_STEPS,
    ),
    0,
  ),
  noisy: v.optional(number(0, 'noisy layers: initial noise (σ₀, 0.5 in the paper); 0 = none'), 0),
  returns: v.optional(
    choice(
      ['mean', 'categorical', 'quantiles', 'implicit'],
      'how returns are represented: their mean, C51, QR-DQN or IQN',
    ),
    'mean',
  ),
  atoms: v.optional(
    count(1, 'atoms of C51; quantiles of QR-DQN; sampled quantiles of IQN (N = N′)', 10_000),
    51,
  ),
  valueMin: v.optional(number(-1e6, 'lowest return of C51', 1e6), -10),
  valueMax: v.optional(number(-1e6, 'highest return of C51', 1e6), 10),
  rescale: v.optional(flag('learn returns squashed by h(x) = sign(x)(√(|x|+1) − 1) + x/1000'), false),
  lstm: v.optional(count(0, 'units of an LSTM that replaces the last hidden layer; 0 = none', MOST_HELD), 0),
  unroll: v.optional(count(1, 'steps of a sequence that a recurrent network learns from', 10_000), 16),
  burnIn: v.optional(count(0, 'burn-in: steps before them that only warm up the recurrent state', 10_000), 0),
  storedState: v.optional(
    flag('replay keeps the recurrent state of every step; otherwise sequences start from zeros'),
    false,
  ),
  policies: v.optional(
    count(0, 'number of policies, from exploiting to exploring, chosen by a bandit; 0 = none', 1000),
    0,
  ),
  bonusScale: v.optional(
    number(0, 'exploration bonus: weight of the intrinsic reward for the last policy'),
    0.3,
  ),
  gammaMin: v.optional(fraction('discount factor of the last policy; the first policy has gamma'), 0.97),
  epsilonStart: v.optional(fraction('initial probability of a random action, after learningStarts'), 1),
  epsilonEnd: v.optional(fraction('final probability of a random action'), 0.05),
  epsilonSteps: v.optional(
    count(1, 'steps over which epsilon falls linearly from start to end', MOST_STEPS),
    100_000,
  ),
});
/** The value learner's settings once parsed: every one has a value. */
export type DqnSettings = Settings<typeof dqnSchema>;

/** The same settings with other defaults. */
export function withDefaults(defaults: Partial<DqnSettings>): typeof dqnSchema {
  const entries = Object.entries(dqnSchema.entries).map(([key, entry]) => {
    const wrapped = entry.wrapped as v.GenericSchema;
    return [key, key in defaults ? v.optional(wrapped, defaults[key as keyof DqnSettings]) : entry];
  });
  return v.strictObject(Object.fromEntries(entries)) as unknown as typeof dqnSchema;
}

/**
 * Settings that do nothing unless others are set. Not importanceUpdates: the commands that older runs are repeated by
 * spell out a number for it, prioritised or not.
 */
const CONDITIONS: readonly {
  keys: readonly (keyof DqnSettings)[];
  needs: string;
  isMet(settings: DqnSettings): boolean;
}[] = [
  { keys: ['loss'], needs: 'returns=mean', isMet: ({ returns }) => returns === 'mean' },
  {
    keys: ['atoms'],
    needs: 'returns=categorical, quantiles or implicit',
    isMet: ({ returns }) => returns !== 'mean',
  },
  {
    keys: ['valueMin', 'valueMax'],
    needs: 'returns=categorical',
    isMet: ({ returns }) => returns === 'categorical',
  },
  { keys: ['rescale'], needs: 'policies=0', isMet: ({ policies }) => policies === 0 },
  { keys: ['unroll'], needs: 'lstm above 0', isMet: ({ lstm }) => lstm > 0 },
  { keys: ['bonusScale', 'gammaMin'], needs: 'policies above 0', isMet: ({ policies }) => policies > 0 },
  {
    keys: ['importanceStart', 'importanceEnd'],
    needs: 'priorityExponent above 0',
    isMet: ({ priorityExponent }) => priorityExponent > 0,
  },
];

/**
 * Settings that do nothing beside the others must have their defaults.
 * @param schema the algorithm's, whose defaults count
 * @throws bad-option with each that has not, and what it needs
 */
export function checkUsed(settings: DqnSettings, schema: SettingsSchema): void {
  const defaults = v.getDefaults(schema) as Record<string, unknown>;
  const faults = CONDITIONS.filter(({ isMet }) => !isMet(settings)).flatMap(({ keys, needs }) =>
    keys
      .filter((key) => settings[key] !== defaults[key])
      .map((key) => `${key}=${settings[key]} needs ${needs}: set that, or leave ${key} at ${defaults[key]}.`),
  );
  if (faults.length)
    throw new AgonError('bad-option', `these settings would do nothing: ${faults.join(' ')}`, {
      details: { faults },
    });
}

/** Options of a trained agent: `runs/NAME:epsilon=0`. */
export const dqnAgentSchema = v.strictObject({
  epsilon: v.optional(fraction('probability of a random action'), 0.01),
});

/** The probability of a random action at a step. */
export function epsilonAt(settings: DqnSettings, step: number): number {
  const { learningStarts, epsilonStart, epsilonEnd, epsilonSteps } = settings;
  if (step < learningStarts) return 1;
  const done = Math.min(1, (step - learningStarts) / epsilonSteps);
  return (1 - done) * epsilonStart + done * epsilonEnd;
}

/**
 * The exponent of importance weights (β of prioritised replay) at an update.
 * @param steps of the run; Infinity where it is given minutes only
 */
export function importanceAt(settings: DqnSettings, updates: number, steps: number): number {
  const { importanceStart, importanceEnd, importanceUpdates, learningStarts, trainEvery } = settings;
  const until = importanceUpdates || Math.max(1, (steps - learningStarts) / trainEvery);
  const done = Math.min(1, updates / until);
  return (1 - done) * importanceStart + done * importanceEnd;
}
