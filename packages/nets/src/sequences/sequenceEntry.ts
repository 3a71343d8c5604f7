/** A network that reads one sequence and writes another. B = batch, S, T = lengths of source and target, V = vocabulary of the target. */
import type { Settings, SettingsSchema } from '@agon/core';
import type { ParameterSpec, Shape, TensorMap, TensorSpec } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { entry, type Entry } from '../entry.js';
import type { Sizes } from '../kind.js';
import { sequenceToSequence } from '../kinds.js';
import { UNSEEN } from '../layers/attention.js';
import type { TrainingPass } from '../layers/layer.js';

export type SequenceSizes = Sizes<typeof sequenceToSequence>;

/** One pass over a batch. */
export interface SequencePass {
  /** [B, S] */
  readonly source: tf.Tensor2D;
  /** [B, T] */
  readonly target: tf.Tensor2D;
  /** [B, S] 1 where there is a token of the source, 0 where there is padding. */
  readonly present: tf.Tensor2D;
  /** [B, S] What is added to scores of attention: `UNSEEN` at padding. */
  readonly hidden: tf.Tensor2D;
  readonly values: TensorMap;
  readonly training?: TrainingPass;
}

/** What a file of this folder declares, built. */
export interface SequenceParts {
  /** Their shapes do not depend on the lengths. */
  readonly parameters: readonly ParameterSpec[];
  /** Shapes of the noise that it reads in training, by name. */
  readonly noise?: Readonly<Record<string, Shape>>;
  /** Whether it looks at the source by attention. */
  readonly isAligned: boolean;
  /** @returns logits [B · T, V], and where it looks [B, T, S] */
  read(pass: SequencePass): { logits: tf.Tensor2D; alignment?: tf.Tensor };
}

export interface SequenceDeclaration<S extends SettingsSchema> {
  readonly title: string;
  readonly schema: S;
  /** @throws unsupported */
  build(sizes: SequenceSizes, settings: Settings<S>): SequenceParts;
}

/** The entry of a network of this folder. */
export function sequenceEntry<S extends SettingsSchema>({
  title,
  schema,
  build,
}: SequenceDeclaration<S>): Entry<typeof sequenceToSequence> {
  return entry(sequenceToSequence, {
    title,
    schema,
    build(sizes, settings) {
      const { sourceLength, targetLength, targetVocabulary } = sizes;
      const { parameters, noise = {}, isAligned, read } = build(sizes, settings);
      const answer = (inputs: TensorMap, values: TensorMap, training?: TrainingPass) => {
        const { source, target } = inputs as Record<string, tf.Tensor2D>;
        const present = tf.cast(tf.greater(source, 0), 'float32') as tf.Tensor2D;
        const hidden = tf.mul(tf.sub(1, present), UNSEEN) as tf.Tensor2D;
        const { logits, alignment } = read({ source, target, present, hidden, values, training });
        return {
          logits: tf.reshape(logits, [target.shape[0], targetLength, targetVocabulary]),
          alignment,
        };
      };
      return {
        parameters,
        ...(isAligned && { moreOutputs: { alignment: { shape: [targetLength, sourceLength] } } }),
        apply(inputs, values): TensorMap {
          const { logits, alignment } = answer(inputs, values);
          return alignment ? { logits, alignment } : { logits };
        },
        training: {
          noise: Object.fromEntries(
            Object.entries(noise).map(([name, shape]): [string, TensorSpec] => [name, { shape }]),
          ),
          apply: (inputs, values) => ({ logits: answer(inputs, values, { noise: inputs, next: {} }).logits }),
        },
      };
    },
  });
}
