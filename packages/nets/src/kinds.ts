/**
 * The kinds of networks. A new kind is one declaration here: nothing else in this package tells kinds apart.
 * `input` is the shape of an observation, `actions` their number.
 */
import { declareKind } from './kind.js';

/** A value for each action. */
export const q = declareKind({
  name: 'q',
  sizes: { input: [10, 10, 4], actions: 6 },
  inputs: { observation: { shape: ['input'] } },
  outputs: { q: { shape: ['actions'] } },
});

/** A policy and the return that a single-player environment is expected to give. */
export const actorCritic = declareKind({
  name: 'actor-critic',
  sizes: { input: [10, 10, 4], actions: 6 },
  inputs: { observation: { shape: ['input'] } },
  outputs: { policy: { shape: ['actions'], about: 'logits' }, value: { shape: [] } },
});

/** A policy, and a value in [−1, 1] from the view of the player to move. */
export const policyValue = declareKind({
  name: 'policy-value',
  sizes: { input: [9, 9, 14], actions: 82 },
  inputs: { observation: { shape: ['input'] } },
  outputs: { policy: { shape: ['actions'], about: 'logits' }, value: { shape: [] } },
});

/** The policy of `policyValue` alone. */
export const policy = declareKind({
  name: 'policy',
  sizes: { input: [9, 9, 14], actions: 82 },
  inputs: { observation: { shape: ['input'] } },
  outputs: { policy: { shape: ['actions'], about: 'logits' } },
});

/** The value of `policyValue` alone. */
export const value = declareKind({
  name: 'value',
  sizes: { input: [9, 9, 14] },
  inputs: { observation: { shape: ['input'] } },
  outputs: { value: { shape: [] } },
});

/** A score for each class of a picture or a row of numbers. */
export const classifier = declareKind({
  name: 'classifier',
  sizes: { input: [28, 28, 1], classes: 10 },
  inputs: { input: { shape: ['input'] } },
  outputs: { logits: { shape: ['classes'] } },
});

/** The next steps of a series after those that it reads; rows [steps, channels], the oldest first. */
export const forecaster = declareKind({
  name: 'forecaster',
  sizes: { input: [32, 1], output: [8, 1] },
  inputs: { input: { shape: ['input'] } },
  outputs: { forecast: { shape: ['output'] } },
});

/**
 * A score for each token to come after each of a stretch of text. What is carried from one stretch to the next is an input `state` and an
 * output `nextState`, where there is any; 0 at the beginning of a text.
 */
export const languageModel = declareKind({
  name: 'language-model',
  sizes: { length: 64, vocabulary: 65 },
  inputs: { tokens: { shape: ['length'], dtype: 'int32' } },
  outputs: { logits: { shape: ['length', 'vocabulary'], about: 'logits' } },
});

/** The same, of one token after another: what writes text. `length`: that of the stretches that it was trained on. */
export const nextToken = declareKind({
  name: 'next-token',
  sizes: { length: 64, vocabulary: 65 },
  inputs: { token: { shape: [], dtype: 'int32' } },
  outputs: { logits: { shape: ['vocabulary'], about: 'logits' } },
});

/**
 * A score for each token of an answer to come after those before it, given the source. Both begin at the first place and end with
 * padding, token 0; the target's first token says that it begins. `alignment`: how far each place of the target looks at each of the source.
 */
export const sequenceToSequence = declareKind({
  name: 'sequence-to-sequence',
  sizes: { sourceLength: 10, targetLength: 50, sourceVocabulary: 16, targetVocabulary: 9 },
  inputs: {
    source: { shape: ['sourceLength'], dtype: 'int32' },
    target: { shape: ['targetLength'], dtype: 'int32' },
  },
  outputs: { logits: { shape: ['targetLength', 'targetVocabulary'], about: 'logits' } },
});

/** A score for each class of a text, as numbers of words; 0 where the text has ended. */
export const textClassifier = declareKind({
  name: 'text-classifier',
  sizes: { length: 200, vocabulary: 10_000, classes: 2 },
  inputs: { tokens: { shape: ['length'], dtype: 'int32' } },
  outputs: { logits: { shape: ['classes'] } },
});
