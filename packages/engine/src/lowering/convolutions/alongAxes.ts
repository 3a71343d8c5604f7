/**
 * Pools in two dimensions, one axis after the other, in [H, W, B, C] order or tfjs's: as a window's largest value is the largest of its
 * rows' largest values, and its mean the mean of its rows' means. Along an axis a value is [outer, length, inner]: what lies before
 * the axis in memory, and behind it.
 */
import type { TraceNode } from '../../trace/node.js';
import type { Window } from '../../trace/window.js';
import type { Lowered, Lowering, Order } from '../lowering.js';

/** A window along one axis. */
interface Line {
  outer: number;
  length: number;
  inner: number;
  outputs: number;
  taps: number;
  stride: number;
  before: number;
}

/** Rows longer than this are pooled by ONNX's own operators: a dense matrix over the line would cost more. */
const LONG_LINE = 64;

/** Whether a pool is done so: in two dimensions, without gaps between taps. */
export function poolsAlongAxes({ taps, dilations }: Window): boolean {
  return taps.length === 2 && dilations.every((dilation) => dilation === 1);
}

/** Whether its averages are too. */
export function averagesAlongAxes(window: Window): boolean {
  return poolsAlongAxes(window) && Math.max(...window.inLengths) <= LONG_LINE;
}

/** The columns' line and then the rows', for a value in this order; the columns are pooled first, at all rows. */
function linesOf(window: Window, order: Order): [columns: Line, rows: Line] {
  const { batch, channels, inLengths, outLengths, taps, strides, before } = window;
  const [height, width] = inLengths;
  const along = (axis: number) => ({
    length: inLengths[axis],
    outputs: outLengths[axis],
    taps: taps[axis],
    stride: strides[axis],
    before: before[axis],
  });
  const [outerOfColumns, innerOfColumns] = order ? [height, batch * channels] : [batch * height, channels];
  const [outerOfRows, innerOfRows] = order
    ? [1, outLengths[1] * batch * channels]
    : [batch, outLengths[1] * channels];
  return [
    { ...along(1), outer: outerOfColumns, inner: innerOfColumns, length: width },
    { ...along(0), outer: outerOfRows, inner: innerOfRows },
  ];
}

/** A value of the lengths given, [B, height, width, C] in tfjs's order, in the order given. */
function shaped(
  low: Lowering,
  name: string,
  { batch, channels }: Window,
  lengths: number[],
  order: Order,
): Lowered {
  const shape = [batch, ...lengths, channels];
  return { name: low.reshape(name, order?.map((axis) => shape[axis]) ?? shape), order };
}

/** Whether the windows lie side by side and cover the line. */
const tiles = ({ length, outputs, taps, stride }: Line) => taps === stride && length === outputs * taps;

/** [outer, outputs, inner] values of each window, one for each place in it; what lies outside the line is `fill`. */
function parts(low: Lowering, name: string, line: Line, fill: number): string[] {
  const { outer, length, inner, outputs, taps, stride, before } = line;
  const { graph } = low;
  const span = (outputs - 1) * stride + taps;
  const after = Math.max(0, span - before - length);
  const whole = low.reshape(name, [outer, length, inner]);
  const padded =
    before + after === 0
      ? whole
      : graph.op('Pad', [whole, graph.integers([0, before, 0, 0, after, 0]), graph.scalar(fill)]);
  const slice = (tap: number) => [[tap], [tap + (outputs - 1) * stride + 1], [1], [stride]];
  return Array.from({ length: taps }, (_, tap) =>
    graph.op('Slice', [padded, ...slice(tap).map((numbers) => graph.integers(numbers))]),
  );
}

/** Puts the parts back to where they came from, [outer, length, inner]; where windows overlap they are added. */
function fromParts(low: Lowering, values: readonly string[], line: Line): string {
  const { outer, length, inner, outputs, taps, stride, before } = line;
  const { graph } = low;
  // Tap t of window i is at place stride · i + t: the parts whose t leaves the same remainder lie on one grid.
  const steps = Math.ceil(taps / stride);
  const count = outputs + steps - 1;
  const grids = Array.from({ length: stride }, (_, remainder) => {
    const own = values.filter((_, tap) => tap % stride === remainder);
    if (own.length === 0)
      return graph.op('Expand', [graph.scalar(0), graph.integers([outer, count, 1, inner])]);
    const moved = own.map((part, step) =>
      steps === 1
        ? part
        : graph.op('Pad', [part, graph.integers([0, step, 0, 0, count - outputs - step, 0])]),
    );
    const sum = moved.length === 1 ? moved[0] : graph.op('Sum', moved);
    return low.reshape(sum, [outer, count, 1, inner]);
  });
  const joined = grids.length === 1 ? grids[0] : graph.op('Concat', grids, { axis: 2 });
  const all = low.reshape(joined, [outer, count * stride, inner]);
  const after = length + before - count * stride; // places behind the last window, or, below 0, more than the line has
  if (before === 0 && after === 0) return all;
  return graph.op('Pad', [all, graph.integers([0, -before, 0, 0, after, 0])]);
}

