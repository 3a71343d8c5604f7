/** Options that all datasets of series have. */
import { count, described } from '@agon/core';
import * as v from 'valibot';

export const anomaliesEntry = {
  anomalies: v.optional(
    described(
      count(0, 100_000),
      'steps of the test at which a channel jumps away and comes back: planted, to be found',
    ),
    0,
  ),
};
