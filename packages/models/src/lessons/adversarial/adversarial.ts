/** Lesson: noise that nobody sees (Szegedy et al. 2014; Goodfellow et al. 2015; Madry et al. 2018). */
import { AgonError, count, described, MOST_STEPS, RandomStream } from '@agon/core';
import type { PictureDataset } from '@agon/data';
import type { DataCheckpoint } from '@agon/learning';
import { readCheckpoint } from '@agon/learning';
import * as v from 'valibot';
import { bytesOf } from '../../inspect/colours.js';
import { pgd } from '../../vision/attacks/attacks.js';
import { classifierTarget } from '../../vision/attacks/classifierTarget.js';
import type { AttackTarget } from '../../vision/attacks/target.js';
import { loadClassifier } from '../../vision/classifier/classifierModel.js';
import { requireSame } from '../../vision/classifier/evaluate.js';
import { preprocessingOf } from '../../vision/classifier/preprocessing.js';
import { probabilities } from '../../vision/classifier/scores.js';
import type { Picture } from '../../inspect/picture.js';
import type { Figure } from '../figure.js';
import { lesson, type LessonOptions } from '../lesson.js';
import { recordingOf } from '../recording.js';
import { openLessonPictures } from '../lessonData.js';
import { PictureLearner } from '../pictures/pictureLearner.js';
import { percent } from '../../percent.js';

/** The trained network that comes with agon, and how one is trained here instead. */
const KEPT = 'zoo/emoji';
const NETWORK = 'convnet:filters=16/32/64,hidden=64,norm=batch,dropout=0.2';
/** Of the attack: steps along the gradient, and attempts. */
const STEPS = 60;
const RESTARTS = 2;
/** What the slide asks for: how sure of the picture, and of what it is taken for. */
const SURE = 0.97;
const FOOLED = 0.99;
/** Classes whose probabilities are shown. */
const SHOWN_CLASSES = 4;

const schema = v.strictObject({
  epsilon: v.optional(described(count(0, 16), 'the most that a value of a pixel is changed, of 255'), 8),
  from: v.optional(described(v.string(), 'what is on the pictures, by its name'), 'parrot'),
  to: v.optional(described(v.string(), 'what they are to be taken for'), 'books'),
  updates: v.optional(
    described(
      count(0, MOST_STEPS),
      '0: the trained network that comes with agon; more: one that is trained here with so many updates',
    ),
    0,
  ),
});

/** The class of this name. @throws bad-option with some that there are */
function classOf({ classes }: PictureDataset, name: string): number {
  const found = classes.indexOf(name);
  if (found >= 0) return found;
  throw new AgonError('bad-option', `there is no "${name}" among the pictures; there are ${classes.slice(0, 8).join(', ')}, …`); // prettier-ignore
}

async function keptTarget(
  data: PictureDataset,
  batch: number,
  { checkpoints }: LessonOptions,
): Promise<AttackTarget> {
  if (!checkpoints) throw new AgonError('unsupported', `there is nowhere to find ${KEPT}: set updates to train a network here.`); // prettier-ignore
  const checkpoint = (await readCheckpoint(KEPT, checkpoints)) as DataCheckpoint;
  const { network, preprocessing, parameters } = loadClassifier(checkpoint);
  requireSame(preprocessing, data);
  return classifierTarget(network, preprocessing, parameters, batch);
}

async function newTarget(
  data: PictureDataset,
  batch: number,
  updates: number,
  seed: number,
): Promise<AttackTarget> {
  const preprocessing = await preprocessingOf(data);
  const plan = { network: NETWORK, updates, seed: `adversarial ${seed}`, more: { batchSize: 128 } };
  const learner = await PictureLearner.create(data.splits.train, preprocessing, plan);
  try {
    await learner.learn(updates);
    return await classifierTarget(learner.network, preprocessing, learner.average, batch);
  } finally {
    await learner.dispose();
  }
}

/** Changed pictures as they would be stored, in bytes; both are within the distance, for it is whole bytes. */
const asBytes = (pictures: Float32Array): Float32Array =>
  Float32Array.from(bytesOf(pictures), (byte) => byte / 255);

/** [B][K] */
async function chancesOf(target: AttackTarget, pictures: Float32Array): Promise<Float64Array[]> {
  const logits = await target.logits(pictures);
  const classes = target.numClasses;
  return Array.from({ length: target.batchSize }, (_, row) =>
    probabilities(logits.subarray(row * classes, (row + 1) * classes)),
  );
}

/** The likeliest classes of one picture. */
function likeliest(chances: Float64Array, classes: readonly string[]) {
  return Array.from(chances, (value, i) => ({ label: classes[i], value, text: percent(value) }))
    .sort((a, b) => b.value - a.value)
    .slice(0, SHOWN_CLASSES);
}

