/**
 * Inception-v4: "Inception-v4, Inception-ResNet and the impact of residual connections on learning" (Szegedy, Ioffe, Vanhoucke & Alemi
 * 2017, section 3.1, figures 3 to 9; V in a figure: no padding). Each convolution has a batch normalisation and a ReLU.
 * At 299×299: stem → 35×35×384, 4 A, Reduction-A → 17×17×1024, 7 B, Reduction-B → 8×8×1536, 3 C, the mean of each map, dropout 0.2.
 *
 * Pictures below 75×75 leave nothing of its steps: `stem=small` (what `auto` takes for them) has four convolutions with one step in the
 * place of figure 3, and reductions that keep the edges. `width` scales filters, `blocks` says how many A, B and C there are.
 */
import { AgonError, counts, type Settings, described } from '@agon/core';
import type { Shape } from '@agon/engine';
import * as v from 'valibot';
import type { Body } from '../bodies/body.js';
import { convolution } from '../layers/convolutionLayer.js';
import { dropoutLayer } from '../layers/dropoutLayer.js';
import { branches, sequence, type LayerMaker, type NamedLayers } from '../layers/layer.js';
import type { Norm } from '../layers/normalisation.js';
import { globalPooling, pooling } from '../layers/pooling.js';
import type { Lengths } from '../layers/windows.js';
import { anyPicture } from '../readable.js';
import { bodyOf } from './bodyOf.js';
import { scaledBy } from './scaled.js';
import { dropoutEntry, isSmall, normEntry, stemEntry, widthEntry } from './settings.js';
import type { VisionDeclaration } from './visionEntries.js';

const schemaFor = (width: number, blocks: number[], norm: Norm, dropout: number) =>
  v.strictObject({
    ...widthEntry(width),
    blocks: v.optional(described(counts(3, 1000), 'blocks A, B and C (the paper: 4/7/3)'), blocks),
    ...stemEntry,
    ...normEntry(norm),
    ...dropoutEntry(dropout),
  });
const schema = schemaFor(1, [4, 7, 3], 'batch', 0.2);

/** The least side of a picture that the paper's steps leave something of. */
const LEAST_SIDE = 75;

/** A convolution with its normalisation. */
type Conv = (filters: number, size: Lengths) => LayerMaker;
/** What a network's blocks are made of. */
interface Parts {
  /** Of step 1, which keeps the picture's size. */
  conv: Conv;
  /** Of step 1 without padding; V of the figures. */
  convV: Conv;
  /** Of step 2, 3×3. */
  halving: (filters: number) => LayerMaker;
  halvingPool: LayerMaker;
}

function partsOf(width: number, norm: Norm, reductions: 'same' | 'valid'): Parts {
  const scaled = scaledBy(width);
  return {
    conv: (filters, size) => convolution(scaled(filters), { size, norm }),
    convV: (filters, size) => convolution(scaled(filters), { size, norm, padding: 'valid' }),
    halving: (filters) => convolution(scaled(filters), { size: 3, stride: 2, norm, padding: reductions }),
    halvingPool: pooling('max', 3, 2, reductions),
  };
}

/** Figure 3. */
const stem = ({ conv, convV, halving, halvingPool }: Parts): LayerMaker =>
  sequence({
    conv1: halving(32),
    conv2: convV(32, 3),
    conv3: conv(64, 3),
    first: branches({ pool: halvingPool, conv: halving(96) }),
    second: branches({
      short: sequence({ conv1: conv(64, 1), conv2: convV(96, 3) }),
      long: sequence({
        conv1: conv(64, 1),
        conv2: conv(64, [7, 1]),
        conv3: conv(64, [1, 7]),
        conv4: convV(96, 3),
      }),
    }),
    third: branches({ conv: halving(192), pool: halvingPool }),
  });

/** In the place of figure 3 for small pictures: as many maps, one step. */
const smallStem = ({ conv, halving, halvingPool }: Parts): LayerMaker =>
  sequence({
    conv1: conv(32, 3),
    conv2: conv(64, 3),
    conv3: conv(192, 3),
    third: branches({ conv: halving(192), pool: halvingPool }),
  });

