/** Emoji by name in three styles, each drawn in many ways. */
import {
  AgonError,
  count,
  formatSpec,
  listOf,
  parseJson,
  parseSettings,
  RandomStream,
  described,
} from '@agon/core';
import type { FileStore } from '@agon/learning';
import * as v from 'valibot';
import type { PictureEntry, Holder } from '../dataset.js';
import { gunzip } from '../gunzip.js';
import { SPLITS, type PictureDataset, type PictureSplit, type SplitName } from '../pictures.js';
import { DRAWING_BYTES, drawingsFile, NAMES_FILE, NAMES_IN_FILE, STYLES, type Style } from './files.js';
import { levelsOf, LOOK, LOOK_LENGTH, PICTURE_BYTES, renderInto, SIDE, type Levels } from './render.js';

/** Names that all three styles have. */
const MOST_NAMES = 825;
/** Pictures of each name in each style, for validation and for the test. */
const HELD_OUT = { validation: 5, test: 10 } as const;
const LARGEST_TURN = (40 * Math.PI) / 180;
const SMALLEST = 0.55;

const schema = v.strictObject({
  names: v.optional(
    described(count(2, MOST_NAMES), 'how many emoji, each a class; the first are always the same'),
    100,
  ),
  styles: v.optional(
    v.pipe(v.array(v.picklist(STYLES)), v.minLength(1), v.description(`drawn as: ${STYLES.join('/')}`)),
    [...STYLES],
  ),
  holdOut: v.optional(
    v.pipe(
      v.picklist(['none', ...STYLES]),
      v.description('a style that is only in the test, which is of nothing else'),
    ),
    'none',
  ),
  renderings: v.optional(described(count(1, 1000), 'pictures of each emoji in each style to learn from'), 60),
});

/** An Iconify package. */
const iconify = (name: string, integrity: string, files: Holder['files']): Holder => ({
  kind: 'npm',
  name: `@iconify-json/${name}`,
  integrity,
  files,
});
const ICONS = 'package/icons.json';

/** The pictures of one split: each is a drawing and a row of numbers, drawn when it is read. */
class EmojiSplit implements PictureSplit {
  readonly labels: Int32Array;
  private readonly drawings: readonly Levels[];
  /** The drawing of each picture, and how it looks. */
  private readonly chosen: Int32Array;
  private readonly looks: Float32Array;

  /** @param drawings [styles × names], @param renderings pictures of each of them */
  constructor(drawings: readonly Levels[], numNames: number, renderings: number, split: SplitName) {
    this.drawings = drawings;
    const size = drawings.length * renderings;
    this.chosen = Int32Array.from({ length: size }, (_, i) => i % drawings.length);
    this.labels = this.chosen.map((drawing) => drawing % numNames);
    this.looks = new Float32Array(size * LOOK_LENGTH);
    const rng = new RandomStream(`emoji ${split}`);
    for (let i = 0; i < size; i++) chooseLook(this.looks, i * LOOK_LENGTH, rng);
  }

  get size(): number {
    return this.chosen.length;
  }

  async read(indices: ArrayLike<number>, pixels: Uint8Array): Promise<void> {
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i];
      renderInto(
        this.drawings[this.chosen[index]],
        this.looks,
        index * LOOK_LENGTH,
        pixels,
        i * PICTURE_BYTES,
      );
    }
  }
}

/** Size, place, turn and background of one picture. */
function chooseLook(looks: Float32Array, row: number, rng: RandomStream): void {
  const between = (low: number, high: number): number => low + (high - low) * rng.uniform();
  const size = between(SMALLEST, 1);
  looks[row + LOOK.size] = size;
  looks[row + LOOK.x] = (between(-1, 1) * (1 - size)) / 2;
  looks[row + LOOK.y] = (between(-1, 1) * (1 - size)) / 2;
  looks[row + LOOK.angle] = between(-LARGEST_TURN, LARGEST_TURN);
  for (let c = 0; c < 3; c++) {
    looks[row + LOOK.first + c] = rng.int(256);
    looks[row + LOOK.second + c] = rng.int(256);
  }
  const isStriped = rng.int(3) === 0;
  const steepness = isStriped ? between(1, 4) : between(0.2, 1);
  const direction = between(-Math.PI, Math.PI);
  looks[row + LOOK.right] = steepness * Math.cos(direction);
  looks[row + LOOK.down] = steepness * Math.sin(direction);
  looks[row + LOOK.begin] = rng.uniform();
  looks[row + LOOK.stripes] = isStriped ? 1 : 0;
}

