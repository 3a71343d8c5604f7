/** The kernels of the tracing backend: what has a shape rule is recorded, fused and many-valued kernels are taken apart. */
import * as tf from '@tensorflow/tfjs';
import { BACKEND_NAME, type TraceBackend } from './backend.js';
import { COMPOSED } from './composed.js';
import type { Attributes } from './node.js';
import { Recorder, unsupported, type Inputs, type KernelFunction } from './recorder.js';
import { SHAPE_RULES } from './shapeRules.js';

/** Registers the backend's kernels with tfjs; those of tfjs's cpu backend that it lacks fail by name. */
export function registerKernels(backend: TraceBackend): void {
  const trace = new Recorder(backend);
  const known = new Map<string, KernelFunction>(Object.entries(COMPOSED));
  for (const kernel of Object.keys(SHAPE_RULES).filter((name) => !known.has(name)))
    known.set(kernel, (recorder, inputs, attrs) => recorder.record(kernel, inputs, attrs));
  for (const { kernelName } of tf.getKernelsForBackend('cpu')) {
    if (!known.has(kernelName)) {
      known.set(kernelName, (_recorder, inputs) => {
        throw unsupported(kernelName, inputs);
      });
    }
  }
  for (const [kernelName, kernel] of known) {
    const kernelFunc: tf.KernelFunc = ({ inputs, attrs }) =>
      kernel(trace, inputs as unknown as Inputs, (attrs ?? {}) as Attributes);
    tf.registerKernel({ kernelName, backendName: BACKEND_NAME, kernelFunc });
  }
}

/** Ours, not tfjs's: one for each result of a kernel with several. */
const INTERNAL_KERNELS = new Set(['TopKValues', 'TopKIndices']);

/** The kernels of tfjs that can be compiled, sorted. */
export function supportedKernels(): string[] {
  const all = [...new Set([...Object.keys(SHAPE_RULES), ...Object.keys(COMPOSED)])];
  return all.filter((kernel) => !INTERNAL_KERNELS.has(kernel)).sort();
}
