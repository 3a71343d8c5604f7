/** How a network's input moves one unit of a layer: the gradient of the unit's sum by the input (Simonyan, Vedaldi & Zisserman 2014). */
import * as tf from '@tensorflow/tfjs';
import { AgonError } from '@agon/core';
import { compile, type Program } from '../compile.js';
import type { ArrayMap, TensorMap } from '../tensors.js';
import type { TraceNode } from '../trace/node.js';
import { notedWhile } from '../trace/tape.js';
import { nodeOf, traceFunction } from '../trace/tracer.js';
import { layersWithin, type Subject } from './subject.js';

/** The input that says how much each unit of the layer counts. */
const COUNTED = 'counted units';

/** The values of a layer before its activation: a unit that is cut off has a slope there too. */
function sumOf(subject: Subject, layer: number, given: TensorMap, values: TensorMap): TraceNode {
  const { steps, sum } = layersWithin(subject, given, values).layers[layer];
  return steps[sum];
}

/** Whether a node is the other, or the relu behind a max pool that a tape has in the place of a pool behind a relu. */
const isOrCutsOff = (node: TraceNode, wanted: TraceNode | undefined): boolean =>
  node === wanted || (wanted?.op === 'MaxPool' && node.op === 'Relu' && node.inputs.x === wanted);

/** The same as a tensor that the gradient's tape knows. */
function sumTensor(subject: Subject, layer: number, given: TensorMap, values: TensorMap): tf.Tensor {
  let wanted: TraceNode | undefined;
  const noted = notedWhile(() => (wanted = sumOf(subject, layer, given, values)));
  const found = noted
    .flatMap(({ outputs }) => outputs)
    .findLast((tensor) => !tensor.isDisposed && isOrCutsOff(nodeOf(tensor), wanted));
  if (found) return found;
  throw new AgonError('internal', `the ${wanted?.op} of layer ${layer} is on no tape.`);
}

/** The gradients of the units of one layer. */
export class UnitSlopes {
  private readonly program: Program;
  private readonly counted: Float32Array;

  private constructor(program: Program) {
    this.program = program;
    this.counted = program.inputs[COUNTED] as Float32Array;
  }

  /** @param layer its number in `Inside.layers`, not that of the input */
  static async of(subject: Subject, layer: number): Promise<UnitSlopes> {
    const { inputs, parameters, input } = subject;
    let shape: readonly number[] = [];
    traceFunction(
      (given, values) => {
        ({ shape } = sumOf(subject, layer, given, values));
        return {};
      },
      inputs,
      parameters.specs,
    );
    const slopes = (given: TensorMap, values: TensorMap): TensorMap => {
      const counted = given[COUNTED];
      const unit = (x: tf.Tensor): tf.Scalar =>
        tf.sum(tf.mul(counted, sumTensor(subject, layer, { ...given, [input]: x }, values)));
      const { value, grad } = tf.valueAndGrad(unit)(given[input]);
      return { value, slope: grad };
    };
    const program = await compile(slopes, {
      inputs: { ...inputs, [COUNTED]: { shape } },
      parameters,
      device: 'cpu',
    });
    return new UnitSlopes(program);
  }

  /** What is looked at, and the rest; write before `run`. */
  get inputs(): ArrayMap {
    return this.program.inputs;
  }

  /**
   * The unit's sum, and its gradient by the input: a view that the next call overwrites.
   * @param unit its index among the layer's values; several: their sum
   */
  async run(...units: readonly number[]): Promise<{ value: number; slope: Float32Array }> {
    this.counted.fill(0);
    for (const unit of units) this.counted[unit] = 1;
    await this.program.run();
    const { value, slope } = this.program.outputs as Record<string, Float32Array>;
    return { value: value[0], slope };
  }

  /** After the parameters have changed. */
  refresh(): Promise<void> {
    return this.program.refresh();
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }
}