async function readNames(files: FileStore): Promise<string[]> {
  const bytes = await files.read({ dataset: 'emoji' }, NAMES_FILE);
  const isText = (value: unknown): value is string => typeof value === 'string';
  return parseJson(listOf(isText, 'names'), new TextDecoder().decode(bytes), `emoji/${NAMES_FILE}`);
}

/** The drawings of the first names in one style. */
async function readDrawings(files: FileStore, style: Style, numNames: number): Promise<Levels[]> {
  const drawings: Levels[] = [];
  for (let i = 0; drawings.length < numNames; i++) {
    const name = drawingsFile(style, i);
    const bytes = await gunzip(
      await files.read({ dataset: 'emoji' }, name),
      name,
      NAMES_IN_FILE * DRAWING_BYTES,
    );
    for (let at = 0; at < bytes.length && drawings.length < numNames; at += DRAWING_BYTES)
      drawings.push(levelsOf(bytes.subarray(at, at + DRAWING_BYTES)));
  }
  return drawings;
}

export const emoji: PictureEntry = {
  kind: 'pictures',
  title: 'emoji by name, drawn in many ways',
  licence: 'MIT (Microsoft), Apache-2.0 (Google), CC-BY 4.0 (X Corp.), by style',
  source: 'npm @iconify-json/fluent-emoji-flat 1.2.6, noto 1.2.9, twemoji 1.2.5; drawn by resvg',
  origin: {
    kind: 'fetched',
    fetching: {
      version: '1',
      bytes: 5_831_000,
      mayShip: true,
      ways: [
        [
          iconify(
            'fluent-emoji-flat@1.2.6',
            'sha512-RY47RgPb47fYUiyrA64sIOL0+UU02s29sXpNBbIQRBUlPlfNFTKUmZDERGuxDs/7yNGWqQYvuaSYM1M4fRXlUw==',
            [{ from: ICONS, to: 'fluent.json' }],
          ),
          iconify(
            'noto@1.2.9',
            'sha512-DQiuXENbun41ch+XPSV55H9FaWKpHTyz46YIKtSaKYD4fIDDzL1tR6H4np/T38jfrTAeI3rcKF0mqHYeZVAuaw==',
            [
              { from: ICONS, to: 'noto.json' },
              { from: 'package/metadata.json', to: 'groups.json' },
            ],
          ),
          iconify(
            'twemoji@1.2.5',
            'sha512-uKpuIEV0v6K5BW3Mjdyl+XKFVAbbcPxAgifKvEMtZoUZB5+YiY5zaMm2uNNCxyXzAWU9yNLlj41WU6/mvgALsw==',
            [{ from: ICONS, to: 'twemoji.json' }],
          ),
        ],
      ],
    },
  },
  schema,
  splits: { train: 18_000, validation: 1500, test: 3000 },

  async open(options, files): Promise<PictureDataset> {
    const settings = parseSettings(schema, options, 'dataset "emoji"');
    const { names: numNames, holdOut, renderings } = settings;
    const styles = [...new Set(settings.styles)];
    const learned = styles.filter((style) => style !== holdOut);
    if (learned.length === 0) {
      throw new AgonError(
        'bad-option',
        `dataset "emoji": holdOut=${holdOut} leaves no style to learn from; styles are ${styles.join('/')}, give another one too.`,
      );
    }
    const names = (await readNames(files)).slice(0, numNames);
    const inStyles = async (some: readonly Style[]): Promise<Levels[]> =>
      (await Promise.all(some.map((style) => readDrawings(files, style, numNames)))).flat();
    const drawings = await inStyles(learned);
    const asked = holdOut === 'none' ? drawings : await inStyles([holdOut]);
    const counts = { train: renderings, ...HELD_OUT };
    const splits = SPLITS.map((split) => [
      split,
      new EmojiSplit(split === 'test' ? asked : drawings, numNames, counts[split], split),
    ]);
    return {
      spec: formatSpec('emoji', { ...settings, styles: styles.join('/') }),
      title: emoji.title,
      licence: emoji.licence,
      source: emoji.source,
      shape: [SIDE, SIDE, 3],
      classes: names,
      splits: Object.fromEntries(splits) as PictureDataset['splits'],
      faults: [],
    };
  },
};
