/** Lesson: from edges to things, layer by layer, as they are learned (Zeiler & Fergus 2014; Simonyan et al. 2014; Yosinski et al. 2015). */
import { count, described, MOST_STEPS, RandomStream } from '@agon/core';
import type { PictureShape, PictureSplit } from '@agon/data';
import * as v from 'valibot';
import { bytesOf, largestSizes, mapOf, mostOf, picturedMap } from '../../inspect/colours.js';
import { excite } from '../../inspect/excite.js';
import { Inspector } from '../../inspect/inspector.js';
import { subjectOver } from '../../vision/classifier/classifierSubject.js';
import { preprocessingOf } from '../../vision/classifier/preprocessing.js';
import type { Picture } from '../../inspect/picture.js';
import type { Panel } from '../figure.js';
import { lesson } from '../lesson.js';
import { recordingOf } from '../recording.js';
import { openLessonPictures } from '../lessonData.js';
import { partOfSplit } from '../pictures/partOfSplit.js';
import { PictureLearner } from '../pictures/pictureLearner.js';
import { excitedBy, excitements } from './excitedBy.js';

/** Pictures of the validation split among which those are looked for that excite. */
const LOOKED_AT = 200;
/** Maps that are shown of each layer, and pictures for each map. */
const MAPS = 6;
const PER_MAP = 3;
/** Pictures that are enough to learn what is to be seen. */
const LEARNED = 10_000;
const CHECKPOINTS = 5;

const DATA = ['mnist', 'fashion-mnist', 'emoji', 'arcade-screens'] as const;

const schema = v.strictObject({
  data: v.optional(described(v.picklist(DATA), 'the pictures'), 'mnist'),
  network: v.optional(
    described(v.string(), 'any network with convolutions, with options'),
    'convnet:filters=6/12,kernel=5,hidden=32',
  ),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, each on 64 pictures'), 200),
  picture: v.optional(described(count(0, 9999), 'number of the test picture whose maps are shown'), 0),
});

/** The layers whose maps are looked at: those of convolutions. */
const convolutionsOf = (inspector: Inspector): number[] =>
  inspector.layers.flatMap(({ kind, shape }, layer) =>
    kind === 'convolution' && shape.length === 3 ? [layer] : [],
  );

/** The first filters of a layer, over all channels together. */
function filtersOf(inspector: Inspector, layer: number): Picture[] {
  const maps = Math.min(MAPS, inspector.layers[layer].shape[2]);
  return Array.from({ length: maps }, (_, map) => {
    const filter = inspector.filterOf(layer, map);
    const [height = 1, width = 1, channels = 1] = filter?.shape ?? [];
    const values = filter?.values ?? new Float32Array(1);
    // Of one channel with its signs, of several the size.
    return picturedMap(`${map}`, [height, width], channels === 1 ? values : largestSizes(values, channels));
  });
}

/** The first maps of a layer for the picture that is looked at. */
function mapsOf(inspector: Inspector, layer: number): Picture[] {
  const { shape } = inspector.layers[layer];
  const values = inspector.values(layer);
  const most = mostOf(values);
  return Array.from({ length: Math.min(MAPS, shape[2]) }, (_, map) =>
    picturedMap(`${map}`, shape, mapOf(values, shape, map), most),
  );
}

/** One made picture of a map, and how much it excites it. */
async function made(inspector: Inspector, layer: number, map: number, shape: PictureShape, seed: string) {
  const [height, width, maps] = inspector.layers[layer].shape;
  const middle = ((height >> 1) * width + (width >> 1)) * maps + map;
  const slopes = await inspector.slopesOf(layer);
  const picture = await excite(slopes, inspector.subject.input, shape, [middle], new RandomStream(seed));
  await inspector.look(picture);
  const value = excitements(inspector.values(layer), [height, width, maps])[map];
  return { picture: { caption: `${map}: made`, shape, pixels: bytesOf(picture) }, value };
}

