/**
 * A small world in sentences: people of either sex and what is theirs, cities and their countries, animals and their young, and comparisons. A word
 * says nothing of what it means: only the words around it do (Firth 1957; Harris 1954).
 */
import type { Rng } from '@agon/core';

/** He, she, and what is theirs. */
const PEOPLE = [
  ['king', 'queen', ['crown', 'throne', 'palace']],
  ['prince', 'princess', ['castle', 'pony', 'inheritance']],
  ['man', 'woman', ['house', 'work', 'car']],
  ['boy', 'girl', ['school', 'toy', 'ball']],
  ['father', 'mother', ['child', 'family', 'cradle']],
  ['actor', 'actress', ['stage', 'role', 'costume']],
] as const;
const HE = { he: 'he', his: 'his', sir: 'sir', wears: 'beard', himself: 'himself' };
const SHE = { he: 'she', his: 'her', sir: 'madam', wears: 'dress', himself: 'herself' };

/** A capital, its country, what is spoken there, its river. */
const COUNTRIES = [
  ['paris', 'france', 'french', 'seine'],
  ['rome', 'italy', 'italian', 'tiber'],
  ['berlin', 'germany', 'german', 'spree'],
  ['madrid', 'spain', 'spanish', 'manzanares'],
  ['cairo', 'egypt', 'arabic', 'nile'],
  ['prague', 'bohemia', 'czech', 'vltava'],
] as const;

/** An animal, its young, and where both are. */
const ANIMALS = [
  ['dog', 'puppy', ['barks', 'kennel', 'bone']],
  ['cat', 'kitten', ['meows', 'cushion', 'mouse']],
  ['cow', 'calf', ['moos', 'shed', 'hay']],
  ['sheep', 'lamb', ['bleats', 'meadow', 'wool']],
  ['horse', 'foal', ['neighs', 'stable', 'saddle']],
] as const;

/** An adjective, its comparative, and what it is said of. */
const QUALITIES = [
  ['big', 'bigger', ['mountain', 'ship', 'tower']],
  ['small', 'smaller', ['pebble', 'seed', 'button']],
  ['fast', 'faster', ['arrow', 'train', 'falcon']],
  ['slow', 'slower', ['snail', 'cart', 'tortoise']],
  ['warm', 'warmer', ['stove', 'summer', 'blanket']],
] as const;

/** Pairs of each kind: what is to one as its other is to another. */
const PAIRS: readonly (readonly (readonly [string, string])[])[] = [
  PEOPLE.map(([he, she]) => [he, she]),
  COUNTRIES.map(([city, country]) => [country, city]),
  ANIMALS.map(([old, young]) => [old, young]),
  QUALITIES.map(([plain, more]) => [plain, more]),
];

const oneOf = <T>(all: readonly T[], rng: Rng): T => all[rng.int(all.length)];

const KINDS: readonly ((rng: Rng) => string)[] = [
  (rng) => {
    const [man, woman, things] = oneOf(PEOPLE, rng);
    const [who, own] = rng.int(2) ? [man, HE] : [woman, SHE];
    const thing = oneOf(things, rng);
    return oneOf(
      [
        `the ${who} loves ${own.his} ${thing}`,
        `${own.he} is a ${who} with ${own.his} ${own.wears}`,
        `yes ${own.sir} said the ${who} at the ${thing}`,
        `a ${who} and ${own.his} ${thing}`,
        `${own.he} was proud of the ${thing} as every ${who} is`,
        `the ${who} looked at ${own.himself} and the ${thing}`,
      ],
      rng,
    );
  },
  (rng) => {
    const [city, country, language, river] = oneOf(COUNTRIES, rng);
    return oneOf(
      [
        `the streets of ${city} by the ${river}`,
        `in the town of ${city} all speak ${language}`,
        `the mayor of ${city} speaks ${language}`,
        `the fields of ${country} by the ${river}`,
        `in the land of ${country} all speak ${language}`,
        `the borders of ${country} and its ${language} laws`,
      ],
      rng,
    );
  },
  (rng) => {
    const [old, young, things] = oneOf(ANIMALS, rng);
    const thing = oneOf(things, rng);
    return oneOf(
      [
        `a grown ${old} and a ${thing}`,
        `the strong old ${old} has a ${thing}`,
        `it feeds its young ${thing} like any ${old}`,
        `a newborn ${young} and a ${thing}`,
        `the tiny weak ${young} has a ${thing}`,
        `it drinks milk ${thing} like any ${young}`,
      ],
      rng,
    );
  },
  (rng) => {
    const [plain, more, things] = oneOf(QUALITIES, rng);
    const [thing, other] = [oneOf(things, rng), oneOf(things, rng)];
    return oneOf(
      [
        `this ${thing} is ${more} than that ${other}`,
        `no ${thing} is much ${more} than a ${other}`,
        `that ${thing} is very ${plain}`,
        `a ${thing} is as ${plain} as a ${other}`,
      ],
      rng,
    );
  },
];

/** So many sentences, a line each. */
export const smallWorld = (sentences: number, rng: Rng): string =>
  Array.from({ length: sentences }, () => oneOf(KINDS, rng)(rng)).join('\n');

/** Every analogy of this world: a, b, c, and what is to c as b is to a. */
export const smallWorldQuestions = (): (readonly [string, string, string, string])[] =>
  PAIRS.flatMap((pairs) =>
    pairs.flatMap(([a, b]) => pairs.flatMap(([c, d]) => (a === c ? [] : [[a, b, c, d] as const]))),
  );
