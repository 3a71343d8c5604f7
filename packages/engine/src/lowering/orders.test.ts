import * as tf from '@tensorflow/tfjs';
import { expect, it, vi } from 'vitest';
import { bindInputs, bindOutputs, declareInputs, declareOutputs, lowerOutputs } from '../compile.js';
import { GraphWriter } from '../onnx/writer.js';
import { traceFunction } from '../trace/tracer.js';
import { Lowering } from './lowering.js';
import { LOWERING_RULES } from './rules.js';

/** How often axes move at inference of a stem of ONNX's own convolution with residual blocks of Winograd's behind it. */
function transposes(blocks: number): number {
  const filter = (channels: number) => ({ shape: [3, 3, channels, 16] });
  const inputs = { x: { shape: [2, 9, 9, 4] }, stem: filter(4), block: filter(16) };
  const convolution = (x: tf.Tensor, filter: tf.Tensor) =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same');
  const trace = traceFunction(
    ({ x, stem, block }) => {
      let h: tf.Tensor = tf.relu(convolution(x, stem));
      for (let i = 0; i < blocks; i++) h = tf.relu(tf.add(h, convolution(h, block)));
      return { h };
    },
    inputs,
    [],
  );
  const graph = new GraphWriter();
  declareInputs(graph, bindInputs(inputs));
  declareOutputs(graph, bindOutputs(trace));
  const op = vi.spyOn(graph, 'op');
  const options = { convolutions: 'onnx', winogradFrom: { batch: 1, channels: 16 } } as const;
  lowerOutputs(new Lowering(graph, LOWERING_RULES, options), trace);
  return op.mock.calls.filter(([type]) => type === 'Transpose').length;
}

it('moves a residual branch to the order of axes of the blocks once, not at every block', () => {
  expect(transposes(1)).toBeGreaterThan(0);
  expect(transposes(4)).toBe(transposes(1));
});
