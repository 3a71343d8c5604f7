/** Dropout (Srivastava et al. 2014), in training only. */
import { dropout } from '@agon/engine';
import type { LayerMaker } from './layer.js';

/** Sets values to 0 with a chance of `rate` and scales the others up; its noise is called as the layer. */
export function dropoutLayer(rate: number): LayerMaker {
  return (input, name) => ({
    parameters: [],
    shape: input,
    noise: { [name]: input },
    apply: (x, _values, training) => (training ? dropout(x, rate, training.noise[name]) : x),
  });
}
