/** What is looked into, and its layers within a trace. */
import { FREE } from '../layerTable.js';
import type { Parameters } from '../parameters.js';
import type { Fn, TensorMap, TensorSpec } from '../tensors.js';
import type { TraceNode } from '../trace/node.js';
import { nodeOf } from '../trace/tracer.js';
import { innerLayers, type InnerLayer } from './innerLayers.js';

/** A network with its weights and the shapes of one row, ready to be looked into. */
export interface Subject {
  readonly fn: Fn;
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly parameters: Parameters;
  /** The input that is looked at; the others are context: noise, memory. */
  readonly input: string;
}

/** The layers of a subject while it is traced, that of the input first, and the nodes of its results. */
export interface TracedLayers {
  readonly layers: readonly InnerLayer[];
  readonly outputs: Readonly<Record<string, TraceNode>>;
}

/** Runs a subject within a trace. Twice the same function has the same layers. */
export function layersWithin({ fn, input }: Subject, given: TensorMap, values: TensorMap): TracedLayers {
  const results = Object.entries(fn(given, values));
  const outputs = Object.fromEntries(results.map(([name, tensor]) => [name, nodeOf(tensor)]));
  const isOther = ({ kind, name }: InnerLayer): boolean => kind === 'input' && name !== input;
  return { layers: innerLayers(Object.values(outputs)).filter((layer) => !isOther(layer)), outputs };
}

/** What is behind a node that only gives a value another shape. */
export function unshaped(node: TraceNode): TraceNode {
  let behind = node;
  while (FREE.has(behind.op) && Object.keys(behind.inputs).length > 0)
    [behind] = Object.values(behind.inputs);
  return behind;
}
