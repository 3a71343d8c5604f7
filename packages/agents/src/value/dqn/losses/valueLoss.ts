/**
 * The loss of the value learner: the papers' parts put together. R = rows, A = actions, N = values of an action.
 * Double DQN: van Hasselt et al. 2016, equation 4.
 */
import { stopGradient, type LossFn, type TensorMap } from '@agon/engine';
import type { QNetwork } from '@agon/nets';
import * as tf from '@tensorflow/tfjs';
import { attackedObservations, type Attacker } from './attackedObservations.js';
import type { ValueKind } from './valueKind.js';

/** What the loss is put together from. */
export interface ValueLossOptions {
  readonly network: QNetwork;
  readonly kind: ValueKind;
  /** The online network chooses the next action, the target network gives its value. */
  readonly double: boolean;
  /** Changes the observations that are learned from, not those of targets; absent: nothing does. */
  readonly attacker?: Attacker;
}

/** Network outputs that a loss is made of. */
interface Passes {
  /** [R, A, N] The online network where the action was taken. */
  readonly now: tf.Tensor3D;
  /** [R, A, N′] The target network where the n steps ended. */
  readonly next: tf.Tensor3D;
  /** [R, A, …] What the next action is chosen by, no gradient. */
  readonly choice: tf.Tensor3D;
  /** [R] 1 for a step, 0 for the last observation of a cut episode; absent where all are steps. */
  readonly isStep?: tf.Tensor1D;
}

/** How a batch runs through online and target network: one for single transitions, one for sequences. */
export type RunPasses = (inputs: TensorMap, parameters: TensorMap, frozen: TensorMap) => Passes;

/** [R, A, N], [R] → [R, N]: each row's values at its action. */
function atAction(outputs: tf.Tensor3D, action: tf.Tensor1D): tf.Tensor2D {
  const [rows, numActions] = outputs.shape;
  return tf.sum(tf.mul(outputs, tf.reshape(tf.oneHot(action, numActions), [rows, numActions, 1])), 1);
}

/**
 * Outputs: `loss`; `qMean`, the mean expected return of the actions taken (0 where none was); `priority` [R], what prioritised replay goes by.
 * Inputs beside the passes' own: action, reward, discount; weight [R] where rows count differently; fractions, bonus.
 */
export function valueLoss({ kind }: ValueLossOptions, run: RunPasses): LossFn {
  return (inputs, parameters, frozen) => {
    const { reward, discount } = inputs as Record<string, tf.Tensor1D>;
    const action = inputs.action as tf.Tensor1D;
    const policy = inputs.policy as tf.Tensor1D | undefined;
    const { now, next, choice, isStep } = run(inputs, parameters, frozen);
    const nextAction = tf.argMax(kind.expectation(choice, policy), 1) as tf.Tensor1D;
    const { loss, priority } = kind.fit({
      taken: atAction(now, action),
      next: atAction(next, nextAction),
      reward,
      discount,
      fractions: inputs.fractions as tf.Tensor2D | undefined,
      bonus: inputs.bonus as tf.Tensor1D | undefined,
    });
    const weighted = 'weight' in inputs ? tf.mul(inputs.weight, loss) : loss;
    const expected = tf.reshape(kind.expectation(now, policy), [now.shape[0], now.shape[1], 1]);
    const taken = tf.reshape(atAction(expected as tf.Tensor3D, action), [now.shape[0]]);
    const meanOfSteps = (steps: tf.Tensor1D): tf.Tensor =>
      tf.div(tf.mean(tf.mul(taken, steps)), tf.maximum(tf.mean(steps), 1 / now.shape[0]));
    return {
      loss: tf.mean(weighted) as tf.Scalar,
      qMean: isStep ? meanOfSteps(isStep) : tf.mean(taken),
      priority,
    };
  };
}

/** Passes of single transitions: inputs observation, next; noise, nextNoise, choiceNoise; fractions, nextFractions; policy. */
export function transitionPasses({ network, kind, double, attacker }: ValueLossOptions): RunPasses {
  const { implicit } = network.head;
  return (inputs, parameters, frozen) => {
    const { observation, next, policy } = inputs;
    const apply = (x: tf.Tensor, values: TensorMap, noise: string, fractions: string): tf.Tensor3D =>
      network.apply(
        {
          observation: x,
          noise: inputs[noise] as tf.Tensor1D | undefined,
          fractions: inputs[fractions] as tf.Tensor2D | undefined,
          policy: policy as tf.Tensor1D | undefined,
        },
        values,
      ).outputs;
    const act = (x: tf.Tensor): tf.Tensor3D => apply(x, parameters, 'noise', 'fractions');
    const preferences = (x: tf.Tensor): tf.Tensor2D =>
      kind.expectation(act(x), policy as tf.Tensor1D | undefined);
    const now = act(attacker ? attackedObservations(observation, preferences, attacker) : observation);
    const target = apply(next, frozen, 'nextNoise', 'nextFractions');
    const chooser = double ? stopGradient(apply(next, parameters, 'choiceNoise', 'nextFractions')) : target;
    // IQN: the next action is chosen by other fractions (the first K) than those that its value is sampled at.
    if (!implicit) return { now, next: target, choice: chooser };
    const count = (inputs.fractions as tf.Tensor2D).shape[1];
    const [rows, numActions, all] = target.shape;
    const chosenBy = tf.slice(chooser, 0, [rows, numActions, all - count]);
    const sampled = tf.slice(target, [0, 0, all - count], [rows, numActions, count]);
    return { now, next: sampled, choice: chosenBy };
  };
}
