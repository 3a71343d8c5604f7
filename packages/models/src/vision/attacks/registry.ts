/** Every attack by its id: one line each. */
import {
  count,
  described,
  describeSettings,
  formatSpec,
  fraction,
  MOST_STEPS,
  number,
  parseSettings,
  parseSpec,
  unknownName,
  type Rng,
  type SettingInfo,
  type Settings,
  type SettingsSchema,
} from '@agon/core';
import type { PictureShape } from '@agon/data';
import * as v from 'valibot';
import { fgsm, pgd, randomSearch, type Attacked, type AttackedPictures } from './attacks.js';
import type { AttackTarget } from './target.js';

/** What every attack takes. */
const common = {
  epsilon: v.optional(
    described(fraction, 'the most that a value of a pixel is changed; values are in [0, 1]'),
    0.3,
  ),
  pictures: v.optional(
    described(count(1, 1e9), 'pictures that are attacked, evenly chosen from the split'),
    1000,
  ),
  seed: v.optional(described(count(0, Number.MAX_SAFE_INTEGER), 'seed of what it draws at random'), 0),
};
const transferEntry = {
  from: v.optional(
    described(v.string(), 'attack by the gradients of another model: runs/NAME or zoo/NAME'),
    '',
  ),
};

/** What an attack works with besides the pictures. */
interface Means {
  /** Whose answers and gradients it uses. */
  source: AttackTarget;
  shape: PictureShape;
  rng: Rng;
}

/** An attack with its options. */
interface AttackEntry {
  title: string;
  schema: SettingsSchema;
  run(attacked: AttackedPictures, options: never, means: Means): Promise<Attacked>;
}

const entry = <S extends SettingsSchema>(
  title: string,
  schema: S,
  run: (attacked: AttackedPictures, options: Settings<S>, means: Means) => Promise<Attacked>,
): AttackEntry => ({ title, schema, run });

const attacks: Readonly<Record<string, AttackEntry>> = {
  fgsm: entry(
    'one step along the sign of the gradient',
    v.strictObject({ ...common, ...transferEntry }),
    (attacked, { epsilon }, { source, rng }) => fgsm(source, attacked, epsilon, rng),
  ),
  pgd: entry(
    'projected gradient descent with restarts',
    v.strictObject({
      ...common,
      ...transferEntry,
      steps: v.optional(described(count(1, MOST_STEPS), 'steps along the gradient'), 40),
      stepSize: v.optional(described(number(0), 'length of a step; 0: 2.5 epsilon / steps'), 0),
      restarts: v.optional(
        described(count(0, 1e6), 'attempts from random places; 0: one from the picture'),
        1,
      ),
    }),
    (attacked, { epsilon, steps, stepSize, restarts }, { source, rng }) =>
      pgd(source, attacked, { epsilon, steps, stepSize: stepSize || undefined, restarts }, rng),
  ),
  'random-search': entry(
    'squares at random places, without gradients',
    v.strictObject({
      ...common,
      queries: v.optional(described(count(1, MOST_STEPS), 'queries to the model'), 500),
    }),
    (attacked, { epsilon, queries }, { source, shape, rng }) =>
      randomSearch(source, attacked, { epsilon, queries, shape }, rng),
  ),
};

/** An attack as lists show it. */
export interface AttackInfo {
  readonly id: string;
  readonly title: string;
  readonly settings: readonly SettingInfo[];
}

/** All attacks on classifiers. */
export const listAttacks = (): AttackInfo[] =>
  Object.entries(attacks).map(([id, { title, schema }]) => ({
    id,
    title,
    settings: describeSettings(schema),
  }));

/** An attack that a spec names. */
export interface ChosenAttack {
  /** The spec with all options. */
  spec: string;
  /** Pictures that are attacked at most. */
  pictures: number;
  seed: number;
  /** The model that it attacks in the place of the one that is measured; '' for that one. */
  from: string;
  run(attacked: AttackedPictures, means: Means): Promise<Attacked>;
}

/** Reads "pgd:epsilon=0.3,steps=100,restarts=10". @throws bad-option with the near name; bad-spec */
export function parseAttack(text: string): ChosenAttack {
  const { id, options } = parseSpec(text);
  if (!Object.hasOwn(attacks, id)) {
    const ids = Object.keys(attacks);
    throw unknownName('bad-option', 'attack', id, ids, `There are: ${ids.join(', ')}.`);
  }
  const { schema, run } = attacks[id];
  const settings = parseSettings(schema, options, `attack "${id}"`);
  const { pictures, seed, from = '' } = settings as { pictures: number; seed: number; from?: string };
  return {
    spec: formatSpec(id, settings),
    pictures,
    seed,
    from,
    run: (attacked, means) => run(attacked, settings as never, means),
  };
}
