/** Normalisations of a layer's sums, by name. */
import { groupNormalisation } from './groupNorm.js';
import { batchNormalisation } from './batchNorm.js';
import type { LayerMaker } from './layer.js';

/** `batch`: each channel over the batch; `group`: groups of channels over each row alone. */
export const NORMS = ['none', 'batch', 'group'] as const;
export type Norm = (typeof NORMS)[number];

const MAKERS: Readonly<Record<Norm, LayerMaker>> = {
  none: (input) => ({ parameters: [], shape: input, apply: (x) => x }),
  batch: batchNormalisation,
  group: groupNormalisation,
};

/** The normalisation of this name; its scale and shift are `name.norm.scale` and `name.norm.shift`. */
export const normalisation =
  (norm: Norm): LayerMaker =>
  (input, name) =>
    MAKERS[norm](input, `${name}.norm`);
