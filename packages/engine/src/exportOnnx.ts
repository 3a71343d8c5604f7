/** A function with its parameters as an ONNX file, for use without this program. */
import { bindInputs, bindOutputs, declareInputs, declareOutputs, lowerOutputs } from './compile.js';
import { Lowering } from './lowering/lowering.js';
import { LOWERING_RULES } from './lowering/rules.js';
import { GraphWriter } from './onnx/writer.js';
import type { Parameters } from './parameters.js';
import type { Fn, TensorSpec } from './tensors.js';
import { traceFunction } from './trace/tracer.js';

/** What goes into the file. Weights are constants in it. */
export interface ExportOptions {
  inputs: Readonly<Record<string, TensorSpec>>;
  parameters: Parameters;
  /** The graph's name; "agon" if not given. */
  name?: string;
  /** Whether the first axis of every input and output is a batch of any length in the file, whatever `inputs` says of it. */
  anyBatch?: boolean;
  /** Texts by name for whoever uses it: the names of classes, say. */
  metadata?: Readonly<Record<string, string>>;
}

/** Batches for which a graph is written to see what depends on them: primes, so that no other length is one of them. */
const BATCHES = [1009, 1013] as const;

/**
 * The bytes of an ONNX model (opset 17, standard operators only) with the function's own input, output and parameter
 * names. Shapes are fixed but for `anyBatch`, in tfjs's order ([batch, height, width, channels]).
 * @throws unsupported where the batch decides more than shapes
 */
export function exportOnnx(fn: Fn, options: ExportOptions): Uint8Array {
  const { inputs, name = 'agon', anyBatch = false, metadata } = options;
  if (!anyBatch) return graphOf(fn, inputs, options).serialise(name, metadata);
  const [graph, other] = BATCHES.map((rows) => graphOf(fn, withRows(inputs, rows), options));
  graph.freeRows(other);
  return graph.serialise(name, metadata);
}

const withRows = (inputs: ExportOptions['inputs'], rows: number): Record<string, TensorSpec> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => [name, { ...spec, shape: [rows, ...spec.shape.slice(1)] }]),
  );

function graphOf(fn: Fn, inputs: ExportOptions['inputs'], { parameters }: ExportOptions): GraphWriter {
  const trace = traceFunction(fn, inputs, parameters.specs);
  const graph = new GraphWriter();
  declareInputs(graph, bindInputs(inputs));
  for (const spec of parameters.specs)
    graph.namedConstant(spec.name, 'float32', spec.shape, parameters.view(spec.name));
  declareOutputs(graph, bindOutputs(trace));
  lowerOutputs(new Lowering(graph, LOWERING_RULES, { convolutions: 'onnx', portable: true }), trace);
  return graph;
}
