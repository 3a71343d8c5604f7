/** The operations that are compared with tfjs: for each a name and random instances of it. */
import fc from 'fast-check';
import { ARRANGING } from './operations/arranging.js';
import { CONVOLVING } from './operations/convolving.js';
import { ELEMENTWISE } from './operations/elementwise.js';
import { REDUCING } from './operations/reducing.js';
import type { Instance } from './agreement.js';

type Operations = Readonly<Record<string, fc.Arbitrary<Instance>>>;

/** All operations, by name. */
export const OPERATIONS: Operations = { ...ELEMENTWISE, ...REDUCING, ...ARRANGING, ...CONVOLVING };