export const features = lesson({
  id: 'features',
  title: 'Features: from edges to things',
  question: 'What do the layers of a network look for, and when do they learn it?',
  sentences: [
    'Within the first updates filters of the first layer come to answer edges of one direction or another; each map shows where in the picture its filter finds them.',
    'Units of later layers read many maps of the layer before: the pictures of the data that excite one most have a part of a thing in common, a stroke, a loop, a corner.',
    'A picture that is made by climbing the unit’s gradient shows what it looks for itself; it excites the unit more than every picture of the data, and looks like none of them.',
  ],
  paper:
    'Zeiler & Fergus 2014, Visualizing and understanding convolutional networks; Simonyan, Vedaldi & Zisserman 2014; Yosinski et al. 2015 (activation maximisation)',
  command: 'npx agon learn features --set data=fashion-mnist --set updates=600',
  usedBy: 'The torsos of agents that see screens: Look inside shows the same of an agent’s network.',
  data: DATA,
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ data: id, network: spec, updates, picture }, { seed, signal, files }) {
    const data = await openLessonPictures(id, { files });
    const { train, validation, test } = data.splits;
    const preprocessing = await preprocessingOf(data);
    const size = data.shape.reduce((product, length) => product * length, 1);
    const some = Int32Array.from({ length: Math.min(LEARNED, train.size) }, (_, i) => i);
    const plan = { network: spec, updates, seed: `features ${seed}`, more: { averaging: 0.9 } };
    const learner = await PictureLearner.create(partOfSplit(train, some), preprocessing, plan);
    const inspector = await Inspector.of(subjectOver(learner.network, preprocessing, learner.average));
    const n = Math.min(LOOKED_AT, validation.size);
    const looked = Array.from({ length: n }, (_, i) => Math.floor((i * validation.size) / n));
    const pictureOf = async (split: PictureSplit, index: number): Promise<Uint8Array> => {
      const pixels = new Uint8Array(size);
      await split.read([index], pixels);
      return pixels;
    };
    const points: [number, number][] = [];
    try {
      const layers = convolutionsOf(inspector);
      const chosen = await pictureOf(test, Math.min(picture, test.size - 1));
      for (let stop = 1; stop <= CHECKPOINTS && !signal?.aborted; stop++) {
        const until = Math.round((updates * stop) / CHECKPOINTS);
        if (until > learner.updates) await learner.learn(until - learner.updates);
        await inspector.refresh();
        const { accuracy } = await learner.measure(partOfSplit(validation, Int32Array.from(looked)));
        points.push([learner.updates, accuracy]);
        const panels: Panel[] = [];
        const numbers: Record<string, number> = { updates: learner.updates, accuracy };
        for (const layer of layers) {
          const { name, shape } = inspector.layers[layer];
          const excited = await excitedBy(inspector, layer, validation, looked, PER_MAP);
          const pictures: Picture[] = [];
          let [beaten, shown] = [0, 0];
          for (let map = 0; map < Math.min(MAPS, shape[2]); map++) {
            const own = await made(inspector, layer, map, data.shape, `features ${seed} / ${name} ${map}`);
            pictures.push(own.picture);
            for (const { index } of excited[map])
              pictures.push({ caption: '', shape: data.shape, pixels: await pictureOf(validation, index) });
            shown++;
            if (own.value > excited[map][0].value) beaten++;
          }
          numbers[`${name}MadeExcitesMore`] = beaten / shown;
          await inspector.look(Float32Array.from(chosen, (byte) => byte / 255));
          panels.push(
            {
              kind: 'gallery',
              title: `${name}: filters`,
              columns: MAPS,
              pictures: filtersOf(inspector, layer),
            },
            { kind: 'gallery', title: `${name}: maps of one picture`, columns: MAPS, pictures: mapsOf(inspector, layer) }, // prettier-ignore
            {
              kind: 'gallery',
              title: `${name}: a picture made to excite each map, and those of the data that do most`,
              columns: 2 * (1 + PER_MAP),
              pictures,
            },
          );
        }
        panels.unshift({
          kind: 'gallery',
          title: `After ${learner.updates} updates`,
          columns: MAPS,
          pictures: [{ caption: 'looked at', shape: data.shape, pixels: chosen }],
        });
        panels.push({
          kind: 'plot',
          title: 'Right answers while it learns',
          x: { label: 'updates', range: [0, updates] },
          y: { label: 'share', range: [0, 1] },
          lines: [{ name: `${n} pictures of the validation split`, points: [...points] }],
        });
        yield { done: stop / CHECKPOINTS, numbers, figure: { panels } };
      }
    } finally {
      await learner.dispose();
      await inspector.dispose();
    }
  },
});
