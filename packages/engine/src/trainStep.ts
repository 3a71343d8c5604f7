/** Compiles a training step: loss, gradients and optimiser on flat vectors. */
import { AgonError } from '@agon/core';
import { BitLayers } from './bitLayers.js';
import {
  arraysOf,
  bindInputs,
  bindOutputs,
  bindParameters,
  declareInputs,
  declareOutputs,
  executeOn,
  lowerOutputs,
  programName,
} from './compile.js';
import { backendOf, defaultDevice, isEager, type DeviceChoice } from './devices/device.js';
import { EagerExecution, lossAndGradients, tensorsOf } from './devices/eager.js';
import type { Binding, Execution } from './execution.js';
import { keepFreedMemory } from './freedMemory.js';
import { Lowering } from './lowering/lowering.js';
import { LOWERING_RULES } from './lowering/rules.js';
import { GraphWriter } from './onnx/writer.js';
import type { Optimiser } from './optimisers/optimiser.js';
import { FIRST_MOMENT_VECTOR, GRADIENT_VECTOR, PARAMETER_VECTOR, type Parameters } from './parameters.js';
import { loadRuntime, Session, type Runtime } from './runtime.js';
import { showShape, type ArrayMap, type LossFn, type TensorMap, type TensorSpec } from './tensors.js';
import { frozenName, traceLoss, type Trace } from './trace/tracer.js';
import { checkFinite } from './weights.js';

/** What is trained, by which optimiser, and how it is to run. */
export interface TrainStepOptions {
  inputs: Readonly<Record<string, TensorSpec>>;
  /** Changed in place by `run`. At most one train step may use a set of parameters at a time. */
  parameters: Parameters;
  /** Parameters that the loss reads and does not change: a target network. Read at every run. */
  frozen?: Parameters;
  optimiser: Optimiser;
  /** Gradients whose global norm is larger are scaled down to it (Pascanu et al. 2013). */
  clipNorm?: number;
  /** Threads of one run; 1 if not given. */
  threads?: number;
  /** Where loss and gradients are computed; what `useDevice` was told if not given, else the processor. */
  device?: DeviceChoice;
}

/** An optimiser's state, to be saved with the parameters. */
export interface OptimiserState {
  /** Updates done. */
  step: number;
  /** [parameters' size] One array for each moment, by name. */
  arrays: Record<string, Float32Array>;
}

/**
 * A compiled training step. Write `inputs`, await `run`, read `outputs` (the loss and what else the loss function
 * returned, of before the update). The same warning as for `Program` holds about workers.
 */
export interface TrainStep {
  readonly inputs: ArrayMap;
  readonly outputs: ArrayMap;
  /** The global norm of the last gradients, before clipping. */
  readonly gradientNorm: number;
  /**
   * One update; resolves to the loss.
   * @throws not-finite where the loss or a gradient is NaN or infinite: parameters and moments are then as before
   */
  run(learningRate: number): Promise<number>;
  /** The gradient that the last run found for one parameter (not clipped): a view, overwritten by the next run. */
  gradient(name: string): Float32Array;
  /** Copies of the optimiser's moments. */
  save(): OptimiserState;
  /** @throws bad-checkpoint where moments are missing or have another size; not-finite */
  load(state: OptimiserState): void;
  dispose(): Promise<void>;
}

/** A loss function that returns this and a parameter's name gives that parameter its next value: a moving average, say. */
const NEXT_VALUE = 'next/';

/** The results that are parameters' next values. @throws internal where name or shape fit no parameter */
function nextValues(trace: Trace, parameters: Parameters): string[] {
  const names = Object.keys(trace.outputs).filter((name) => name.startsWith(NEXT_VALUE));
  return names.map((result) => {
    const name = result.slice(NEXT_VALUE.length);
    const spec = parameters.specs.find((parameter) => parameter.name === name);
    const shape = showShape(trace.outputs[result].shape);
    if (!spec || showShape(spec.shape) !== shape) {
      const wanted = spec
        ? `that parameter has shape ${showShape(spec.shape)}`
        : 'there is no such parameter';
      throw new AgonError(
        'internal',
        `the loss function returned "${result}" of shape ${shape}, but ${wanted}.`,
      );
    }
    return name;
  });
}