/** [outer, outputs, inner] */
function largest(low: Lowering, name: string, line: Line): string {
  const { outer, outputs, taps, inner } = line;
  const { graph } = low;
  if (tiles(line)) {
    const windows = low.reshape(name, [outer * outputs, taps, inner]);
    return graph.op('ReduceMax', [windows], { axes: [1], keepdims: 0 });
  }
  const each = parts(low, name, line, -Infinity);
  return each.length === 1 ? each[0] : graph.op('Max', each);
}

/** The gradient goes to the first of a window's largest values. */
function toLargest(low: Lowering, dy: string, x: string, maxima: string, line: Line): string {
  const { outer, outputs, inner } = line;
  const { graph } = low;
  const flat = (name: string) => low.reshape(name, [outer, outputs, inner]);
  const largest = flat(maxima);
  let rest = flat(dy);
  const each = parts(low, x, line, -Infinity);
  const gradients = each.map((part, tap) => {
    if (tap === each.length - 1) return rest;
    const isLargest = graph.op('Cast', [graph.op('Equal', [part, largest])], { to: 1 });
    const taken = graph.op('Mul', [rest, isLargest]);
    rest = graph.op('Sub', [rest, taken]);
    return taken;
  });
  return fromParts(low, gradients, line);
}

/** The largest of each row's part of the windows. */
function columnMaxima(low: Lowering, x: TraceNode, window: Window, order: Order): string {
  const [columns] = linesOf(window, order);
  const key = `column maxima ${x.id} ${JSON.stringify(window)} ${order}`;
  return low.once(key, () => largest(low, low.as(x, order), columns));
}

/** A max pool. */
export function maxAlongAxes(low: Lowering, x: TraceNode, window: Window, order: Order): Lowered {
  const [, rows] = linesOf(window, order);
  const name = largest(low, columnMaxima(low, x, window, order), rows);
  return shaped(low, name, window, window.outLengths, order);
}

/** Its gradient: to the first of a window's largest values, row by row, as in tfjs. */
export function maxGradientAlongAxes(
  low: Lowering,
  { dy, input, output }: Readonly<Record<string, TraceNode>>,
  window: Window,
  order: Order,
): Lowered {
  const [columns, rows] = linesOf(window, order);
  const maxima = columnMaxima(low, input, window, order);
  const toRows = toLargest(low, low.as(dy, order), maxima, low.as(output, order), rows);
  const name = toLargest(low, toRows, low.as(input, order), maxima, columns);
  return shaped(low, name, window, window.inLengths, order);
}

/** [outputs, length] Each window's share of its places; padding does not count, as in tfjs. */
function shares({ outputs, length, taps, stride, before }: Line, isTransposed: boolean): Float32Array {
  const matrix = new Float32Array(outputs * length);
  for (let i = 0; i < outputs; i++) {
    const first = Math.max(0, i * stride - before);
    const end = Math.min(length, i * stride - before + taps);
    for (let place = first; place < end; place++)
      matrix[isTransposed ? place * outputs + i : i * length + place] = 1 / (end - first);
  }
  return matrix;
}

/** An average pool. */
export function meanAlongAxes(low: Lowering, x: TraceNode, window: Window, order: Order): Lowered {
  const name = linesOf(window, order).reduce(
    (value, line) => {
      const { outer, length, outputs, inner } = line;
      const matrix = low.graph.constant('float32', [outputs, length], shares(line, false));
      return low.matmul(matrix, low.reshape(value, [outer, length, inner]));
    },
    low.as(x, order),
  );
  return shaped(low, name, window, window.outLengths, order);
}

/** Its gradient. */
export function meanGradientAlongAxes(low: Lowering, dy: TraceNode, window: Window, order: Order): Lowered {
  const name = linesOf(window, order).reduceRight(
    (value, line) => {
      const { outer, length, outputs, inner } = line;
      const matrix = low.graph.constant('float32', [length, outputs], shares(line, true));
      return low.matmul(matrix, low.reshape(value, [outer, outputs, inner]));
    },
    low.as(dy, order),
  );
  return shaped(low, name, window, window.inLengths, order);
}
