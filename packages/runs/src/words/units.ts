/** Units in words: what follows a number; nothing where the metric's name says enough. */
import type { Unit } from '@agon/learning';

export const en = {
  share: '',
  nats: 'nats',
  reward: '',
  steps: 'steps',
  moves: 'moves',
  count: '',
  perSecond: '',
  none: '',
} satisfies Record<Unit, string>;
