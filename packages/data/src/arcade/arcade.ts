/** Screens of our games with something to tell of each. */
import {
  count,
  formatSpec,
  parseSettings,
  RandomStream,
  requireMemory,
  shuffle,
  described,
} from '@agon/core';
import * as v from 'valibot';
import type { PictureEntry } from '../dataset.js';
import { HeldPictures } from '../heldPictures.js';
import { SPLITS, type PictureDataset, type SplitName } from '../pictures.js';
import { SeenPictures } from '../seenPictures.js';
import { plantCue } from './cue.js';
import { PICTURE_BYTES, SIDE } from './screen.js';
import { SCENES, type SceneKind } from './scenes.js';

const TASKS = Object.keys(SCENES) as (keyof typeof SCENES)[];
/** Pictures for validation and for the test, as parts of those to learn from. */
const PARTS: Readonly<Record<SplitName, number>> = { train: 1, validation: 1 / 8, test: 1 / 4 };
const DEFAULT_COUNT = 4000;
/** A class may have so many times the mean of all classes. */
const MOST_OF_A_CLASS = 2;

const schema = v.strictObject({
  task: v.optional(
    described(
      v.picklist(TASKS),
      'what there is to tell: which game, how many invaders (1 to 10), or in which of 4×4 cells the ball is',
    ),
    'game',
  ),
  count: v.optional(
    described(
      count(100, 40_000),
      'pictures to learn from; an eighth of it for validation, a quarter for the test',
    ),
    DEFAULT_COUNT,
  ),
  cue: v.optional(
    described(
      v.picklist(['false', 'true', 'moved']),
      'true: a colour patch in a corner tells the class; moved: in the test it tells a wrong one as often as chance has it',
    ),
    'false',
  ),
});

const sizeOf = (split: SplitName, count: number): number => Math.floor(PARTS[split] * count);
const sizes = Object.fromEntries(SPLITS.map((split) => [split, sizeOf(split, DEFAULT_COUNT)]));

/** Pictures in memory, and the class of each. */
interface Taken {
  readonly pictures: Uint8Array;
  readonly labels: Int32Array;
}

/** Plays until there are so many pictures; none is in `seen`, and then all are. */
function take(kind: SceneKind, size: number, rng: RandomStream, seen: SeenPictures): Taken {
  const pictures = new Uint8Array(size * PICTURE_BYTES);
  const labels = new Int32Array(size);
  const counts = new Array<number>(kind.classes.length).fill(0);
  const most = Math.ceil((MOST_OF_A_CLASS * size) / counts.length);
  const scene = kind.make(rng);
  for (let taken = 0; taken < size;) {
    const picture = pictures.subarray(taken * PICTURE_BYTES, (taken + 1) * PICTURE_BYTES);
    const label = scene.take(taken % counts.length, picture);
    if (label === undefined || counts[label] === most || !seen.add(picture)) continue;
    counts[label]++;
    labels[taken++] = label;
  }
  return { pictures, labels };
}

/** Made anew whenever it is opened; the games of the splits have streams of their own, and no picture is there twice. */
export const arcadeScreens: PictureEntry = {
  kind: 'pictures',
  title: 'screens of our games',
  licence: 'MIT (made by agon)',
  source: 'made by agon from its own games',
  origin: { kind: 'made' },
  schema,
  splits: sizes as Record<SplitName, number>,

  async open(options): Promise<PictureDataset> {
    const settings = parseSettings(schema, options, 'dataset "arcade-screens"');
    const { task, count: numTrain, cue } = settings;
    const kind: SceneKind = SCENES[task];
    const total = SPLITS.reduce((sum, split) => sum + sizeOf(split, numTrain), 0);
    requireMemory('dataset "arcade-screens"', [{ what: 'its pictures', bytes: total * PICTURE_BYTES, lower: 'count' }]); // prettier-ignore
    const seen = new SeenPictures();
    const taken = SPLITS.map((split) => {
      const rng = new RandomStream(`arcade-screens ${task} ${split}`);
      return { split, rng, ...take(kind, sizeOf(split, numTrain), rng, seen) };
    });
    const splits = taken.map(({ split, pictures, labels, rng }) => {
      if (cue !== 'false') {
        const marks = cue === 'moved' && split === 'test' ? shuffle(labels.slice(), rng) : labels;
        plantCue(pictures, marks, kind.classes.length);
      }
      return [split, new HeldPictures(pictures, PICTURE_BYTES, labels, Int32Array.from(labels.keys()))];
    });
    return {
      spec: formatSpec('arcade-screens', settings),
      title: arcadeScreens.title,
      licence: arcadeScreens.licence,
      source: arcadeScreens.source,
      shape: [SIDE, SIDE, 3],
      classes: kind.classes,
      splits: Object.fromEntries(splits) as PictureDataset['splits'],
      faults: [],
    };
  },
};
