/**
 * Which places of a picture one unit of a layer sees: size, jump and first place by the recurrence of Araujo, Norris & Sim 2019
 * ("Computing receptive fields of convolutional neural networks"), along all paths of a function's trace.
 */
import { nodesOf } from './layerTable.js';
import type { ParameterSpec } from './parameters.js';
import type { Fn, TensorSpec } from './tensors.js';
import type { SliceAttrs } from './trace/arrangingShapes.js';
import type { ConvolutionAttrs } from './trace/convolutionShapes.js';
import { attributes, type TraceNode } from './trace/node.js';
import { traceFunction } from './trace/tracer.js';

/** Rows and columns. */
type Pair = readonly [rows: number, columns: number];

/** What unit (0, 0) sees, and how far from it the next one looks. */
export interface Field {
  /** Its first place; below 0 in the zeros around the picture. */
  readonly first: Pair;
  readonly size: Pair;
  readonly jump: Pair;
}

/** The field of a convolution or a pool. */
export interface ReceptiveField extends Field {
  /** Its parameters' name, or its kernel. */
  readonly name: string;
  /** Places of the layer itself. */
  readonly places: Pair;
}

/** What a value sees: a window that moves with it, or everything; undefined where nothing. */
export type Seen = Field | 'everything' | undefined;

/** Kernels whose results have windows, among them those of pictures. */
export const WINDOWS = /^(Conv2D|DepthwiseConv2dNative|MaxPool|AvgPool)$/;
/** Kernels that mix places, even where they keep the shape. */
const MIXING = /^(Transpose|Reverse|Cum|Tile|Resize|MirrorPad|BatchMatMul|Einsum|StridedSlice|GatherV2)/;

const pair = (of: (axis: 0 | 1) => number): Pair => [of(0), of(1)];

/** The places that any of several see. */
function union(all: readonly Seen[]): Seen {
  const seen = all.filter((each) => each !== undefined);
  const fields = seen.filter((each) => each !== 'everything');
  if (seen.length === 0) return undefined;
  const [{ jump }] = fields.length > 0 ? fields : [{ jump: [1, 1] as Pair }];
  const isTogether = fields.every((each) => each.jump[0] === jump[0] && each.jump[1] === jump[1]);
  if (fields.length < seen.length || !isTogether) return 'everything';
  const first = pair((axis) => Math.min(...fields.map((each) => each.first[axis])));
  const end = pair((axis) => Math.max(...fields.map((each) => each.first[axis] + each.size[axis])));
  return { first, size: pair((axis) => end[axis] - first[axis]), jump };
}

/** The same windows, counted from another unit. */
const movedBy = ({ first, size, jump }: Field, units: Pair): Field => ({
  first: pair((axis) => first[axis] + units[axis] * jump[axis]),
  size,
  jump,
});

/** What a window over units of this field sees. */
function windowed(field: Field, node: TraceNode): Field {
  const { info } = attributes<ConvolutionAttrs>(node);
  const taps = [info.filterHeight, info.filterWidth];
  const gaps = [info.dilationHeight, info.dilationWidth];
  const steps = [info.strideHeight, info.strideWidth];
  const { first, size, jump } = movedBy(field, [-info.padInfo.top, -info.padInfo.left]);
  return {
    first,
    size: pair((axis) => size[axis] + (taps[axis] - 1) * gaps[axis] * jump[axis]),
    jump: pair((axis) => jump[axis] * steps[axis]),
  };
}

function seenBy(node: TraceNode, of: (node: TraceNode) => Seen): Seen {
  const { op, inputs, shape } = node;
  if (op === 'input')
    return shape.length === 4 ? { first: [0, 0], size: [1, 1], jump: [1, 1] } : 'everything';
  const readers = Object.values(inputs).filter((input) => of(input) !== undefined);
  const seen = union(readers.map(of));
  if (seen === undefined || seen === 'everything') return seen;
  if (WINDOWS.test(op)) return windowed(seen, node);
  if (op === 'PadV2') {
    const [, rows, columns] = attributes<{ paddings: number[][] }>(node).paddings;
    return movedBy(seen, [-rows[0], -columns[0]]);
  }
  if (op === 'Slice') {
    const [, row, column] = attributes<SliceAttrs>(node).begin;
    return movedBy(seen, [row, column]);
  }
  const isPlaceByPlace = readers.every(
    (input) => input.shape.length === 4 && input.shape[1] === shape[1] && input.shape[2] === shape[2],
  );
  return isPlaceByPlace && shape.length === 4 && !MIXING.test(op) ? seen : 'everything';
}

/** What each of some nodes sees, all that they depend on among them, oldest first. */
export function seenByAll(nodes: readonly TraceNode[]): ReadonlyMap<TraceNode, Seen> {
  const seen = new Map<TraceNode, Seen>();
  for (const node of nodes)
    seen.set(
      node,
      seenBy(node, (each) => seen.get(each)),
    );
  return seen;
}

/**
 * The fields of all convolutions and pools of a function of one picture, [B, H, W, C], in the order in which they are computed; layers
 * behind something that mixes all places are left out.
 * @throws what `compile` throws while tracing
 */
export function receptiveFields(
  fn: Fn,
  inputs: Readonly<Record<string, TensorSpec>>,
  parameters: readonly ParameterSpec[],
): ReceptiveField[] {
  const fields: ReceptiveField[] = [];
  const nodes = nodesOf(Object.values(traceFunction(fn, inputs, parameters).outputs));
  for (const [node, field] of seenByAll(nodes)) {
    if (!WINDOWS.test(node.op) || field === undefined || field === 'everything') continue;
    const filter = node.inputs.filter as TraceNode | undefined;
    const name = filter?.op === 'parameter' ? String(filter.attrs.name).replace(/\.[^.]*$/, '') : node.op;
    fields.push({ ...field, name, places: [node.shape[1], node.shape[2]] });
  }
  return fields;
}
