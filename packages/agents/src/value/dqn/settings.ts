/**
 * The settings of the value learner. Every algorithm of the family has all of them and differs in their defaults
 * (`family.ts`). A step is one decision of one environment, or its turn of rest after a time limit (`actors.ts`); an update is
 * one optimiser step.
 */
import {
  AgonError,
  count,
  described,
  fraction,
  MOST_HELD,
  MOST_STEPS,
  number,
  type Settings,
  type SettingsSchema,
} from '@agon/core';
import * as v from 'valibot';

/** Defaults of DQN: those of CleanRL's dqn.py for classic control where the paper has none for small problems. */
export const dqnSchema = v.strictObject({
  network: v.optional(v.string(), 'mlp'),
  start: v.optional(v.string(), ''),
  numEnvs: v.optional(count(1, MOST_HELD), 1),
  bufferSize: v.optional(count(2, MOST_HELD), 10_000),
  learningStarts: v.optional(count(1, MOST_STEPS), 1_000),
  trainEvery: v.optional(number(0.05), 1),
  batchSize: v.optional(count(1, MOST_HELD), 32),
  learningRate: v.optional(number(0), 2.5e-4),
  optimiser: v.optional(v.picklist(['adam', 'rmsprop']), 'adam'),
  optimiserEpsilon: v.optional(number(0), 1e-8),
  clipNorm: v.optional(number(0), 0),
  loss: v.optional(v.picklist(['huber', 'squared']), 'huber'),
  gamma: v.optional(fraction, 0.99),
  targetEvery: v.optional(count(1, MOST_STEPS), 500),
  averageUpdates: v.optional(count(0, MOST_STEPS), 0),
  double: v.optional(v.boolean(), false),
  dueling: v.optional(v.boolean(), false),
  numSteps: v.optional(count(1, 10_000), 1),
  priorityExponent: v.optional(fraction, 0),
  importanceStart: v.optional(fraction, 0.4),
  importanceEnd: v.optional(fraction, 1),
  importanceUpdates: v.optional(count(0, MOST_STEPS), 0),
  noisy: v.optional(number(0), 0),
  returns: v.optional(v.picklist(['mean', 'categorical', 'quantiles', 'implicit']), 'mean'),
  atoms: v.optional(count(1, 10_000), 51),
  valueMin: v.optional(number(-1e6, 1e6), -10),
  valueMax: v.optional(number(-1e6, 1e6), 10),
  rescale: v.optional(v.boolean(), false),
  lstm: v.optional(count(0, MOST_HELD), 0),
  unroll: v.optional(count(1, 10_000), 16),
  burnIn: v.optional(count(0, 10_000), 0),
  storedState: v.optional(v.boolean(), false),
  policies: v.optional(count(0, 1000), 0),
  bonusScale: v.optional(number(0), 0.3),
  gammaMin: v.optional(fraction, 0.97),
  attackEpsilon: v.optional(fraction, 0),
  attackFlips: v.optional(count(0, MOST_HELD), 0),
  epsilonStart: v.optional(fraction, 1),
  epsilonEnd: v.optional(fraction, 0.05),
  epsilonSteps: v.optional(count(1, MOST_STEPS), 100_000),
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
  epsilon: v.optional(described(fraction, 'probability of a random action'), 0.01),
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
