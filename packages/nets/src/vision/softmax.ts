/**
 * Softmax regression (multinomial logistic regression; Bridle 1990): one weighted sum for each class, and no hidden layer. The
 * probability of class k is exp(z_k) / Σ exp(z_j). With two classes it is logistic regression (Cox 1958): p = σ(z_1 − z_0), a single
 * neuron whose weights are the difference of the two classes' weights.
 */
import * as v from 'valibot';
import type { BodyDeclaration } from '../bodies/body.js';
import { bodyOf } from './bodyOf.js';

const schema = v.strictObject({});

/** `softmax` */
export const softmax: BodyDeclaration<typeof schema> = {
  title: 'softmax regression: no hidden layer; logistic regression with two classes',
  schema,
  build: (input) => bodyOf({}, input),
};
