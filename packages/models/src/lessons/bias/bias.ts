/** Lesson: right for the wrong reason (Lapuschkin et al. 2019; Geirhos et al. 2020), found by saliency (Simonyan et al. 2014). */
import { count, described, MOST_STEPS } from '@agon/core';
import type { PictureSplit } from '@agon/data';
import * as v from 'valibot';
import { picturedMap, largestSizes } from '../../inspect/colours.js';
import { Inspector } from '../../inspect/inspector.js';
import { subjectOver } from '../../vision/classifier/classifierSubject.js';
import { preprocessingOf, type Preprocessing } from '../../vision/classifier/preprocessing.js';
import { probabilities } from '../../vision/classifier/scores.js';
import type { Picture } from '../../inspect/picture.js';
import type { Figure } from '../figure.js';
import { lesson } from '../lesson.js';
import { recordingOf } from '../recording.js';
import { openLessonPictures } from '../lessonData.js';
import { PictureLearner } from '../pictures/pictureLearner.js';
import { cuePlaces, shareOn, strongestOn } from './cuePlaces.js';
import { percent } from '../../percent.js';

const SHOW_EVERY = 25;
/** Pictures that saliency is measured on, and those that are shown. */
const MEASURED = 40;
const SHOWN = 3;
/** Learns in a few seconds where a ball is, a little: a patch is learned sooner. */
const NETWORK = 'convnet:filters=8/16,hidden=32';
const MORE = { learningRate: 3e-3, averaging: 0.9 };

const schema = v.strictObject({
  task: v.optional(
    described(
      v.picklist(['ball', 'invaders', 'game']),
      'what there is to tell: where the ball is, how many invaders there are, which game it is',
    ),
    'ball',
  ),
  pictures: v.optional(described(count(100, 20_000), 'screens that are made to learn from'), 800),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates, each on 64 screens'), 150),
});

/** What a network says of a picture, and what of the picture counts for it. */
interface Answer {
  readonly label: number;
  readonly chance: number;
  /** [height · width] Gradient times picture, the largest size over the channels. */
  readonly saliency: Float32Array;
}

async function answerTo(inspector: Inspector, pixels: Uint8Array): Promise<Answer> {
  await inspector.look(Float32Array.from(pixels, (byte) => byte / 255));
  const last = inspector.layers.length - 1;
  const chances = probabilities(inspector.values(last));
  const label = chances.indexOf(Math.max(...chances));
  const slopes = await inspector.saliency(last, label, 'gradient-times-input');
  return { label, chance: chances[label], saliency: largestSizes(slopes, inspector.inputShape[2]) };
}

/** Reads single pictures of a split. */
async function pictureOf(split: PictureSplit, index: number, size: number): Promise<Uint8Array> {
  const pixels = new Uint8Array(size);
  await split.read([index], pixels);
  return pixels;
}

/** What saliency says of a network, as means over some pictures of a split. */
async function looksAt(inspector: Inspector, split: PictureSplit, places: Uint8Array, size: number) {
  const n = Math.min(MEASURED, split.size);
  const sums = { share: 0, strongest: 0, patchAlone: 0 };
  for (let i = 0; i < n; i++) {
    const pixels = await pictureOf(split, Math.floor((i * split.size) / n), size);
    const { label, saliency } = await answerTo(inspector, pixels);
    sums.share += shareOn(saliency, places) / n;
    sums.strongest += strongestOn(saliency, places) / n;
    const channels = size / places.length;
    const patch = pixels.map((byte, at) => (places[Math.floor(at / channels)] ? byte : 0));
    if ((await answerTo(inspector, patch)).label === label) sums.patchAlone += 1 / n;
  }
  return sums;
}

/** Screens whose patch tells a wrong class, and what counts for the network's answer. */
async function examples(
  inspector: Inspector,
  split: PictureSplit,
  { shape, classes }: Preprocessing,
): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const size = shape.reduce((product, length) => product * length, 1);
  for (let index = 0; index < split.size && pictures.length < 2 * SHOWN; index++) {
    const pixels = await pictureOf(split, index, size);
    const { label, chance, saliency } = await answerTo(inspector, pixels);
    if (label === split.labels[index]) continue;
    pictures.push(
      { caption: `is ${classes[split.labels[index]]}`, shape, pixels },
      picturedMap(`said ${classes[label]}, ${Math.round(100 * chance)} %`, shape, saliency),
    );
  }
  return pictures;
}

