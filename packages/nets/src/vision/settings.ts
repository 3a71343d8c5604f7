/** Settings that several networks of this folder have. */
import { number, described } from '@agon/core';
import type { Shape } from '@agon/engine';
import * as v from 'valibot';
import { NORMS, type Norm } from '../layers/normalisation.js';

export const widthEntry = (width: number) => ({
  width: v.optional(
    described(number(0.01, 100), 'filters and units, relative to the paper: 0.5 halves them'),
    width,
  ),
});

/** Agents learn from what they do: their batches have no statistics of their own, so that `batch` stands still in them. */
export const normEntry = (norm: Norm) => ({
  norm: v.optional(
    described(
      v.picklist(NORMS),
      'normalisation before each ReLU; batch stays as it was begun with in agents',
    ),
    norm as string as Norm,
  ),
});

export const dropoutEntry = (rate: number) => ({
  dropout: v.optional(
    described(number(0, 0.95), 'chance of a value to be left out while a classifier is trained'),
    rate,
  ),
});

type Stem = 'auto' | 'paper' | 'small';

export const stemEntry = {
  stem: v.optional(
    described(v.picklist(['auto', 'paper', 'small']), 'first layers: the paper\'s, or small ones for small pictures; auto: by the picture\'s size'), // prettier-ignore
    'auto',
  ),
};

/** Whether the first layers are the small ones: where they are asked for, or a side is below `least`. */
export const isSmall = (stem: Stem, [height, width]: Shape, least: number): boolean =>
  stem === 'small' || (stem === 'auto' && Math.min(height, width) < least);
