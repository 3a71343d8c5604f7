/**
 * What a unit is made of: the values that the kernel of its layer reads, each with its weight. Convolutions, products, pools, means and
 * sums are all weighted sums; the weight of a largest value is 1, that of the others 0.
 */
import { sizeOf, type Shape } from '../tensors.js';
import type { ReductionAttrs } from '../trace/shapeRules.js';
import type { Info } from '../trace/convolutionShapes.js';
import { attributes, type TraceNode } from '../trace/node.js';

/** One operand of a unit: the index of its value in what it is read from, and its weight. */
export interface RawTerm {
  readonly operand: TraceNode;
  readonly index: number;
  readonly weight: number;
}

/** The values of a node, row-major. */
export type ValuesOf = (node: TraceNode) => ArrayLike<number>;

/** The place of an element in a shape, outermost axis first. */
export function placeOf(index: number, shape: Shape): number[] {
  const place: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    place.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return place;
}

/** The element at a place. */
export const indexOf = (place: readonly number[], shape: Shape): number =>
  place.reduce((index, at, axis) => index * shape[axis] + at, 0);

/** All places of a shape in order. */
function placesOf(shape: Shape): number[][] {
  return Array.from({ length: sizeOf(shape) }, (_, index) => placeOf(index, shape));
}

/** A window by its axes, without batch and channels. */
interface Window {
  readonly size: number[];
  readonly stride: number[];
  readonly gaps: number[];
  readonly before: number[];
}

function windowOf(info: Info): Window {
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } =
    info;
  const flat = {
    size: [filterHeight, filterWidth],
    stride: [strideHeight, strideWidth],
    gaps: [dilationHeight, dilationWidth],
    before: [padInfo.top, padInfo.left],
  };
  if (!('filterDepth' in info)) return flat;
  return {
    size: [info.filterDepth, ...flat.size],
    stride: [info.strideDepth, ...flat.stride],
    gaps: [info.dilationDepth, ...flat.gaps],
    before: [info.padInfo.front, ...flat.before],
  };
}

/** The taps of a window at a unit's place that lie within the picture: the tap's place, and that of what it reads. */
function tapsOf(node: TraceNode, x: TraceNode, unit: readonly number[]): { tap: number[]; at: number[] }[] {
  const { size, stride, gaps, before } = windowOf(attributes<{ info: Info }>(node).info);
  return placesOf(size)
    .map((tap) => ({
      tap,
      at: tap.map((step, axis) => unit[1 + axis] * stride[axis] + step * gaps[axis] - before[axis]),
    }))
    .filter(({ at }) => at.every((place, axis) => place >= 0 && place < x.shape[1 + axis]));
}

function ofConvolution(node: TraceNode, index: number, valuesOf: ValuesOf): RawTerm[] {
  const { x, filter } = node.inputs;
  const unit = placeOf(index, node.shape);
  const [channels] = filter.shape.slice(-2);
  const weights = valuesOf(filter);
  return tapsOf(node, x, unit).flatMap(({ tap, at }) =>
    Array.from({ length: channels }, (_, channel): RawTerm => ({
      operand: x,
      index: indexOf([unit[0], ...at, channel], x.shape),
      weight: weights[indexOf([...tap, channel, unit[unit.length - 1]], filter.shape)],
    })),
  );
}

function ofPool(node: TraceNode, index: number, valuesOf: ValuesOf): RawTerm[] {
  const { x } = node.inputs;
  const unit = placeOf(index, node.shape);
  const channel = unit[unit.length - 1];
  const read = tapsOf(node, x, unit).map(({ at }) => indexOf([unit[0], ...at, channel], x.shape));
  return node.op.startsWith('Max') ? largestOf(x, read, valuesOf) : meanOf(x, read);
}

const meanOf = (operand: TraceNode, read: readonly number[], weight = 1 / read.length): RawTerm[] =>
  read.map((index) => ({ operand, index, weight }));

function largestOf(operand: TraceNode, read: readonly number[], valuesOf: ValuesOf): RawTerm[] {
  const values = valuesOf(operand);
  const first = read.reduce((best, index) => (values[index] > values[best] ? index : best), read[0]);
  return read.map((index) => ({ operand, index, weight: index === first ? 1 : 0 }));
}

