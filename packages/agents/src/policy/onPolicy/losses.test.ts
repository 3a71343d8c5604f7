/** The losses of PQN, REINFORCE, A2C and PPO against their formulas in plain numbers, and their gradients against differences. */
import { RandomStream } from '@agon/core';
import { adam, Parameters, trainStep, type LossFn, type TrainStep } from '@agon/engine';
import { makeNetwork, type NetworkKind } from '@agon/nets';
import { describe, expect, it } from 'vitest';
import { a2cLoss } from '../a2c/loss.js';
import { ppoLoss } from '../ppo/loss.js';
import { pqnLoss } from '../pqn/loss.js';
import { reinforceLoss } from '../reinforce/loss.js';
import { lossInputs } from './minibatches.js';

const B = 12;
const F = 3;
const A = 4;

/** One hidden layer of six units, so that the twins below are short. */
const network = (kind: NetworkKind) =>
  kind === 'q'
    ? makeNetwork('mlp:hidden=6', 'q', { input: [F], actions: A })
    : makeNetwork('actor-critic-mlp:hidden=6,activation=tanh,shared=true', 'actor-critic', {
        input: [F],
        actions: A,
      });

async function setUp(loss: LossFn, kind: NetworkKind, columns: readonly string[]) {
  const parameters = new Parameters(network(kind).parameters);
  const rng = new RandomStream('parameters');
  for (let i = 0; i < parameters.size; i++) parameters.flat[i] = rng.uniform() * 2 - 1;
  const step = await trainStep(loss, {
    inputs: lossInputs(
      B,
      { shape: [F], dtype: 'float32', high: 1 },
      columns.map((name) => ({ name })),
    ),
    parameters,
    optimiser: adam(),
  });
  const { observation, action } = step.inputs;
  for (let i = 0; i < B * F; i++) observation[i] = rng.uniform() * 2 - 1;
  for (let i = 0; i < B; i++) {
    action[i] = rng.int(A);
    for (const name of columns) {
      // Old probabilities around ¼, so that some ratios are clipped and some are not; the rest around 0.
      if (name === 'weight') step.inputs[name][i] = i % 3 === 0 ? 0 : 1;
      else
        step.inputs[name][i] =
          name === 'logProb' ? Math.log(0.2 + 0.1 * rng.uniform()) : rng.uniform() * 4 - 2;
    }
  }
  return { parameters, step };
}

/** What the actor-critic says about a row: log-probabilities and value. */
function twin(
  parameters: Parameters,
  x: ArrayLike<number>,
  b: number,
): { logProbs: number[]; value: number } {
  const [w, bias, pw, pb, vw, vb] = ['body0.weight', 'body0.bias', 'policy.weight', 'policy.bias', 'value.weight', 'value.bias'].map((name) => parameters.view(name)); // prettier-ignore
  const hidden = Array.from({ length: 6 }, (_, h) => {
    let sum = bias[h];
    for (let f = 0; f < F; f++) sum += x[b * F + f] * w[f * 6 + h];
    return Math.tanh(sum);
  });
  const logits = Array.from({ length: A }, (_, a) =>
    hidden.reduce((sum, each, h) => sum + each * pw[h * A + a], pb[a]),
  );
  const normaliser = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  return {
    logProbs: logits.map((logit) => logit - normaliser),
    value: hidden.reduce((sum, each, h) => sum + each * vw[h], vb[0]),
  };
}

