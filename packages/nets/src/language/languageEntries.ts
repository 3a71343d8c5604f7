/** A network of this folder in both kinds: over stretches of text, which is how it learns, and token by token, which is how it writes. */
import type { Settings, SettingsSchema } from '@agon/core';
import type { ParameterSpec, Shape, TensorMap, TensorSpec } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';
import { entry, type Entry } from '../entry.js';
import type { Looking } from '../network.js';
import type { TrainingPass } from '../layers/layer.js';
import { languageModel, nextToken } from '../kinds.js';

/** What a file declares, built. B = batch, L = length, V = vocabulary. */
export interface LanguageParts {
  readonly parameters: readonly ParameterSpec[];
  /** Shapes of the noise that it reads in training, by name. */
  readonly noise?: Readonly<Record<string, Shape>>;
  /** Numbers that are carried from one stretch to the next; 0: none. */
  readonly carried: number;
  /**
   * @param tokens [B, L]
   * @param state [B, carried]; undefined where nothing is
   * @returns logits [B · L, V], and the next state
   */
  read(
    tokens: tf.Tensor2D,
    state: tf.Tensor2D | undefined,
    values: TensorMap,
    training?: TrainingPass,
  ): { logits: tf.Tensor2D; state?: tf.Tensor2D };
  /** Where one token at a time is read otherwise: with so much that is remembered. */
  readonly step?: {
    readonly remembered: number;
    /** @param token [B] @param state [B, remembered] @returns logits [B, V], and the next state */
    read(
      token: tf.Tensor1D,
      state: tf.Tensor2D,
      values: TensorMap,
    ): { logits: tf.Tensor2D; state: tf.Tensor2D };
  };
  /** Where it looks, if it does so by heads of attention. */
  readonly looking?: Looking;
  /** Tokens of one text that it can read, where it cannot go on for ever. */
  readonly mostTokens?: number;
}

export interface LanguageDeclaration<S extends SettingsSchema> {
  readonly title: string;
  readonly schema: S;
  /** @throws unsupported */
  build(
    sizes: { readonly length: number; readonly vocabulary: number },
    settings: Settings<S>,
  ): LanguageParts;
}

/** An input or an output of so many numbers, where there are any. */
const held = (name: string, numbers: number): Record<string, { shape: number[] }> =>
  numbers > 0 ? { [name]: { shape: [numbers] } } : {};

/** The entries of a network; the parameters of both kinds are the same. */
export function languageEntries<S extends SettingsSchema>({
  title,
  schema,
  build,
}: LanguageDeclaration<S>): readonly [Entry<typeof languageModel>, Entry<typeof nextToken>] {
  return [
    entry(languageModel, {
      title,
      schema,
      build({ length, vocabulary }, settings) {
        const { parameters, carried, mostTokens, looking, noise = {}, read } = build({ length, vocabulary }, settings); // prettier-ignore
        const answer = (inputs: TensorMap, values: TensorMap, training?: TrainingPass): TensorMap => {
          const tokens = inputs.tokens as tf.Tensor2D;
          const { logits, state } = read(tokens, inputs.state as tf.Tensor2D | undefined, values, training);
          const shaped = tf.reshape(logits, [tokens.shape[0], length, vocabulary]);
          return state ? { logits: shaped, nextState: state } : { logits: shaped };
        };
        return {
          parameters,
          mostTokens,
          looking,
          moreInputs: held('state', carried),
          moreOutputs: held('nextState', carried),
          apply: (inputs, values) => answer(inputs, values),
          training: {
            noise: Object.fromEntries(
              Object.entries(noise).map(([name, shape]): [string, TensorSpec] => [name, { shape }]),
            ),
            apply: (inputs, values) => answer(inputs, values, { noise: inputs, next: {} }),
          },
        };
      },
    }),
    entry(nextToken, {
      title,
      schema,
      build(sizes, settings) {
        const parts = build(sizes, settings);
        const remembered = parts.step?.remembered ?? parts.carried;
        return {
          parameters: parts.parameters,
          mostTokens: parts.mostTokens,
          moreInputs: held('state', remembered),
          moreOutputs: held('nextState', remembered),
          apply({ token, state }, values): TensorMap {
            const before = state as tf.Tensor2D;
            const { logits, state: next } = parts.step
              ? parts.step.read(token as tf.Tensor1D, before, values)
              : parts.read(tf.expandDims(token, 1), before, values);
            return { logits, nextState: next as tf.Tensor2D };
          },
        };
      },
    }),
  ];
}