/** How gradients are called in the graph. */
const gradientName = (name: string) => `gradient/${name}`;

/** Outputs that write each gradient into its place in the parameters' memory; the rest of the vector stays 0. */
function bindGradients(parameters: Parameters, trace: Trace): Binding[] {
  const trained = parameters.specs.filter(({ name }) => name in trace.gradients);
  return trained.map(({ name, shape }) => {
    return {
      name: gradientName(name),
      type: 'float32',
      shape,
      array: parameters.slice(name, GRADIENT_VECTOR),
    };
  });
}

/**
 * Compiles the loss, its gradients and the update. What the loss function returns as `next/NAME` becomes the value of the
 * parameter NAME after each update (moving averages of batch normalisation); it is not differentiated.
 * @throws unsupported-kernel, unsupported, internal (no scalar loss; `next/` of no parameter)
 */
export async function trainStep(fn: LossFn, options: TrainStepOptions): Promise<TrainStep> {
  const device = options.device ?? (await defaultDevice());
  return trainStepOn(undefined, fn, { ...options, device });
}

/** `trainStep` on a given build of ONNX Runtime; by default the one that belongs here. */
export async function trainStepOn(
  runtime: Runtime | undefined,
  fn: LossFn,
  options: TrainStepOptions,
): Promise<TrainStep> {
  const { inputs, parameters, frozen, threads = 1, device = 'cpu' } = options;
  const trace = traceLoss(fn, inputs, parameters.specs, frozen?.specs ?? []);
  const updated = nextValues(trace, parameters);
  const bits = BitLayers.of(trace, inputs, [
    { parameters, nameOf: (name) => name },
    ...(frozen ? [{ parameters: frozen, nameOf: frozenName }] : []),
  ]);
  const inputBindings = bits.bind(bindInputs(inputs));
  const parameterBindings = bindParameters(parameters);
  const frozenBindings = frozen ? bindParameters(frozen) : [];
  const outputBindings = bindOutputs(trace);
  const gradientBindings = bindGradients(parameters, trace);
  const allOutputs = [...outputBindings, ...gradientBindings];

  const compiled = async (provider: 'cpu' | 'webgpu'): Promise<Execution> => {
    keepFreedMemory();
    const renamed = frozenBindings.map((binding) => ({ ...binding, name: frozenName(binding.name) }));
    const graphInputs = bits.inputs([...inputBindings, ...parameterBindings, ...renamed]);
    const graphOutputs = bits.outputs(allOutputs, gradientName);
    const graph = new GraphWriter();
    declareInputs(graph, graphInputs);
    declareOutputs(graph, graphOutputs);
    const low = new Lowering(graph, LOWERING_RULES, { convolutions: 'matrix' });
    bits.provide(low);
    const gradients = Object.entries(trace.gradients).filter(([name]) => !bits.hasGradient(name));
    // All at once: how a convolution is best done depends on which gradients it has.
    low.lowerAll([...Object.values(trace.outputs), ...gradients.map(([, node]) => node)]);
    lowerOutputs(low, trace);
    for (const [name, node] of gradients) graph.setOutput(gradientName(name), low.plain(node));
    bits.setOutputs(low);
    const model = graph.serialise('agon');
    const options = { threads, device: provider };
    const session = Session.create(
      runtime ?? (await loadRuntime()),
      model,
      graphInputs,
      graphOutputs,
      options,
    );
    return bits.around(await session);
  };
  const eager = (backend: string): Execution => {
    const loss = (trained: TensorMap) => fn(tensorsOf(inputBindings), trained, tensorsOf(frozenBindings));
    const run = () => lossAndGradients(loss, tensorsOf(parameterBindings), gradientName);
    return new EagerExecution(backend, run, allOutputs);
  };
  const execution = await executeOn(device, programName('train', inputs, parameters), async (found) =>
    isEager(found) ? eager(backendOf(found)) : compiled(found),
  );
  parameters.memory.view(GRADIENT_VECTOR).fill(0);
  for (let i = 0; i < options.optimiser.moments.length; i++)
    parameters.memory.view(FIRST_MOMENT_VECTOR + i).fill(0);
  return new CompiledTrainStep(
    options,
    execution,
    arraysOf(inputBindings),
    arraysOf(outputBindings),
    updated,
  );
}

