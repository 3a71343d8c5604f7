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
}

/**
 * The bytes of an ONNX model (opset 17, standard operators only) with the function's own input, output and parameter
 * names. Shapes are fixed, batch included, in tfjs's order ([batch, height, width, channels]).
 */
export function exportOnnx(fn: Fn, { inputs, parameters, name = 'agon' }: ExportOptions): Uint8Array {
  const trace = traceFunction(fn, inputs, parameters.specs);
  const graph = new GraphWriter();
  declareInputs(graph, bindInputs(inputs));
  for (const spec of parameters.specs)
    graph.namedConstant(spec.name, 'float32', spec.shape, parameters.view(spec.name));
  declareOutputs(graph, bindOutputs(trace));
  lowerOutputs(new Lowering(graph, LOWERING_RULES, { convolutions: 'onnx', portable: true }), trace);
  return graph.serialise(name);
}
