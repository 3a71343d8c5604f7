/** Tasks on strings of symbols: what is asked of a string, and how a string of a wanted class is drawn. */
import type { Rng } from '@agon/core';

/** A task. */
interface Task {
  readonly classes: readonly string[];
  /** The shortest strings that there are of every class. */
  readonly least: number;
  /** Whether lengths are even. */
  readonly isEven?: boolean;
  /** A string of a class, as symbols. */
  draw(label: number, length: number, rng: Rng): string[];
  /** The class of a string. */
  classOf(symbols: readonly string[]): number;
}

const LETTERS = [...'abcdef'];
const MOTIF = [...'cafe'];
const motif = MOTIF.join('');
const anyOf = (letters: readonly string[], length: number, rng: Rng): string[] =>
  Array.from({ length }, () => letters[rng.int(letters.length)]);
const hasMotif = (symbols: readonly string[]): boolean => symbols.join('').includes(motif);

/** The letters of the motif in another order. */
function disordered(rng: Rng): string[] {
  const letters = [...MOTIF];
  do {
    for (let i = letters.length - 1; i > 0; i--) {
      const j = rng.int(i + 1);
      [letters[i], letters[j]] = [letters[j], letters[i]];
    }
  } while (letters.join('') === motif);
  return letters;
}

/** Whether "cafe" stands anywhere. Where it does not, its letters do in another order: counting letters tells nothing. */
const motifTask: Task = {
  classes: ['absent', 'present'],
  least: MOTIF.length,
  draw(label, length, rng) {
    for (;;) {
      const symbols = anyOf(LETTERS, length, rng);
      const planted = label === 1 ? MOTIF : disordered(rng);
      symbols.splice(rng.int(length - MOTIF.length + 1), MOTIF.length, ...planted);
      if (motifTask.classOf(symbols) === label) return symbols;
    }
  },
  classOf: (symbols) => (hasMotif(symbols) ? 1 : 0),
};

const numberOf = (symbol: string, symbols: readonly string[]): number =>
  symbols.reduce((sum, each) => sum + (each === symbol ? 1 : 0), 0);

/** Whether the number of "b" is even or odd: one symbol anywhere changes the answer. */
const parityTask: Task = {
  classes: ['even', 'odd'],
  least: 1,
  draw(label, length, rng) {
    const symbols = anyOf(['a', 'b'], length, rng);
    const at = rng.int(length);
    if (parityTask.classOf(symbols) !== label) symbols[at] = symbols[at] === 'a' ? 'b' : 'a';
    return symbols;
  },
  classOf: (symbols) => numberOf('b', symbols) % 2,
};

/** Brackets that are open at the end. */
const DEPTHS = [0, 2, 4, 6];

/** Ways to walk from a height to `depth` in so many steps of ±1 without going below 0: [steps][height]. */
function walks(steps: number, depth: number): Float64Array[] {
  const ways = [new Float64Array(steps + depth + 2)];
  ways[0][depth] = 1;
  for (let left = 1; left <= steps; left++)
    ways.push(
      ways[left - 1].map((_, height, before) => (before[height - 1] ?? 0) + (before[height + 1] ?? 0)),
    );
  return ways;
}

/**
 * How many brackets are open at the end of a beginning of a Dyck word, "o" opening and "c" closing one. All beginnings of one length and
 * depth are equally likely.
 */
const dyckTask: Task = {
  classes: DEPTHS.map(String),
  least: DEPTHS[DEPTHS.length - 1],
  isEven: true,
  draw(label, length, rng) {
    const ways = walks(length, DEPTHS[label]);
    let height = 0;
    return Array.from({ length }, (_, i) => {
      const left = ways[length - i - 1];
      const up = left[height + 1] ?? 0;
      const down = left[height - 1] ?? 0;
      const opens = rng.uniform() * (up + down) < up;
      height += opens ? 1 : -1;
      return opens ? 'o' : 'c';
    });
  },
  classOf: (symbols) => DEPTHS.indexOf(numberOf('o', symbols) - numberOf('c', symbols)),
};

export const TASKS = { motif: motifTask, parity: parityTask, dyck: dyckTask } as const satisfies Readonly<
  Record<string, Task>
>;
export type TaskName = keyof typeof TASKS;
