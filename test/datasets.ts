/**
 * Tests that need a fetched dataset. Where it is not in the cache they report themselves as skipped and say what to do; with
 * AGON_REQUIRE=1 (CI) it is fetched first.
 */
import { fetchDataset, isThere } from '@agon/data/node';
import { beforeAll, describe, it } from 'vitest';
import { isRequired } from './requirements.js';

const FETCH_MS = 120_000;

/** A `describe` whose tests read a dataset of the registry from the cache. */
export function describeWithDataset(id: string, title: string, body: () => void): void {
  describe(title, () => {
    if (isThere(id)) return body();
    if (!isRequired()) {
      return it.skip(`is skipped: dataset "${id}" is not here; fetch it by: agon data get ${id}`, () =>
        undefined);
    }
    beforeAll(() => fetchDataset(id), FETCH_MS);
    body();
  });
}
