/** Settings that several language models have. */
import { count, described, MOST_HELD, number } from '@agon/core';
import * as v from 'valibot';

export const dropoutEntry = (rate: number) => ({
  dropout: v.optional(described(number(0, 0.95), 'chance of a value to be left out in training'), rate),
});

/** Of recurrent networks. */
export const recurrentEntries = (units: number) => ({
  units: v.optional(described(count(1, MOST_HELD), 'units of each layer'), units),
  layers: v.optional(described(count(1, 16), 'recurrent layers, one above the other'), 1),
  width: v.optional(described(count(1, MOST_HELD), "length of a token's vector"), 64),
  ...dropoutEntry(0),
});
