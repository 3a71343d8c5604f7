/** Blocks: a network's layers as a short text, "conv3x16/max/lstm64/dense128". */
import { AgonError, unknownName } from '@agon/core';

/** One block. `filters` and `units` are its outputs; `size` the places of a filter along each axis. */
export type Block =
  /** A convolution with a ReLU; `stride` 2 halves its places; `dilation`: steps between the places that a filter sees, in strides of 1. */
  | {
      readonly kind: 'conv';
      readonly size: number;
      readonly filters: number;
      readonly stride: 1 | 2;
      readonly dilation: number;
    }
  /** Two convolutions whose result is added to what they read (He et al. 2016). */
  | { readonly kind: 'res'; readonly size: number; readonly filters: number }
  /** The largest or the mean value of each two places along each axis. */
  | { readonly kind: 'max' | 'average' }
  /** The mean (Lin et al. 2014) or the largest value of each channel over all places. */
  | { readonly kind: 'mean' | 'largest' }
  /** An LSTM over the rows of a picture, or the places of a row; its last state is its result. */
  | { readonly kind: 'lstm'; readonly units: number }
  /** A dense layer with a ReLU over all values. */
  | { readonly kind: 'dense'; readonly units: number };

/** How blocks are written, for errors. */
const EXAMPLES = 'conv3x16, conv3x16s2, conv3x16d2, res3x16, max, average, mean, largest, lstm64, dense128';
const NAMES = ['conv', 'res', 'max', 'average', 'mean', 'largest', 'lstm', 'dense'] as const;

/** The largest numbers in a block: filters of more places or layers of more units are no search's to try. */
const MOST_SIZE = 63;
const MOST_UNITS = 65_536;
const MOST_GAP = 1024;

const WRITTEN =
  /^(?<kind>[a-z]+)(?:(?<size>\d+)x(?<filters>\d+)(?:(?<half>s2)|d(?<gap>\d+))?|(?<units>\d+))?$/;

const isWithin = (value: number, most: number): boolean => value >= 1 && value <= most;

/** Reads one block. @throws bad-option with the near kind */
export function parseBlock(text: string): Block {
  const { kind = text, size, filters, half, gap, units } = WRITTEN.exec(text)?.groups ?? {};
  const name = NAMES.find((each) => each === kind);
  if (name === undefined)
    throw unknownName('bad-option', 'block', kind, NAMES, `Blocks are written ${EXAMPLES}.`);
  const refuse = (): AgonError =>
    new AgonError(
      'bad-option',
      `the block "${text}" is not one: blocks are written ${EXAMPLES}, with sizes to ${MOST_SIZE} and units to ${MOST_UNITS}.`,
    );
  const takes =
    name === 'conv' || name === 'res' ? 'filters' : name === 'lstm' || name === 'dense' ? 'units' : 'none';
  const has = filters !== undefined ? 'filters' : units !== undefined ? 'units' : 'none';
  if (takes !== has || ((half ?? gap) !== undefined && name !== 'conv')) throw refuse();
  if (name === 'conv' || name === 'res') {
    if (!isWithin(Number(size), MOST_SIZE) || !isWithin(Number(filters), MOST_UNITS)) throw refuse();
    const shape = { size: Number(size), filters: Number(filters) };
    const dilation = Number(gap ?? 1);
    if (!isWithin(dilation, MOST_GAP)) throw refuse();
    return name === 'conv'
      ? { kind: name, ...shape, stride: half === undefined ? 1 : 2, dilation }
      : { kind: name, ...shape };
  }
  if (name === 'lstm' || name === 'dense') {
    if (!isWithin(Number(units), MOST_UNITS)) throw refuse();
    return { kind: name, units: Number(units) };
  }
  return { kind: name };
}

/** Reads "conv3x16/max/dense128". @throws bad-option */
export const parseBlocks = (text: string): Block[] => text.split('/').map((each) => parseBlock(each.trim()));

/** The text of a block; `parseBlock` reads it back. */
export function formatBlock(block: Block): string {
  const { kind } = block;
  if (kind === 'conv') {
    const gap = block.dilation > 1 ? `d${block.dilation}` : '';
    return `conv${block.size}x${block.filters}${block.stride === 2 ? 's2' : gap}`;
  }
  if (kind === 'res') return `res${block.size}x${block.filters}`;
  if (kind === 'lstm' || kind === 'dense') return `${kind}${block.units}`;
  return kind;
}

/** The text of blocks; `parseBlocks` reads it back. */
export const formatBlocks = (blocks: readonly Block[]): string => blocks.map(formatBlock).join('/');
