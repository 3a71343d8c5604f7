/** Telgarsky's sawtooth: the tent map applied again and again, and the network that computes it ("Benefits of depth in neural networks", 2016). */

/** 2x up to one half, 2 − 2x from there: its k-th iterate on [0, 1] has 2^(k − 1) teeth. */
export function sawtooth(folds: number): (x: number) => number {
  return (x) => {
    let y = x;
    for (let fold = 0; fold < folds; fold++) y = y < 0.5 ? 2 * y : 2 - 2 * y;
    return y;
  };
}

/**
 * Weights of a `CurveFitter` with so many hidden layers of two ReLU units, which computes the sawtooth of as many folds:
 * 2 relu(y) − 4 relu(y − 1/2) is one fold. The first layer reads x − 1/2.
 */
export function sawtoothWeights(folds: number): Record<string, number[]> {
  const weights: Record<string, number[]> = { 'layer0.weight': [1, 1], 'layer0.bias': [0.5, 0] };
  for (let layer = 1; layer < folds; layer++) {
    weights[`layer${layer}.weight`] = [2, 2, -4, -4];
    weights[`layer${layer}.bias`] = [0, -0.5];
  }
  weights[`layer${folds}.weight`] = [2, -4];
  weights[`layer${folds}.bias`] = [0];
  return weights;
}
