/** Bodies as forecasters. B = batch. */
import type { SettingsSchema } from '@agon/core';
import type { TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import type { BodyDeclaration } from '../bodies/body.js';
import { entry, type Entry } from '../entry.js';
import { forecaster } from '../kinds.js';
import { rows } from '../readable.js';
import { classifierOn } from '../vision/classifierOn.js';

/** The entry of a body: a dense layer over its features answers all the next steps at once. */
export function forecasterEntry<S extends SettingsSchema>({
  title,
  schema,
  build,
}: BodyDeclaration<S>): Entry<typeof forecaster> {
  return entry(forecaster, {
    title,
    schema,
    reads: { input: rows },
    build({ input, output }, settings) {
      const numbers = output.reduce((product, length) => product * length, 1);
      const { parameters, apply, training } = classifierOn(build(input, settings), numbers, 'forecast');
      const asRows = ({ forecast, ...others }: TensorMap): TensorMap => ({
        forecast: tf.reshape(forecast, [-1, ...output]),
        ...others,
      });
      return {
        parameters,
        apply: (inputs, values) => asRows(apply(inputs, values)),
        training: training && {
          ...training,
          apply: (inputs, values) => asRows(training.apply(inputs, values)),
        },
      };
    },
  });
}