/** A row of one matrix times a column of the other; the weights are those of the second. */
function ofProduct(node: TraceNode, index: number, valuesOf: ValuesOf): RawTerm[] {
  const { a, b } = node.inputs;
  const { transposeA, transposeB } = attributes<{ transposeA: boolean; transposeB: boolean }>(node);
  const unit = placeOf(index, node.shape);
  const [row, column] = unit.slice(-2);
  const batchOf = ({ shape }: TraceNode): number[] =>
    shape.slice(0, -2).map((length, axis) => (length === 1 ? 0 : unit[axis]));
  const depth = a.shape[a.shape.length - (transposeA ? 2 : 1)];
  const weights = valuesOf(b);
  return Array.from({ length: depth }, (_, k): RawTerm => ({
    operand: a,
    index: indexOf([...batchOf(a), ...(transposeA ? [k, row] : [row, k])], a.shape),
    weight: weights[indexOf([...batchOf(b), ...(transposeB ? [column, k] : [k, column])], b.shape)],
  }));
}

function ofReduction(node: TraceNode, index: number, valuesOf: ValuesOf): RawTerm[] {
  const { x } = node.inputs;
  const { axes, keepDims } = attributes<ReductionAttrs>(node);
  const kept = placeOf(index, node.shape);
  const left = keepDims ? kept.filter((_, axis) => !axes.includes(axis)) : kept;
  const read = placesOf(axes.map((axis) => x.shape[axis])).map((within) => {
    const others = left.values();
    const place = x.shape.map((_, axis) => {
      const at = axes.indexOf(axis);
      return at < 0 ? (others.next().value as number) : within[at];
    });
    return indexOf(place, x.shape);
  });
  if (node.op === 'Max') return largestOf(x, read, valuesOf);
  return meanOf(x, read, node.op === 'Mean' ? 1 / read.length : 1);
}

function ofConcatenation(node: TraceNode, index: number): RawTerm[] {
  const { axis } = attributes<{ axis: number }>(node);
  const place = placeOf(index, node.shape);
  for (const operand of Object.values(node.inputs)) {
    if (place[axis] < operand.shape[axis])
      return [{ operand, index: indexOf(place, operand.shape), weight: 1 }];
    place[axis] -= operand.shape[axis];
  }
  return [];
}

/** Operands of the same shape, or smaller ones that count for several units. */
function ofSum(node: TraceNode, index: number): RawTerm[] {
  const unit = placeOf(index, node.shape);
  return Object.values(node.inputs).map((operand, i): RawTerm => {
    const place = unit.slice(unit.length - operand.shape.length);
    const at = place.map((each, axis) => (operand.shape[axis] === 1 ? 0 : each));
    return { operand, index: indexOf(at, operand.shape), weight: node.op === 'Sub' && i === 1 ? -1 : 1 };
  });
}

/** How the kernels' units are made; those of others are no weighted sums. */
const MAKERS: readonly (readonly [
  RegExp,
  (node: TraceNode, index: number, valuesOf: ValuesOf) => RawTerm[],
])[] = [
  [/^Conv[23]D$/, ofConvolution],
  [/^(Max|Avg)Pool(3D)?$/, ofPool],
  [/^BatchMatMul$/, ofProduct],
  [/^(Mean|Sum|Max)$/, ofReduction],
  [/^Concat$/, ofConcatenation],
  [/^(Add|AddN|Sub)$/, ofSum],
];

/** What a unit of a kernel's result is the weighted sum of; undefined where it is none. */
export const termsOf = (node: TraceNode, index: number, valuesOf: ValuesOf): RawTerm[] | undefined =>
  MAKERS.find(([kernels]) => kernels.test(node.op))?.[1](node, index, valuesOf);

/** Nodes whose values `termsOf` asks for. */
export function operandsOf(node: TraceNode): TraceNode[] {
  return MAKERS.some(([kernels]) => kernels.test(node.op)) ? Object.values(node.inputs) : [];
}
