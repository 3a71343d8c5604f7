/** Small tasks of reading one sequence and writing another, made here. */
import type { Rng } from '@agon/core';
import type { Pair, PairDataset, SplitName } from '@agon/data';

const LETTERS = [...'abcdefghijkl'];
const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december']; // prettier-ignore
const FIRST_YEAR = 1900;
const YEARS = 200;
const DAYS = 28;

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** Draws a pair; words have spaces between them. @param longest letters that are turned round at most */
type Draw = (rng: Rng, longest: number) => Pair;

const turned: Draw = (rng, longest) => {
  const letters = Array.from({ length: 2 + rng.int(longest - 1) }, () => LETTERS[rng.int(LETTERS.length)]);
  return { source: letters.join(' '), target: letters.toReversed().join(' ') };
};

/** "3 may 2 0 2 1", "may 3 2 0 2 1" or "2 0 2 1 , the 3 of may" as "2 0 2 1 - 0 5 - 0 3" */
const dates: Draw = (rng) => {
  const [day, month, year] = [1 + rng.int(DAYS), rng.int(MONTHS.length), FIRST_YEAR + rng.int(YEARS)];
  const digits = [...String(year)].join(' ');
  const forms = [
    `${day} ${MONTHS[month]} ${digits}`,
    `${MONTHS[month]} ${day} ${digits}`,
    `${digits} , the ${day} of ${MONTHS[month]}`,
  ];
  return {
    source: forms[rng.int(forms.length)],
    target: [...`${year}-${twoDigits(month + 1)}-${twoDigits(day)}`].join(' '),
  };
};

export const TASKS = { dates, reversal: turned } as const satisfies Readonly<Record<string, Draw>>;
export type TaskName = keyof typeof TASKS;

/** Pairs drawn until each split has as many different sources as it should; none is in two. */
export function drawPairs(
  task: TaskName,
  longest: number,
  counts: Readonly<Record<SplitName, number>>,
  rng: Rng,
): PairDataset {
  const known = new Set<string>();
  const draw = (count: number): Pair[] => {
    const pairs: Pair[] = [];
    while (pairs.length < count) {
      const pair = TASKS[task](rng, longest);
      if (known.has(pair.source)) continue;
      known.add(pair.source);
      pairs.push(pair);
    }
    return pairs;
  };
  const test = draw(counts.test);
  const validation = draw(counts.validation);
  return {
    ...{ spec: task, title: task, licence: 'MIT (made by agon)', source: 'made by agon', faults: [] },
    splits: { train: draw(counts.train), validation, test },
  };
}
