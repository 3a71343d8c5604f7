/**
 * LeNet-5: "Gradient-based learning applied to document recognition" (LeCun, Bottou, Bengio & Haffner 1998, section II B, figure 2
 * and table I): convolutions C1, C3, C5 of 5×5, subsampling S2, S4 by 2, a dense layer F6 of 84.
 *
 * By default as it is taught today: ReLU, max pooling, and each map of C3 sees all of S2. The paper's own is
 * `activation=scaled-tanh,pool=subsample,connections=table`: subsampling multiplies each mean by a learned coefficient and adds a
 * bias, and table I leaves out connections. What stays different: our outputs are a dense layer with logits (the paper: distances to
 * fixed pictures of the characters), and the squashing of the subsampling layers is that of all others.
 * The paper reads a field of 32×32, in which digits of 28×28 stand in the middle: smaller pictures are centred in it with zeros. In
 * larger ones C5 has several places.
 */
import { AgonError, described, number, type Settings } from '@agon/core';
import { constant, lecunNormal, zeros, type Shape } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { Body, BodyDeclaration } from '../bodies/body.js';
import { activate, type Activation } from '../layers/activations.js';
import { convolution } from '../layers/convolutionLayer.js';
import { denseLayer } from '../layers/denseLayer.js';
import { flatten, type LayerMaker } from '../layers/layer.js';
import { pooling } from '../layers/pooling.js';
import { anyPicture } from '../readable.js';
import { bodyOf } from './bodyOf.js';
import { scaledBy } from './scaled.js';

const schema = v.strictObject({
  width: v.optional(
    described(number(0.05, 100), 'filters and units, relative to the paper: 2 doubles them'),
    1,
  ),
  activation: v.optional(
    described(v.picklist(['relu', 'tanh', 'scaled-tanh']), 'after each layer (the paper: scaled-tanh)'),
    'relu',
  ),
  pool: v.optional(
    described(
      v.picklist(['max', 'average', 'subsample']),
      'subsample (the paper): the mean, times a learned coefficient, plus a bias',
    ),
    'max',
  ),
  connections: v.optional(
    described(
      v.picklist(['all', 'table']),
      "which maps of S2 each map of C3 sees: all, or those of the paper's table I (width=1)",
    ),
    'all',
  ),
});

/** The field that the paper reads. */
const FIELD = 32;

/** The maps of S2 that each of the 16 maps of C3 sees (table I). */
const TABLE: readonly (readonly number[])[] = [
  [0, 1, 2],
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
  [0, 4, 5],
  [0, 1, 5],
  [0, 1, 2, 3],
  [1, 2, 3, 4],
  [2, 3, 4, 5],
  [0, 3, 4, 5],
  [0, 1, 4, 5],
  [0, 1, 2, 5],
  [0, 1, 3, 4],
  [1, 2, 4, 5],
  [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
];

/** The picture in the middle of the field. */
const centred: LayerMaker = ([height, width, planes]) => {
  const around = [height, width].map((length): [number, number] => {
    const missing = Math.max(0, FIELD - length);
    return [missing >> 1, missing - (missing >> 1)];
  });
  const shape = [Math.max(FIELD, height), Math.max(FIELD, width), planes];
  const isWhole = height >= FIELD && width >= FIELD;
  return {
    parameters: [],
    shape,
    apply: (x) => (isWhole ? x : tf.pad(x as tf.Tensor4D, [[0, 0], ...around, [0, 0]])),
  };
};

/** Each map's mean over 2×2 places, times its coefficient, plus its bias (section II B). */
const subsampling =
  (activation: Activation): LayerMaker =>
  (input, name) => {
    const mean = pooling('average', 2, 2)(input, name);
    const maps = input.slice(-1);
    return {
      shape: mean.shape,
      parameters: [
        { name: `${name}.coefficient`, shape: maps, init: constant(1) },
        { name: `${name}.bias`, shape: maps, init: zeros },
      ],
      apply(x, values) {
        const scaled = tf.mul(mean.apply(x, values), values[`${name}.coefficient`]);
        return activate(tf.add(scaled, values[`${name}.bias`]), activation);
      },
    };
  };

/** C3 by table I: a convolution for each of its maps, over the maps of S2 that it sees. */
const byTable =
  (activation: Activation): LayerMaker =>
  ([height, width, planes], name) => {
    const nameOf = (map: number): string => `${name}.map${map}`;
    return {
      shape: [height - 4, width - 4, TABLE.length],
      parameters: TABLE.flatMap((seen, map) => [
        { name: `${nameOf(map)}.weight`, shape: [5, 5, seen.length, 1], init: lecunNormal },
        { name: `${nameOf(map)}.bias`, shape: [1], init: zeros },
      ]),
      apply(x, values) {
        const maps = tf.split(x, planes, 3);
        const sums = TABLE.map((seen, map) => {
          const filter = values[`${nameOf(map)}.weight`] as tf.Tensor4D;
          const own = tf.concat(
            seen.map((each) => maps[each]),
            3,
          ) as tf.Tensor4D;
          return tf.add(tf.conv2d(own, filter, 1, 'valid'), values[`${nameOf(map)}.bias`]);
        });
        return activate(tf.concat(sums, 3), activation);
      },
    };
  };

/** @throws bad-option for table I where the maps are not the paper's */
function build(input: Shape, { width, activation, pool, connections }: Settings<typeof schema>): Body {
  if (connections === 'table' && width !== 1)
    throw new AgonError(
      'bad-option',
      `lenet:connections=table is for 6 and 16 maps: set width=1, got ${width}.`,
    );
  const scaled = scaledBy(width);
  const map = (filters: number) => convolution(scaled(filters), { size: 5, padding: 'valid', activation });
  const pooled = pool === 'subsample' ? subsampling(activation) : pooling(pool, 2, 2);
  return bodyOf(
    {
      field: centred,
      c1: map(6),
      s2: pooled,
      c3: connections === 'table' ? byTable(activation) : map(16),
      s4: pooled,
      c5: map(120),
      flatten,
      f6: denseLayer(scaled(84), activation),
    },
    input,
  );
}

/** `lenet` */
export const lenet: BodyDeclaration<typeof schema> = {
  title: 'LeNet-5 (1998): two convolutions of 5×5 with pools, and dense layers',
  schema,
  reads: anyPicture,
  build,
};
