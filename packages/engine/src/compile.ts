/** Compiles a forward function: plain tfjs code becomes one ONNX graph, run on fixed arrays. */
import { Lowering } from './lowering/lowering.js';
import { LOWERING_RULES } from './lowering/rules.js';
import { GraphWriter } from './onnx/writer.js';
import type { Parameters } from './parameters.js';
import { loadRuntime, Session, type Binding, type Runtime } from './runtime.js';
import { allocate, type ArrayMap, type ArrayType, type Fn, type TensorSpec } from './tensors.js';
import type { DataType } from './trace/node.js';
import { traceFunction, type Trace } from './trace/tracer.js';

export interface CompileOptions {
  inputs: Readonly<Record<string, TensorSpec>>;
  parameters?: Parameters;
  /**
   * 'baked' (default): the parameters' values are constants of the graph, which is fastest; `refresh` takes new ones.
   * 'live': they are read at every run, for networks that change at every step.
   */
  weights?: 'live' | 'baked';
  /** Threads of one run; 1 if not given. More than the free cores make everything slower. */
  threads?: number;
}

/**
 * A compiled function. Write `inputs`, await `run`, read `outputs`: the same arrays every time, row-major in tfjs's
 * order. Never terminate a worker, nor exit the process, while a run is under way: ONNX Runtime aborts the whole process.
 */
export interface Program {
  readonly inputs: ArrayMap;
  readonly outputs: ArrayMap;
  run(): Promise<void>;
  /** Takes the parameters' present values ('baked' only; 'live' programs always do). Compiles again, some 10 to 100 ms. */
  refresh(): Promise<void>;
  /** Frees the graph, after a run under way. The program must not be run any more. */
  dispose(): Promise<void>;
}

/** Booleans leave a program as 0 and 1. */
export function outputType(dtype: DataType): ArrayType {
  return dtype === 'float32' ? 'float32' : 'int32';
}

/** Fixed arrays for the inputs, declared in the graph. */
export function bindInputs(graph: GraphWriter, inputs: Readonly<Record<string, TensorSpec>>): Binding[] {
  return Object.entries(inputs).map(([name, { shape, dtype = 'float32' }]) => {
    graph.input(name, dtype, shape);
    return { name, type: dtype, shape, array: allocate(shape, dtype) };
  });
}

/** Fixed arrays for the outputs, declared in the graph. */
export function bindOutputs(graph: GraphWriter, trace: Trace): Binding[] {
  return Object.entries(trace.outputs).map(([name, { shape, dtype }]) => {
    const type = outputType(dtype);
    graph.output(name, type, shape);
    return { name, type, shape, array: allocate(shape, type) };
  });
}

/** Declares parameters as inputs that read their flat array. */
export function bindParameters(
  graph: GraphWriter,
  parameters: Parameters,
  rename = (name: string) => name,
): Binding[] {
  return parameters.specs.map(({ name, shape }) => {
    graph.input(rename(name), 'float32', shape);
    return { name: rename(name), type: 'float32', shape, array: parameters.view(name) };
  });
}

/** Lowers the outputs, and converts booleans. */
export function lowerOutputs(low: Lowering, trace: Trace): void {
  low.lowerAll(Object.values(trace.outputs));
  for (const [name, node] of Object.entries(trace.outputs)) {
    const value = low.plain(node);
    low.graph.setOutput(name, node.dtype === 'bool' ? low.graph.op('Cast', [value], { to: 6 }) : value);
  }
}

export function arraysOf(bindings: readonly Binding[]): ArrayMap {
  return Object.fromEntries(bindings.map(({ name, array }) => [name, array]));
}

/**
 * Compiles a function for fixed input shapes.
 * @throws unsupported-kernel naming kernel, shapes and call; unsupported where it reads tensor values
 */
export async function compile(fn: Fn, options: CompileOptions): Promise<Program> {
  return compileOn(await loadRuntime(), fn, options);
}

/** `compile` on a given build of ONNX Runtime. */
export async function compileOn(runtime: Runtime, fn: Fn, options: CompileOptions): Promise<Program> {
  const { inputs, parameters, weights = 'baked', threads = 1 } = options;
  const trace = traceFunction(fn, inputs, parameters?.specs ?? []);
  const isLive = weights === 'live' || !parameters;
  let bound: { inputs: Binding[]; outputs: Binding[] } | undefined;

  const build = async (): Promise<Session> => {
    const graph = new GraphWriter();
    const inputBindings = bindInputs(graph, inputs);
    const parameterBindings = isLive && parameters ? bindParameters(graph, parameters) : [];
    if (!isLive) {
      for (const { name, shape } of parameters.specs)
        graph.namedConstant(name, 'float32', shape, parameters.view(name));
    }
    const outputBindings = bindOutputs(graph, trace);
    bound ??= { inputs: inputBindings, outputs: outputBindings };
    lowerOutputs(
      new Lowering(graph, LOWERING_RULES, { convolutions: weights === 'live' ? 'matrix' : 'onnx' }),
      trace,
    );
    return Session.create(
      runtime,
      graph.serialise('agon'),
      [...bound.inputs, ...parameterBindings],
      bound.outputs,
      threads,
    );
  };

  let session = await build();
  const arrays = bound as unknown as { inputs: Binding[]; outputs: Binding[] };
  return {
    inputs: arraysOf(arrays.inputs),
    outputs: arraysOf(arrays.outputs),
    run: () => session.run(),
    async refresh() {
      if (isLive) return;
      const old = session;
      session = await build();
      await old.release();
    },
    dispose: () => session.release(),
  };
}
