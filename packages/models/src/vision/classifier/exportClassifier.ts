/** A trained classifier as an ONNX file: bytes of pictures in, scores of classes out; what it learned to be shown is inside. */
import { decodeSafetensors, exportOnnx } from '@agon/engine';
import type { DataCheckpoint } from '@agon/learning';
import * as tf from '@tensorflow/tfjs';
import type { OnnxModel } from '../../dataTrainer.js';
import { loadClassifier } from './classifierModel.js';
import { fromBytes, inputOf } from './classifierNetwork.js';

/** How the preprocessing that is inside is told of. */
const PREPROCESSING = 'inside: pixels / 255, then minus mean and divided by deviation, channel by channel';

/** @throws bad-checkpoint, not-finite, unknown-net; unsupported where a file cannot have this network */
export function exportClassifier(checkpoint: DataCheckpoint, name: string): OnnxModel {
  const { network, preprocessing, parameters } = loadClassifier(checkpoint);
  const { shape, classes, mean, deviation } = preprocessing;
  const { licence = '' } = decodeSafetensors(checkpoint.weights).metadata;
  const bytes = exportOnnx(
    ({ pixels }, values) => {
      const { logits } = network.apply(inputOf(fromBytes(pixels), preprocessing), values);
      return { logits, probabilities: tf.softmax(logits as tf.Tensor2D) };
    },
    {
      inputs: { pixels: { shape: [1, ...shape], dtype: 'uint8' } },
      parameters,
      name,
      anyBatch: true,
      metadata: {
        classes: JSON.stringify(classes),
        preprocessing: PREPROCESSING,
        mean: JSON.stringify(mean),
        deviation: JSON.stringify(deviation),
        network: String(checkpoint.settings.network),
        data: checkpoint.data,
        licence,
        step: String(checkpoint.step),
      },
    },
  );
  return {
    bytes,
    parameters: parameters.size,
    inputs: [
      `pixels [batch, ${shape.join(', ')}] uint8, 0 to 255 (${shape[2] === 1 ? 'grey' : 'red, green, blue'})`,
    ],
    outputs: [
      `logits [batch, ${classes.length}]`,
      `probabilities [batch, ${classes.length}] (softmax of them)`,
    ],
    notes: [
      `preprocessing ${PREPROCESSING}`,
      `classes ${classes.slice(0, 5).join(', ')}${classes.length > 5 ? `, … (${classes.length})` : ''}: all in its metadata, "classes"`,
    ],
  };
}