export const adversarial = lesson({
  id: 'adversarial',
  title: 'Noise that nobody sees: a parrot becomes books',
  question: 'How much must a picture change until a network takes it for something else?',
  sentences: [
    'Each pixel moves by a few of 255 levels towards where the network’s gradient says that the wanted class becomes likelier; no eye sees it, and the network is surer of it than it was of the truth.',
    'The noise is no accident of this picture: in many dimensions many tiny steps in the right directions add up to a large one.',
    'It is made for one network by its own gradients; training on such pictures makes it much harder, at a price in accuracy.',
  ],
  paper:
    'Szegedy et al. 2014, Intriguing properties of neural networks; Goodfellow et al. 2015, Explaining and harnessing adversarial examples; Madry et al. 2018 (PGD)',
  command: `npx agon eval --model ${KEPT} --attack pgd:epsilon=0.0314,pictures=300`,
  usedBy: 'Every network that sees, agents among them: agon eval --attack measures classifiers.',
  data: ['emoji'],
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ epsilon, from, to, updates }, options) {
    const { seed, signal, files } = options;
    const data = await openLessonPictures('emoji:names=100', { files });
    const [truth, wanted] = [classOf(data, from), classOf(data, to)];
    const { test } = data.splits;
    const indices = Int32Array.from(test.labels.keys()).filter((index) => test.labels[index] === truth);
    const size = data.shape.reduce((product, length) => product * length, 1);
    const pixels = new Uint8Array(indices.length * size);
    await test.read(indices, pixels);
    const pictures = Float32Array.from(pixels, (byte) => byte / 255);
    const target =
      updates === 0
        ? await keptTarget(data, indices.length, options)
        : await newTarget(data, indices.length, updates, seed);
    try {
      const before = await chancesOf(target, pictures);
      const sure = before.map((chances) => chances[truth] >= SURE);
      const curve: { level: number; of: (row: number) => readonly [number, number] }[] = [];
      for (let level = 0; level <= epsilon && !signal?.aborted; level++) {
        const labels = indices.map(() => truth);
        const attack = { epsilon: level / 255, steps: STEPS, restarts: RESTARTS };
        const rng = new RandomStream(`adversarial ${seed} / ${level}`);
        const attacked = { pictures, labels, wanted: indices.map(() => wanted) };
        const found = level === 0 ? pictures : (await pgd(target, attacked, attack, rng)).pictures;
        const changed = asBytes(found);
        const after = await chancesOf(target, changed);
        curve.push({ level, of: (row) => [after[row][truth], after[row][wanted]] });
        // The picture that tells most: one that the network was sure of, and is surest of now.
        const rank = (row: number): number => after[row][wanted] + (sure[row] ? 1 : 0);
        const row = after.reduce((best, _, each) => (rank(each) > rank(best) ? each : best), 0);
        const fooled = after.filter((chances, each) => sure[each] && chances[wanted] >= FOOLED).length;
        const part = (all: Float32Array): Float32Array => all.subarray(row * size, (row + 1) * size);
        const [original, result] = [part(pictures), part(changed)];
        const times = Math.max(1, Math.floor(127 / Math.max(1, level)));
        const noise = result.map((value, i) => 0.5 + times * (value - original[i]));
        const shown = (caption: string, values: Float32Array): Picture => ({
          caption,
          shape: data.shape,
          pixels: bytesOf(values),
        });
        const figure: Figure = {
          panels: [
            {
              kind: 'gallery',
              title: `Changed by at most ${level} of 255`,
              columns: 3,
              pictures: [
                shown(`${from}: ${percent(before[row][truth])}`, original),
                shown(`noise × ${times}`, noise),
                shown(`${to}: ${percent(after[row][wanted])}`, result),
              ],
            },
            { kind: 'bars', title: 'What the network says of the left one', most: 1, items: likeliest(before[row], data.classes) }, // prettier-ignore
            { kind: 'bars', title: 'What it says of the right one', most: 1, items: likeliest(after[row], data.classes) }, // prettier-ignore
            {
              kind: 'plot',
              title: 'This picture by how much may be changed',
              x: { label: 'the most that a value is changed, of 255', range: [0, Math.max(1, epsilon)] },
              y: { label: 'probability', range: [0, 1] },
              lines: [from, to].map((name, i) => ({
                name,
                points: curve.map(({ level: at, of }) => [at, of(row)[i]] as const),
              })),
            },
          ],
        };
        yield {
          done: (level + 1) / (epsilon + 1),
          numbers: {
            epsilon: level,
            largestChange:
              255 * result.reduce((most, value, i) => Math.max(most, Math.abs(value - original[i])), 0),
            chanceBefore: before[row][truth],
            chanceAfter: after[row][wanted],
            pictures: indices.length,
            sure: sure.filter(Boolean).length,
            sureAndFooled: fooled,
          },
          figure,
        };
      }
    } finally {
      await target.dispose();
    }
  },
});