export const bias = lesson({
  id: 'bias',
  title: 'Bias: right for the wrong reason',
  question: 'Why does a network that is right in training fail as soon as one patch of colour moves?',
  sentences: [
    'In training a patch in the corner has the colour of the class; a network takes whatever tells the classes apart soonest, and that is the patch, not the game.',
    'When the patch tells another class the network follows it and is sure of itself; a black screen with nothing but the patch gets the same answer in about half of all cases: its errors make no sense to a person.',
    'Accuracy on data of the same kind shows nothing of it; saliency does: the places that count most for the answer lie on the patch.',
  ],
  paper:
    'Lapuschkin et al. 2019, Unmasking Clever Hans predictors; Geirhos et al. 2020, Shortcut learning; Simonyan, Vedaldi & Zisserman 2014 (saliency)',
  command: 'npx agon learn bias --set task=invaders --set updates=400',
  usedBy: 'Looked for in every classifier by the same saliency, under Look inside.',
  data: ['arcade-screens'],
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ task, pictures, updates }, { seed, signal, files }) {
    const open = (cue: string) =>
      openLessonPictures(`arcade-screens:task=${task},count=${pictures},cue=${cue}`, { files });
    const [cued, moved, plain] = [await open('true'), await open('moved'), await open('false')];
    const size = cued.shape.reduce((product, length) => product * length, 1);
    const places = await cuePlaces(cued.splits.test, plain.splits.test, cued.shape);
    const area = places.reduce((sum, isOn) => sum + isOn, 0) / places.length;
    const held: { dispose(): Promise<void> }[] = [];
    const hold = <T extends { dispose(): Promise<void> }>(each: T): T => {
      held.push(each);
      return each;
    };
    const beginning = async (data: typeof cued, name: string) => {
      const preprocessing = await preprocessingOf(data);
      const plan = { network: NETWORK, updates, seed: `bias ${seed} / ${name}`, more: MORE };
      const learner = hold(await PictureLearner.create(data.splits.train, preprocessing, plan));
      const inspector = hold(
        await Inspector.of(subjectOver(learner.network, preprocessing, learner.average)),
      );
      return { learner, inspector, preprocessing };
    };
    try {
      const biased = await beginning(cued, 'cue');
      const honest = await beginning(plain, 'plain');
      for (let done = 0; done < updates && !signal?.aborted;) {
        const more = Math.min(SHOW_EVERY, updates - done);
        for (const { learner, inspector } of [biased, honest]) {
          await learner.learn(more);
          await inspector.refresh();
        }
        done += more;
        const accuracy = async ({ learner }: typeof biased, split: PictureSplit): Promise<number> =>
          (await learner.measure(split)).accuracy;
        const withCue = await accuracy(biased, cued.splits.test);
        const whenItMoves = await accuracy(biased, moved.splits.test);
        const withoutIt = await accuracy(biased, plain.splits.test);
        const honestly = await accuracy(honest, plain.splits.test);
        const found = await looksAt(biased.inspector, moved.splits.test, places, size);
        const control = await looksAt(honest.inspector, plain.splits.test, places, size);
        const figure: Figure = {
          panels: [
            {
              kind: 'bars',
              title: 'Right answers of a network that learned with the patch',
              most: 1,
              items: [
                { label: 'patch tells the class', value: withCue },
                { label: 'patch has moved', value: whenItMoves },
                { label: 'no patch', value: withoutIt },
                { label: 'learned without it', value: honestly },
              ].map((item) => ({ ...item, text: percent(item.value) })),
            },
            {
              kind: 'bars',
              title: `Saliency on the patch, which is ${percent(area)} of the picture`,
              most: 1,
              items: [
                { label: 'strongest places', value: found.strongest },
                { label: 'all saliency', value: found.share },
                { label: 'learned without it', value: control.share },
              ].map((item) => ({ ...item, text: percent(item.value) })),
            },
            {
              kind: 'gallery',
              title: 'Errors: screens, and what counted for the answer',
              columns: 2,
              pictures: await examples(biased.inspector, moved.splits.test, biased.preprocessing),
            },
          ],
        };
        yield {
          done: done / updates,
          numbers: {
            updates: done,
            accuracyWithCue: withCue,
            accuracyWhenItMoves: whenItMoves,
            accuracyWithoutIt: withoutIt,
            accuracyLearnedWithoutIt: honestly,
            areaOfCue: area,
            saliencyOnCue: found.share,
            strongestOnCue: found.strongest,
            saliencyLearnedWithoutIt: control.share,
            patchAloneSaysTheSame: found.patchAlone,
          },
          figure,
        };
      }
    } finally {
      for (const each of held) await each.dispose();
    }
  },
});
