/** Lesson: which pixels a unit sees, by calculation and by gradients (Luo et al. 2016; Araujo et al. 2019). */
import { AgonError, count, described } from '@agon/core';
import { receptiveFields, type ReceptiveField } from '@agon/engine';
import { batchOf, describeNetwork, makeAnyNetwork, type Network } from '@agon/nets';
import * as v from 'valibot';
import type { Picture } from '../../inspect/picture.js';
import { lesson } from '../lesson.js';
import { boxOf, middleOf, SeenPlaces, type Box } from './seenPlaces.js';

/** Layers that are drawn at most. */
const MOST_ROWS = 30;

const schema = v.strictObject({
  network: v.optional(
    described(
      v.string(),
      'any network with convolutions, with options, such as convnet:kernel=5 or resnet:depth=20',
    ),
    'resnet:depth=20',
  ),
  side: v.optional(described(count(0, 512), 'side of the picture; 0: what the network is made for'), 64),
  layer: v.optional(
    described(count(0, 1000), 'number of the layer to look through; 0: the one that sees most but not all'),
    0,
  ),
  pictures: v.optional(described(count(1, 1000), 'pictures of noise to measure with'), 20),
});

/** A convolution or pool, and its number among all of them; parts side by side that see the same are one. */
interface Row extends ReceptiveField {
  readonly index: number;
}

const isSame = (a: ReceptiveField, b: ReceptiveField): boolean =>
  JSON.stringify([a.first, a.size, a.jump]) === JSON.stringify([b.first, b.size, b.jump]);

/** The layers of a network that see windows. @throws unsupported where there are none */
export function rowsOf(network: Network): Row[] {
  const fields = receptiveFields(network.apply, batchOf(network, 1), network.parameters);
  if (fields.length === 0)
    throw new AgonError(
      'unsupported',
      `network "${network.id}" has no convolutions over pictures: take lenet, convnet or nature-cnn.`,
    );
  return fields
    .map((field, index): Row => ({ ...field, index }))
    .filter((row, i) => i === 0 || !isSame(row, fields[i - 1]));
}

/** The network that a spec names, for pictures of this side. @throws unknown-net; bad-option; unsupported */
export function networkFor(spec: string, side: number): Network {
  const { sizes, kind } = describeNetwork(spec);
  const input = sizes.input as readonly number[];
  const [, , channels = 1] = input;
  return makeAnyNetwork(spec, side === 0 ? sizes : { ...sizes, input: [side, side, channels] }, kind);
}

/** "stage3…conv1" of "stage3.block2.sum.branch.conv1". */
function short(name: string): string {
  const parts = name.split('.');
  return parts.length > 2 ? `${parts[0]}…${parts[parts.length - 1]}` : name;
}

/** @throws bad-option for a number that no layer has */
function chosen(rows: readonly Row[], layer: number, lengths: readonly number[]): Row {
  if (layer > rows.length)
    throw new AgonError('bad-option', `"layer" must be 0 to ${rows.length} for this network, got ${layer}.`);
  if (layer > 0) return rows[layer - 1];
  const parts = rows.filter(({ size }) => size[0] < lengths[0] && size[1] < lengths[1]);
  return parts.reduce((most, row) => (row.size[0] >= most.size[0] ? row : most), rows[0]);
}

/** Slopes as grey, the strongest white, with the box around them in yellow. */
function pictureOf(map: ArrayLike<number>, [height, width]: readonly number[], box?: Box): Uint8Array {
  const most = Array.from(map).reduce((a, b) => Math.max(a, b), 0);
  const pixels = new Uint8Array(height * width * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const grey = most > 0 ? Math.round(255 * Math.sqrt(map[at] / most)) : 0;
      const isIn = box && y >= box.rows[0] && y <= box.rows[1] && x >= box.columns[0] && x <= box.columns[1];
      const isEdge = isIn && (box.rows.includes(y) || box.columns.includes(x));
      pixels.set(isEdge ? [255, 220, 0] : [grey, grey, grey], at * 3);
    }
  }
  return pixels;
}

export const receptiveField = lesson({
  id: 'receptive-field',
  title: 'Receptive field: what a unit sees',
  question: 'Which pixels can a unit of a deep layer see, and which does it look at?',
  sentences: [
    'Each layer widens the window by its kernel less one, times the steps of all layers before it; pixels outside the window cannot move the unit.',
    'Gradients measure the same window: the yellow frame is calculated, the light pixels are those that moved the unit.',
    'Within the window the middle counts most, since more paths lead from there: the effective field is smaller than the calculated one.',
  ],
  paper:
    'Araujo, Norris & Sim 2019, Computing receptive fields of convolutional neural networks; Luo et al. 2016, Understanding the effective receptive field',
  command: 'npx agon learn receptive-field --set network=nature-cnn --set side=84',
  usedBy:
    'Every network with convolutions: its depth and steps must let the last layer see a whole board or screen.',
  schema,
  async *run({ network: spec, side, layer, pictures }, { seed, signal }) {
    if (signal?.aborted) return;
    const network = networkFor(spec, side);
    const rows = rowsOf(network);
    const [height, width] = Object.values(network.inputs)[0].shape;
    const row = chosen(rows, layer, [height, width]);
    const calculated = boxOf(row, [height, width]);
    const shown = rows.slice(-MOST_ROWS);
    const seen = await SeenPlaces.of(network, row, row.index, `receptive-field ${seed}`);
    const lengthOf = ([first, last]: readonly [number, number]): number => last - first + 1;
    try {
      const [y, x] = middleOf(row);
      for (let done = 1; done <= pictures && !signal?.aborted; done++) {
        await seen.look();
        const measured = seen.box();
        const pictureWith = (caption: string, box?: Box): Picture => ({
          caption,
          shape: [height, width, 3],
          pixels: pictureOf(seen.map, [height, width], box),
        });
        yield {
          done: done / pictures,
          numbers: {
            layer: rows.indexOf(row) + 1,
            size: row.size[0],
            jump: row.jump[0],
            calculatedRows: lengthOf(calculated.rows),
            calculatedColumns: lengthOf(calculated.columns),
            measuredRows: lengthOf(measured.rows),
            measuredColumns: lengthOf(measured.columns),
            effectiveSide: Math.sqrt(seen.numEffective()),
          },
          figure: {
            panels: [
              {
                kind: 'gallery',
                title: `Layer ${rows.indexOf(row) + 1}, ${row.name}: what its unit (${y}, ${x}) sees of ${height}×${width}`,
                columns: 2,
                pictures: [pictureWith('calculated', calculated), pictureWith(`measured, ${done} pictures`)],
              },
              {
                kind: 'bars',
                title: 'Side of the field by layer',
                most: Math.max(...shown.map(({ size }) => size[0])),
                items: shown.map(({ name, size, jump }, i) => ({
                  label: `${rows.length - shown.length + i + 1} ${short(name)}`,
                  value: size[0],
                  text: `${size[0]}, step ${jump[0]}`,
                })),
              },
            ],
          },
        };
      }
    } finally {
      await seen.dispose();
    }
  },
});
