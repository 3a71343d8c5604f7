/** A spec with the split that is meant: "mnist:split=test". */
import { AgonError } from '@agon/core';
import { SPLITS, type SplitName } from './pictures.js';

/**
 * Takes the split out of a spec, whose last option it must be.
 * @param fallback the split of a spec that names none
 * @throws bad-option for a split that there is none of
 */
export function takeSplit(spec: string, fallback: SplitName): { data: string; split: SplitName } {
  const [whole, name] = /[:,]split=([^,]*)$/.exec(spec) ?? [];
  if (whole === undefined) return { data: spec, split: fallback };
  const split = SPLITS.find((each) => each === name);
  if (split === undefined)
    throw new AgonError(
      'bad-option',
      `"${spec}": there is no split "${name}"; there are: ${SPLITS.join(', ')}.`,
    );
  return { data: spec.slice(0, -whole.length), split };
}