class CompiledTrainStep implements TrainStep {
  readonly inputs: ArrayMap;
  readonly outputs: ArrayMap;
  gradientNorm = 0;
  private readonly parameters: Parameters;
  private readonly optimiser: Optimiser;
  private readonly clipNorm: number;
  private readonly execution: Execution;
  /** Parameters whose next values are among the outputs. */
  private readonly updated: readonly string[];
  private step = 0;

  constructor(
    options: TrainStepOptions,
    execution: Execution,
    inputs: ArrayMap,
    outputs: ArrayMap,
    updated: readonly string[],
  ) {
    this.updated = updated;
    this.parameters = options.parameters;
    this.optimiser = options.optimiser;
    this.clipNorm = options.clipNorm ?? Infinity;
    this.execution = execution;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  async run(learningRate: number): Promise<number> {
    await this.execution.run();
    const { memory } = this.parameters;
    const { kernels, bytes } = memory;
    const gradients = memory.address(GRADIENT_VECTOR);
    const loss = this.outputs.loss[0];
    const norm = Math.sqrt(kernels.sumOfSquares(gradients, bytes));
    if (!Number.isFinite(loss) || !Number.isFinite(norm) || !Number.isFinite(learningRate))
      this.failNotFinite(loss, learningRate);
    this.gradientNorm = norm;
    this.step++;
    this.optimiser.update({
      kernels,
      parameters: memory.address(PARAMETER_VECTOR),
      gradients,
      moments: this.optimiser.moments.map((_, i) => memory.address(FIRST_MOMENT_VECTOR + i)),
      bytes,
      step: this.step,
      learningRate,
      gradientScale: norm > this.clipNorm ? this.clipNorm / norm : 1,
    });
    for (const name of this.updated) this.parameters.view(name).set(this.outputs[NEXT_VALUE + name]);
    return loss;
  }

  gradient(name: string): Float32Array {
    return this.parameters.slice(name, GRADIENT_VECTOR);
  }

  private failNotFinite(loss: number, learningRate: number): never {
    const bad = this.parameters.specs.find(({ name }) => !this.gradient(name).every(Number.isFinite));
    const step = this.step + 1;
    const faults = [
      ...(Number.isFinite(loss) ? [] : [`the loss is ${loss}`]),
      ...(bad ? [`the gradient of "${bad.name}" ${showShape(bad.shape)} is not finite`] : []),
      ...(Number.isFinite(learningRate) ? [] : [`the learning rate is ${learningRate}`]),
    ];
    throw new AgonError(
      'not-finite',
      `training stopped at update ${step}: ${faults.join(' and ')}. The parameters are those of update ${step - 1}; try a smaller learning rate, clipNorm, or look at the inputs.`,
      { details: { step, tensor: bad?.name ?? null, loss: String(loss) } },
    );
  }

  save(): OptimiserState {
    const { memory } = this.parameters;
    const arrays = this.optimiser.moments.map(
      (name, i) => [name, memory.view(FIRST_MOMENT_VECTOR + i).slice()] as const,
    );
    return { step: this.step, arrays: Object.fromEntries(arrays) };
  }

  load({ step, arrays }: OptimiserState): void {
    for (const name of this.optimiser.moments) {
      const size = name in arrays ? arrays[name].length : 0;
      if (size !== this.parameters.size) {
        throw new AgonError('bad-checkpoint', `the saved state of ${this.optimiser.name} has ${size} values of "${name}", this network has ${this.parameters.size} parameters. Use the settings that it was saved with.`); // prettier-ignore
      }
      checkFinite(arrays[name], `the saved state of ${this.optimiser.name}, "${name}",`);
    }
    this.optimiser.moments.forEach((name, i) =>
      this.parameters.memory.view(FIRST_MOMENT_VECTOR + i).set(arrays[name]),
    );
    this.step = step;
  }

  dispose(): Promise<void> {
    return this.execution.release();
  }
}
