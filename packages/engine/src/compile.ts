/** Compiles a forward function: plain tfjs code becomes one ONNX graph, run on fixed arrays. */
import * as tf from '@tensorflow/tfjs';
import { BitLayers } from './bitLayers.js';
import { fastest } from './devices/auto.js';
import {
  backendOf,
  defaultDevice,
  isEager,
  loadDevice,
  type Device,
  type DeviceChoice,
} from './devices/device.js';
import { EagerExecution, tensorsOf, withBackend } from './devices/eager.js';
import type { Binding, Execution } from './execution.js';
import { Lowering } from './lowering/lowering.js';
import { LOWERING_RULES } from './lowering/rules.js';
import { GraphWriter } from './onnx/writer.js';
import type { Parameters } from './parameters.js';
import { loadRuntime, Session, winogradFrom, type Runtime } from './runtime.js';
import {
  allocate,
  isBytes,
  showShape,
  type ArrayMap,
  type ArrayType,
  type Fn,
  type TensorSpec,
} from './tensors.js';
import type { DataType } from './trace/node.js';
import { traceFunction, type Trace } from './trace/tracer.js';

/** What is compiled, and how it is to run. */
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
  /** Where it runs; what `useDevice` was told if not given, else the processor. */
  device?: DeviceChoice;
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
function outputType(dtype: DataType): ArrayType {
  return dtype === 'float32' ? 'float32' : 'int32';
}

/** Fixed arrays for the inputs. */
export function bindInputs(inputs: Readonly<Record<string, TensorSpec>>): Binding[] {
  return Object.entries(inputs).map(([name, { shape, dtype = 'float32' }]) => {
    return { name, type: isBytes(dtype) ? 'uint8' : dtype, shape, array: allocate(shape, dtype) };
  });
}

/** Fixed arrays for the outputs. */
export function bindOutputs(trace: Trace): Binding[] {
  return Object.entries(trace.outputs).map(([name, { shape, dtype }]) => {
    const type = outputType(dtype);
    return { name, type, shape, array: allocate(shape, type) };
  });
}

/** Parameters as inputs that read their flat array. */
export function bindParameters(parameters: Parameters, rename = (name: string) => name): Binding[] {
  return parameters.specs.map(({ name, shape }) => {
    return {
      name: rename(name),
      type: 'float32',
      shape,
      array: parameters.view(name),
    };
  });
}

/** Makes the bindings inputs of a graph. */
export function declareInputs(graph: GraphWriter, bindings: readonly Binding[]): void {
  for (const { name, type, shape } of bindings) graph.input(name, type, shape);
}

/** Makes the bindings outputs of a graph, before its first node (see `GraphWriter.output`); `lowerOutputs` fills them. */
export function declareOutputs(graph: GraphWriter, bindings: readonly Binding[]): void {
  for (const { name, type, shape } of bindings) graph.output(name, type, shape);
}

/** What tells programs apart where their speed is remembered: what goes in, and all that is learned. */
export function programName(
  kind: string,
  inputs: Readonly<Record<string, TensorSpec>>,
  parameters?: Parameters,
): string {
  const tensors = Object.entries(inputs).map(([name, { shape }]) => `${name} ${showShape(shape)}`);
  const learned = parameters?.specs.map(({ name, shape }) => `${name} ${showShape(shape)}`) ?? [];
  return `${kind}: ${tensors.join(', ')}; ${learned.join(', ')}`;
}

/** Lowers the outputs, and converts booleans. */
export function lowerOutputs(low: Lowering, trace: Trace): void {
  low.lowerAll(Object.values(trace.outputs));
  for (const [name, node] of Object.entries(trace.outputs)) {
    const value = low.plain(node);
    low.graph.setOutput(name, node.dtype === 'bool' ? low.graph.op('Cast', [value], { to: 6 }) : value);
  }
}

/** The arrays of bindings by name: what callers write to and read from. */
export function arraysOf(bindings: readonly Binding[]): ArrayMap {
  return Object.fromEntries(bindings.map(({ name, array }) => [name, array]));
}

/** Makes an execution on a device, or on the fastest one. */
export async function executeOn(
  device: DeviceChoice,
  program: string,
  make: (device: Device) => Promise<Execution>,
): Promise<Execution> {
  if (device === 'auto') return fastest(program, make);
  await loadDevice(device);
  return make(device);
}

/**
 * Compiles a function for fixed input shapes.
 * @throws unsupported-kernel naming kernel, shapes and call; unsupported where it reads tensor values, or where the
 *   device is not there
 */
export async function compile(fn: Fn, options: CompileOptions): Promise<Program> {
  const device = options.device ?? (await defaultDevice());
  return compileOn(undefined, fn, { ...options, device });
}

/** `compile` on a given build of ONNX Runtime; by default the one that belongs here. */
export async function compileOn(
  runtime: Runtime | undefined,
  fn: Fn,
  options: CompileOptions,
): Promise<Program> {
  const { inputs, parameters, weights = 'baked', threads = 1, device = 'cpu' } = options;
  const trace = traceFunction(fn, inputs, parameters?.specs ?? []);
  const isLive = weights === 'live' || !parameters;
  const bits = BitLayers.of(trace, inputs, isLive && parameters ? [{ parameters, nameOf: (name) => name }] : []); // prettier-ignore
  const inputBindings = bits.bind(bindInputs(inputs));
  const outputBindings = bindOutputs(trace);
  const parameterBindings = parameters ? bindParameters(parameters) : [];

  const compiled = async (provider: 'cpu' | 'webgpu'): Promise<Execution> => {
    const runtimeHere = runtime ?? (await loadRuntime());
    const graph = new GraphWriter();
    const graphInputs = bits.inputs([...inputBindings, ...(isLive ? parameterBindings : [])]);
    declareInputs(graph, graphInputs);
    if (!isLive) for (const { name, shape, array } of parameterBindings) graph.namedConstant(name, 'float32', shape, array as Float32Array); // prettier-ignore
    declareOutputs(graph, outputBindings);
    const convolutions = weights === 'live' ? 'matrix' : 'onnx';
    const winograd = { winogradFrom: winogradFrom(runtimeHere, provider) };
    const low = new Lowering(graph, LOWERING_RULES, { convolutions, ...winograd });
    bits.provide(low);
    lowerOutputs(low, trace);
    const model = graph.serialise('agon');
    const options = { threads, device: provider };
    return bits.around(await Session.create(runtimeHere, model, graphInputs, outputBindings, options));
  };
  const eager = (backend: string): Execution => {
    const values = () => tensorsOf(parameterBindings.map((one) => ({ ...one, array: isLive ? one.array : one.array.slice() }))); // prettier-ignore
    const kept = isLive ? {} : withBackend(backend, values);
    const run = () => fn(tensorsOf(inputBindings), isLive ? values() : kept);
    return new EagerExecution(backend, run, outputBindings, () => tf.dispose(kept));
  };
  const build = () =>
    executeOn(device, programName('compile', inputs, parameters), async (found) =>
      isEager(found) ? eager(backendOf(found)) : compiled(found),
    );

  let execution = await build();
  return {
    inputs: arraysOf(inputBindings),
    outputs: arraysOf(outputBindings),
    run: () => execution.run(),
    async refresh() {
      if (isLive) return;
      const old = execution;
      execution = await build();
      await old.release();
    },
    dispose: () => execution.release(),
  };
}
