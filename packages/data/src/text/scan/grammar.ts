/**
 * SCAN: commands and the actions that carry them out (Lake & Baroni 2018, "Generalization without systematicity", supplement: the
 * phrase-structure grammar of figure 6 and the interpretation function of figure 7).
 *
 * C → S and S | S after S | S; S → V twice | V thrice | V; V → D opposite side | D around side | D; D → U side | U | turn side;
 * U → walk | look | run | jump.
 */
import type { Pair } from '../../pairs.js';

/** A command in words, and its actions. */
interface Phrase {
  readonly words: string;
  readonly actions: readonly string[];
}

const PRIMITIVES = ['walk', 'look', 'run', 'jump'] as const;
const SIDES = ['left', 'right'] as const;

const actionOf = (word: string): string => `I_${word.toUpperCase()}`;
const turnTo = (side: string): string => `I_TURN_${side.toUpperCase()}`;
const repeated = (actions: readonly string[], times: number): string[] =>
  Array.from({ length: times }, () => actions).flat();

/** What is done to a side: "walk", or nothing at all ("turn"). */
const DEEDS: readonly Phrase[] = [
  ...PRIMITIVES.map((word) => ({ words: word, actions: [actionOf(word)] })),
  { words: 'turn', actions: [] },
];

/** V: with a direction, or a primitive alone. */
function verbPhrases(): Phrase[] {
  const directed = DEEDS.flatMap(({ words, actions }) =>
    SIDES.flatMap((side): Phrase[] => {
      const turn = turnTo(side);
      return [
        { words: `${words} ${side}`, actions: [turn, ...actions] },
        { words: `${words} opposite ${side}`, actions: [turn, turn, ...actions] },
        { words: `${words} around ${side}`, actions: repeated([turn, ...actions], 4) },
      ];
    }),
  );
  const alone = DEEDS.filter(({ actions }) => actions.length > 0);
  return [...alone, ...directed];
}

/** S: a verb phrase once, twice or thrice. */
const sentences = (): Phrase[] =>
  verbPhrases().flatMap(({ words, actions }) => [
    { words, actions },
    { words: `${words} twice`, actions: repeated(actions, 2) },
    { words: `${words} thrice`, actions: repeated(actions, 3) },
  ]);

const pairOf = (source: string, actions: readonly string[]): Pair => ({ source, target: actions.join(' ') });

/** All 20,910 commands with their actions: sentences alone first, then pairs of them. */
export function scanCommands(): Pair[] {
  const all = sentences();
  return [
    ...all.map(({ words, actions }) => pairOf(words, actions)),
    ...all.flatMap((first) =>
      all.flatMap((second) => [
        pairOf(`${first.words} and ${second.words}`, [...first.actions, ...second.actions]),
        pairOf(`${first.words} after ${second.words}`, [...second.actions, ...first.actions]),
      ]),
    ),
  ];
}