/** The largest difference between the step's gradient and central differences of the loss, relative to the gradient's norm. */
async function gradientError(step: TrainStep, parameters: Parameters): Promise<number> {
  await step.run(0);
  const gradients = parameters.specs.flatMap(({ name }) => Array.from(step.gradient(name)));
  const places = parameters.specs.flatMap(({ name }) => {
    const view = parameters.view(name);
    return Array.from(view, (_, i) => ({ view, i }));
  });
  const norm = Math.hypot(...gradients);
  let worst = 0;
  for (const [k, { view, i }] of places.entries()) {
    const before = view[i];
    const shift = 4e-3;
    view[i] = before + shift;
    const above = await step.run(0);
    view[i] = before - shift;
    const below = await step.run(0);
    view[i] = before;
    worst = Math.max(worst, Math.abs(gradients[k] - (above - below) / (2 * shift)) / norm);
  }
  return worst;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const entropyOf = (logProbs: readonly number[]) =>
  -logProbs.reduce((sum, each) => sum + Math.exp(each) * each, 0);
const rows = Array.from({ length: B }, (_, b) => b);

describe('the loss of PPO', () => {
  const options = {
    clip: 0.2,
    clipValue: true,
    normaliseAdvantage: true,
    valueWeight: 0.5,
    entropyWeight: 0.01,
  };
  const columns = ['logProb', 'value', 'advantage', 'return'];

  it.each([
    ['as CleanRL has it', options],
    ['without value clipping', { ...options, clipValue: false }],
    [
      'without normalised advantages',
      { ...options, normaliseAdvantage: false, valueWeight: 1, entropyWeight: 0.1 },
    ],
  ])('is the mean of the formula: %s', async (_name, chosen) => {
    const { step, parameters } = await setUp(
      ppoLoss(network('actor-critic'), chosen),
      'actor-critic',
      columns,
    );
    const { observation, action, logProb, value: old, advantage, return: target } = step.inputs;
    const average = mean(Array.from(advantage));
    const squares = Array.from(advantage, (each) => (each - average) ** 2);
    const deviation = Math.sqrt((mean(squares) * B) / (B - 1));
    const each = rows.map((b) => {
      const { logProbs, value } = twin(parameters, observation, b);
      const ratio = Math.exp(logProbs[action[b]] - logProb[b]);
      const gain = chosen.normaliseAdvantage ? (advantage[b] - average) / deviation : advantage[b];
      const bounded = Math.min(1.2, Math.max(0.8, ratio));
      const near = old[b] + Math.min(0.2, Math.max(-0.2, value - old[b]));
      const square = (value - target[b]) ** 2;
      return {
        policy: -Math.min(ratio * gain, bounded * gain),
        value: 0.5 * (chosen.clipValue ? Math.max(square, (near - target[b]) ** 2) : square),
        entropy: entropyOf(logProbs),
        kl: ratio - 1 - Math.log(ratio),
        clipped: Math.abs(ratio - 1) > 0.2 ? 1 : 0,
      };
    });
    const of = (key: 'policy' | 'value' | 'entropy' | 'kl' | 'clipped') => mean(each.map((row) => row[key]));
    const expected = of('policy') + chosen.valueWeight * of('value') - chosen.entropyWeight * of('entropy');
    expect(await step.run(0)).toBeCloseTo(expected, 4);
    const { policyLoss, valueLoss, entropy, approxKl, clipFraction } = step.outputs;
    expect(policyLoss[0]).toBeCloseTo(of('policy'), 4);
    expect(valueLoss[0]).toBeCloseTo(of('value'), 4);
    expect(entropy[0]).toBeCloseTo(of('entropy'), 5);
    expect(approxKl[0]).toBeCloseTo(of('kl'), 4);
    expect(clipFraction[0]).toBeCloseTo(of('clipped'), 6);
    // The case is one in which clipping matters, both ways.
    expect(of('clipped')).toBeGreaterThan(0.1);
    expect(of('clipped')).toBeLessThan(0.9);
    await step.dispose();
  });

  it('has the gradient of its differences', async () => {
    const { step, parameters } = await setUp(
      ppoLoss(network('actor-critic'), options),
      'actor-critic',
      columns,
    );
    expect(await gradientError(step, parameters)).toBeLessThan(0.01);
    await step.dispose();
  });

  it('has no gradient in the policy where all ratios are clipped the way that the advantage wants', async () => {
    const loss = ppoLoss(network('actor-critic'), {
      ...options,
      normaliseAdvantage: false,
      entropyWeight: 0,
    });
    const { step, parameters } = await setUp(loss, 'actor-critic', columns);
    const { observation, action, logProb, advantage } = step.inputs;
    for (const b of rows) {
      const { logProbs } = twin(parameters, observation, b);
      advantage[b] = b % 2 === 0 ? 1 : -1;
      logProb[b] = logProbs[action[b]] - advantage[b] * 0.5;
    }
    await step.run(0);
    expect(step.outputs.clipFraction[0]).toBe(1);
    expect(Math.hypot(...step.gradient('policy.weight'))).toBe(0);
    expect(Math.hypot(...step.gradient('value.weight'))).toBeGreaterThan(0);
    await step.dispose();
  });
});

describe('the loss of A2C', () => {
  const weights = { valueWeight: 0.5, entropyWeight: 0.05 };

  it('is the mean of the formula, with the gradient of its differences', async () => {
    const loss = a2cLoss(network('actor-critic'), weights);
    const { step, parameters } = await setUp(loss, 'actor-critic', ['advantage', 'return']);
    const { observation, action, advantage, return: target } = step.inputs;
    const expected = mean(
      rows.map((b) => {
        const { logProbs, value } = twin(parameters, observation, b);
        return (
          -logProbs[action[b]] * advantage[b] + 0.25 * (value - target[b]) ** 2 - 0.05 * entropyOf(logProbs)
        );
      }),
    );
    expect(await step.run(0)).toBeCloseTo(expected, 4);
    expect(await gradientError(step, parameters)).toBeLessThan(0.01);
    await step.dispose();
  });
});

describe.each([true, false])('the loss of REINFORCE, baseline %s', (baseline) => {
  it('is the mean of the formula over the rows that count, with the gradient of its differences', async () => {
    const loss = reinforceLoss(network('actor-critic'), { baseline });
    const { step, parameters } = await setUp(loss, 'actor-critic', ['value', 'return', 'weight']);
    const { observation, action, value: old, return: target, weight } = step.inputs;
    const counting = rows.filter((b) => weight[b] === 1);
    expect(counting.length).toBe(8);
    const expected = mean(
      counting.map((b) => {
        const { logProbs, value } = twin(parameters, observation, b);
        const gain = baseline ? target[b] - old[b] : target[b];
        return -logProbs[action[b]] * gain + (baseline ? 0.5 * (value - target[b]) ** 2 : 0);
      }),
    );
    expect(await step.run(0)).toBeCloseTo(expected, 4);
    expect(await gradientError(step, parameters)).toBeLessThan(0.01);
    await step.dispose();
  });
});

describe('the loss of PQN', () => {
  it('is half the mean squared distance to the returns, with the gradient of its differences', async () => {
    const { step, parameters } = await setUp(pqnLoss(network('q'), A), 'q', ['return']);
    const { observation, action, return: target } = step.inputs;
    const [w0, b0, w1, b1] = parameters.specs.map(({ name }) => parameters.view(name));
    const expected = mean(
      rows.map((b) => {
        let q = b1[action[b]];
        for (let h = 0; h < 6; h++) {
          let sum = b0[h];
          for (let f = 0; f < F; f++) sum += observation[b * F + f] * w0[f * 6 + h];
          q += Math.max(0, sum) * w1[h * A + action[b]];
        }
        return 0.5 * (q - target[b]) ** 2;
      }),
    );
    expect(await step.run(0)).toBeCloseTo(expected, 4);
    expect(await gradientError(step, parameters)).toBeLessThan(0.01);
    await step.dispose();
  });
});
