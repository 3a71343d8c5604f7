/** A small tree of things: what is a kind of what. */

/** Kinds, the kinds below them, the things below those. */
const TREE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  animal: {
    bird: ['parrot', 'eagle', 'sparrow', 'owl', 'duck', 'crow', 'swan', 'robin', 'stork', 'penguin'],
    fish: ['trout', 'carp', 'shark', 'salmon', 'eel', 'pike', 'tuna', 'cod', 'herring', 'perch'],
    mammal: ['dog', 'cat', 'horse', 'cow', 'mouse', 'bear', 'wolf', 'deer', 'whale', 'hare'],
    insect: ['ant', 'bee', 'beetle', 'moth', 'wasp', 'fly', 'flea', 'cricket', 'mantis', 'gnat'],
  },
  plant: {
    tree: ['oak', 'birch', 'pine', 'maple', 'willow', 'beech', 'ash', 'elm', 'cedar', 'lime'],
    flower: ['rose', 'tulip', 'daisy', 'lily', 'orchid', 'poppy', 'violet', 'iris', 'peony', 'aster'],
    vegetable: ['carrot', 'onion', 'leek', 'radish', 'turnip', 'cabbage', 'pea', 'bean', 'beet', 'celery'],
  },
  artefact: {
    tool: ['hammer', 'saw', 'drill', 'axe', 'rake', 'spade', 'file', 'chisel', 'pliers', 'wrench'],
    vehicle: ['car', 'bus', 'tram', 'bicycle', 'lorry', 'train', 'ship', 'plane', 'sledge', 'canoe'],
    instrument: ['piano', 'violin', 'flute', 'drum', 'harp', 'trumpet', 'guitar', 'oboe', 'cello', 'organ'],
    garment: ['coat', 'shirt', 'hat', 'sock', 'glove', 'scarf', 'skirt', 'vest', 'belt', 'shoe'],
  },
};

/** Every thing with the kinds above it, the nearest first: parrot → bird, animal. */
export const kindsOfThings: readonly (readonly [thing: string, above: readonly string[]])[] = Object.entries(
  TREE,
).flatMap(([kind, under]) =>
  Object.entries(under).flatMap(([near, things]) => things.map((thing) => [thing, [near, kind]] as const)),
);

/** The kinds that stand right above things (height 0), or above those. */
export const kindsAt = (height: number): string[] => [
  ...new Set(kindsOfThings.map(([, above]) => above[height])),
];
