/** Settings by trainer. They begin with a small letter, or a name, and end without a full stop: lists show them. */
import type { Words } from '../../words.js';
import { alphago, alphazero, imitation, moveModel } from './games.js';
import { a2c, ppo, ppoSelfplay, pqn, reinforce } from './policy.js';
import { value } from './value.js';

export const settings = {
  a2c,
  alphago,
  alphazero,
  dqn: value,
  'double-dqn': value,
  'dueling-dqn': value,
  'prioritised-dqn': value,
  'n-step-dqn': value,
  'noisy-dqn': value,
  c51: value,
  'qr-dqn': value,
  iqn: value,
  rainbow: value,
  drqn: value,
  r2d2: value,
  agent57: value,
  imitation,
  'move-model': moveModel,
  ppo,
  'ppo-selfplay': ppoSelfplay,
  pqn,
  reinforce,
} satisfies Words['settings'];
