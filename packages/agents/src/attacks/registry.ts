/** Every attack on what an agent sees, by its id: one line each. */
import {
  AgonError,
  count,
  described,
  describeSettings,
  formatSpec,
  fraction,
  MOST_HELD,
  MOST_STEPS,
  parseSettings,
  parseSpec,
  unknownName,
  type Settings,
  type SettingsSchema,
} from '@agon/core';
import { fgsm, pgd, type AttackInfo } from '@agon/models/vision';
import * as v from 'valibot';
import type { ChoosingNetwork } from '../agent.js';
import { bitFlips, CHOICES } from './bitFlips.js';
import type { ObservationAttack } from './observationAttack.js';
import { gradientNoise, randomNoise } from './pixelNoise.js';

/** What an attack changes. */
type Seen = 'pictures' | 'bits';

/** An attack with its options. */
interface AttackEntry {
  readonly title: string;
  readonly sees: Seen;
  readonly schema: SettingsSchema;
  open(network: ChoosingNetwork, settings: never): Promise<ObservationAttack> | ObservationAttack;
}

const entry = <S extends SettingsSchema>(
  title: string,
  sees: Seen,
  schema: S,
  open: (network: ChoosingNetwork, settings: Settings<S>) => Promise<ObservationAttack> | ObservationAttack,
): AttackEntry => ({ title, sees, schema, open });

const distance = {
  epsilon: v.optional(
    described(fraction, 'the most that a value is changed; values are in [0, 1], in steps of a byte'),
    0.01,
  ),
};

const attacks: Readonly<Record<string, AttackEntry>> = {
  fgsm: entry(
    'pictures: one step along the sign of the gradient',
    'pictures',
    v.strictObject(distance),
    (network, { epsilon }) => gradientNoise(network, epsilon, fgsm),
  ),
  pgd: entry(
    'pictures: projected gradient descent with restarts',
    'pictures',
    v.strictObject({
      ...distance,
      steps: v.optional(described(count(1, MOST_STEPS), 'steps along the gradient'), 10),
      restarts: v.optional(
        described(count(0, 1e6), 'attempts from random places; 0: one from the picture'),
        1,
      ),
    }),
    (network, { epsilon, steps, restarts }) =>
      gradientNoise(network, epsilon, (target, attacked, most, rng) =>
        pgd(target, attacked, { epsilon: most, steps, restarts }, rng),
      ),
  ),
  noise: entry(
    'pictures: as much, up or down at random (a control)',
    'pictures',
    v.strictObject(distance),
    (network, { epsilon }) => randomNoise(network, epsilon),
  ),
  'bit-flips': entry(
    'planes of bits: a few bits flipped',
    'bits',
    v.strictObject({
      count: v.optional(described(count(1, MOST_HELD), 'bits of an observation'), 1),
      by: v.optional(
        described(
          v.picklist(CHOICES),
          'which: those that hurt most by the gradient, or by trying all; or any (a control)',
        ),
        'gradient',
      ),
    }),
    (network, { count: flips, by }) => bitFlips(network, flips, by),
  ),
};

/** All attacks on what agents see. */
export const listAgentAttacks = (): AttackInfo[] =>
  Object.entries(attacks).map(([id, { title, schema }]) => ({
    id,
    title,
    settings: describeSettings(schema),
  }));

/** An attack that a spec names. */
interface ChosenAttack {
  /** The spec with all options. */
  readonly spec: string;
  /** @throws unsupported where the network sees other things than the attack changes; bad-option where it would change nothing */
  open(network: ChoosingNetwork): Promise<ObservationAttack>;
}

/** Reads "fgsm:epsilon=0.01". @throws bad-option with the near name; bad-spec */
export function parseAgentAttack(text: string): ChosenAttack {
  const { id, options } = parseSpec(text);
  const ids = Object.keys(attacks);
  if (!Object.hasOwn(attacks, id))
    throw unknownName('bad-option', 'attack', id, ids, `On agents there are: ${ids.join(', ')}.`);
  const { schema, sees, open } = attacks[id];
  const settings = parseSettings(schema, options, `attack "${id}"`);
  return {
    spec: formatSpec(id, settings),
    async open(network) {
      const shown = seenBy(network);
      if (shown === sees) return open(network, settings as never);
      const others = ids.filter((each) => attacks[each].sees === shown);
      const instead = others.length > 0 ? `: use ${others.join(', ')}` : '';
      const what = { pictures: 'pictures', bits: 'planes of bits', numbers: 'numbers without bounds' }[shown];
      throw new AgonError(
        'unsupported',
        `attack "${id}" changes ${sees === 'bits' ? 'planes of bits' : 'pictures'}, and this agent sees ${what}${instead}.`,
      );
    },
  };
}

function seenBy({ observation: { dtype, high } }: ChoosingNetwork): Seen | 'numbers' {
  if (dtype !== 'uint8') return 'numbers';
  return high === 1 ? 'bits' : 'pictures';
}
