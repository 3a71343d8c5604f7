/** Layer tables of the papers, at full size: parameters of networks and blocks, and grids. Nothing is run. */
import { layerTable } from '@agon/engine';
import { describe, expect, it } from 'vitest';
import { batchOf, numLearned } from '../network.js';
import { describeNetwork, makeNetwork } from '../registry.js';
import type { Sizes } from '../kind.js';
import type { classifier } from '../kinds.js';

const PAPER = (spec: string) =>
  describeNetwork(spec, 'classifier').sizes as unknown as Sizes<typeof classifier>;
const make = (spec: string, sizes: Sizes<typeof classifier> = PAPER(spec)) =>
  makeNetwork(spec, 'classifier', sizes);

/** Learned values whose names begin with `prefix`. */
const within = (spec: string, prefix: string): number => {
  const { parameters, ...network } = make(spec);
  return numLearned({ ...network, parameters: parameters.filter(({ name }) => name.startsWith(prefix)) });
};

const table = (spec: string, sizes?: Sizes<typeof classifier>) => {
  const network = make(spec, sizes);
  return layerTable(network.apply, batchOf(network, 1), network.parameters);
};

const SMALL = { input: [32, 32, 3], classes: 10 };
const GREY = { input: [28, 28, 1], classes: 10 };

describe('parameters', () => {
  it.each([
    // torchvision's documentation: alexnet, vgg11, vgg16, resnet18, resnet34
    ['alexnet', undefined, 61_100_840],
    ['vgg:depth=11', undefined, 132_863_336],
    ['vgg', undefined, 138_357_544],
    ['resnet', undefined, 11_689_512],
    ['resnet:depth=34', undefined, 21_797_672],
    // the paper's two towers; "60 million parameters"
    ['alexnet:towers=2', undefined, 60_965_224],
    ['inception', undefined, 42_679_816],
    ['inception', { input: [299, 299, 3], classes: 1001 }, 42_681_353],
    // table 6 of the paper: 0.27 M and 1.7 M
    ['resnet:depth=20', SMALL, 269_722],
    ['resnet:depth=110', SMALL, 1_727_962],
    ['lenet', GREY, 61_706],
    // the paper's 60,000, and 850 of our last layer
    ['lenet:connections=table,pool=subsample', GREY, 60_850],
    ['softmax', GREY, 7_850],
  ] as const)('of %s %j are %i', (spec, sizes, parameters) => {
    const network = make(spec, sizes);
    expect(numLearned(network)).toBe(parameters);
    const rows = layerTable(network.apply, batchOf(network, 1), network.parameters);
    expect(rows.reduce((sum, row) => sum + row.parameters, 0)).toBe(parameters);
  });

  const times = (name: string, count: number, parameters: number) =>
    Array.from({ length: count }, (_, i): [string, number] => [`${name}${i + 1}.`, parameters]);

  it.each([
    ['stem.', 605_728],
    ...times('a', 4, 317_632),
    ['reductionA.', 2_306_112],
    ...times('b', 7, 2_936_256),
    ['reductionB.', 2_747_392],
    ...times('c', 3, 4_553_088),
    ['logits.', 1_537_000],
  ] as [string, number][])('of Inception-v4 within %s are %i', (prefix, parameters) => {
    expect(within('inception', prefix)).toBe(parameters);
  });

  it.each([
    ['c1.', 156],
    ['s2.', 12],
    ['c3.', 1_516],
    ['s4.', 32],
    ['c5.', 48_120],
    ['f6.', 10_164],
  ])('of LeNet-5 within %s are the %i of the paper', (prefix, parameters) => {
    const { parameters: specs, ...network } = make('lenet:connections=table,pool=subsample', GREY);
    const own = specs.filter(({ name }) => name.startsWith(prefix));
    expect(numLearned({ ...network, parameters: own })).toBe(parameters);
  });
});

describe('grids', () => {
  /** The grids of results that hold for some layers, without the batch. */
  const grids = (spec: string, sizes?: Sizes<typeof classifier>) => [
    ...new Set(table(spec, sizes).map(({ shape }) => shape.slice(1).join('×'))),
  ];

  it('of Inception-v4 are 35×35×384, 17×17×1024 and 8×8×1536', () => {
    expect(grids('inception')).toEqual(
      expect.arrayContaining(['149×149×32', '73×73×160', '71×71×192', '35×35×384', '17×17×1024', '8×8×1536']),
    );
  });

  it('of AlexNet are 55, 27, 13 and 6 wide', () => {
    for (const spec of ['alexnet', 'alexnet:towers=2']) {
      const widths = table(spec)
        .filter(({ shape }) => shape.length === 4)
        .map(({ shape }) => shape[1]);
      expect([...new Set(widths)]).toEqual([228, 55, 27, 13, 6]);
    }
  });

  it('of ResNet-18 halve from 112 to 7, and in its small form from 32 to 8', () => {
    expect(grids('resnet')).toEqual(
      expect.arrayContaining(['112×112×64', '56×56×64', '28×28×128', '14×14×256', '7×7×512', '512']),
    );
    expect(grids('resnet:depth=20', SMALL)).toEqual(
      expect.arrayContaining(['32×32×16', '16×16×32', '8×8×64', '64']),
    );
  });

  it('of LeNet-5 are those of figure 2, for pictures of 28×28 as for the field of 32×32', () => {
    const figure = ['28×28×6', '14×14×6', '10×10×16', '5×5×16', '1×1×120', '84'];
    expect(grids('lenet', GREY)).toEqual(expect.arrayContaining(figure));
    expect(grids('lenet', { input: [32, 32, 1], classes: 10 })).toEqual(expect.arrayContaining(figure));
  });
});

it('names kinds and operations of layers', () => {
  const rows = table('alexnet:towers=2');
  const [first] = rows.filter(({ name }) => name === 'conv2.group0');
  expect(first).toMatchObject({
    kind: 'convolution',
    shape: [1, 27, 27, 128],
    parameters: 25 * 48 * 128 + 128,
  });
  expect(first.operations).toBe(27 * 27 * 128 * (2 * 25 * 48 + 1));
  expect(rows.at(-1)).toMatchObject({ name: 'logits', kind: 'dense', operations: 1000 * (2 * 4096 + 1) });
});
