/** All lowering rules: one for each kernel that has a shape rule, and the leaves. */
import { CONVOLUTIONS } from './convolutions/choice.js';
import { ELEMENTWISE } from './elementwise.js';
import { INDEXING } from './indexing.js';
import { LAYOUT } from './layout.js';
import type { LoweringRules } from './lowering.js';
import { MATMUL } from './matmul.js';
import { REDUCTIONS } from './reductions.js';
import { RESIZING } from './resize.js';
import { POOLING } from './convolutions/pooling.js';
import { DEPTHWISE } from './convolutions/depthwise.js';

/** The rules that every program is compiled with. */
export const LOWERING_RULES: LoweringRules = {
  ...ELEMENTWISE,
  ...REDUCTIONS,
  ...LAYOUT,
  ...INDEXING,
  ...MATMUL,
  ...CONVOLUTIONS,
  ...DEPTHWISE,
  ...POOLING,
  ...RESIZING,
};