/** The mean over 3×3 places, then 1×1. */
const averaged = (conv: LayerMaker): LayerMaker => sequence({ pool: pooling('average', 3, 1, 'same'), conv });

/** Figure 4. */
const inceptionA = ({ conv }: Parts): LayerMaker =>
  branches({
    pool: averaged(conv(96, 1)),
    single: conv(96, 1),
    short: sequence({ conv1: conv(64, 1), conv2: conv(96, 3) }),
    long: sequence({ conv1: conv(64, 1), conv2: conv(96, 3), conv3: conv(96, 3) }),
  });

/** Figure 7 with k 192, l 224, m 256, n 384 (table 1). */
const reductionA = ({ conv, halving, halvingPool }: Parts): LayerMaker =>
  branches({
    pool: halvingPool,
    single: halving(384),
    long: sequence({ conv1: conv(192, 1), conv2: conv(224, 3), conv3: halving(256) }),
  });

/** Figure 5. */
const inceptionB = ({ conv }: Parts): LayerMaker =>
  branches({
    pool: averaged(conv(128, 1)),
    single: conv(384, 1),
    short: sequence({ conv1: conv(192, 1), conv2: conv(224, [1, 7]), conv3: conv(256, [7, 1]) }),
    long: sequence({
      conv1: conv(192, 1),
      conv2: conv(192, [1, 7]),
      conv3: conv(224, [7, 1]),
      conv4: conv(224, [1, 7]),
      conv5: conv(256, [7, 1]),
    }),
  });

/** Figure 8. */
const reductionB = ({ conv, halving, halvingPool }: Parts): LayerMaker =>
  branches({
    pool: halvingPool,
    short: sequence({ conv1: conv(192, 1), conv2: halving(192) }),
    long: sequence({
      conv1: conv(256, 1),
      conv2: conv(256, [1, 7]),
      conv3: conv(320, [7, 1]),
      conv4: halving(320),
    }),
  });

/** Figure 6. */
const inceptionC = ({ conv }: Parts): LayerMaker => {
  const split = branches({ wide: conv(256, [1, 3]), high: conv(256, [3, 1]) });
  return branches({
    pool: averaged(conv(256, 1)),
    single: conv(256, 1),
    short: sequence({ conv1: conv(384, 1), split }),
    long: sequence({ conv1: conv(384, 1), conv2: conv(448, [1, 3]), conv3: conv(512, [3, 1]), split }),
  });
};

/** Figure 9. @throws bad-option for other than three numbers of blocks */
function build(input: Shape, { width, blocks, stem: asked, norm, dropout }: Settings<typeof schema>): Body {
  if (blocks.length !== 3)
    throw new AgonError('bad-option', `blocks are three numbers, such as 4/7/3, got ${blocks.join('/')}.`);
  const isSmallStem = isSmall(asked, input, LEAST_SIDE);
  const parts = partsOf(width, norm, isSmallStem ? 'same' : 'valid');
  const [numA, numB, numC] = blocks;
  const repeated = (name: string, times: number, make: (parts: Parts) => LayerMaker): NamedLayers =>
    Object.fromEntries(Array.from({ length: times }, (_, i) => [`${name}${i + 1}`, make(parts)]));
  return bodyOf(
    {
      stem: (isSmallStem ? smallStem : stem)(parts),
      ...repeated('a', numA, inceptionA),
      reductionA: reductionA(parts),
      ...repeated('b', numB, inceptionB),
      reductionB: reductionB(parts),
      ...repeated('c', numC, inceptionC),
      mean: globalPooling('average'),
      dropout: dropout > 0 ? dropoutLayer(dropout) : undefined,
    },
    input,
  );
}

/** `inception` */
export const inception: VisionDeclaration<typeof schema> = {
  title: 'Inception-v4 (2016): convolutions of several sizes side by side',
  schema,
  agentSchema: schemaFor(0.125, [1, 1, 1], 'none', 0),
  sizes: { input: [299, 299, 3], classes: 1000 },
  reads: anyPicture,
  build,
};
