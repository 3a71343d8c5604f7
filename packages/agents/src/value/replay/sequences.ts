/**
 * Sequences out of a replay ring, for recurrent networks (R2D2, Kapturowski et al. 2019, section 3). They may run over the
 * ends of episodes: the network's state begins anew there.
 * B = batch, W = burn-in, L = steps learned from, n = steps of a return, S = values of an observation.
 */
import type { InputArray } from '../../networkInput.js';
import { nStepReturn } from './nStep.js';
import type { ReplayRing } from './ring.js';

/** Lengths of the parts of a sequence. */
export interface SequenceShape {
  /** W */
  readonly burnIn: number;
  /** L */
  readonly unroll: number;
  /** n */
  readonly numSteps: number;
}

/** What a recurrent learner is given. */
export interface SequenceBatch {
  /** [B · W, S] and [B, W]; absent without burn-in. */
  readonly warm?: InputArray;
  readonly warmBegins?: Float32Array;
  /** [B · (L + n), S] */
  readonly observation: InputArray;
  /** [B, L + n] 1 where an episode begins (the first step of a sequence apart: its state says so). */
  readonly begins: Float32Array;
  /** [B, 2 H] The state before the first step. */
  readonly state: Float32Array;
  /** [B · L] */
  readonly action: Int32Array;
  readonly reward: Float32Array;
  readonly discount: Float32Array;
  /** [B · L] 0 where there was no step to learn from, but the last observation of a cut episode; else as it is. */
  readonly weight: Float32Array;
  /** [B, L] Which of the L + n observations follows each return; absent where n = 1, since that is always the next one. */
  readonly following?: Int32Array;
}

/** Rows that a sequence spans after its first one. */
export function sequenceReach({ burnIn, unroll, numSteps }: SequenceShape): number {
  return burnIn + unroll + numSteps - 1;
}

/**
 * Writes the sequence that starts at a row into place i of a batch. Allocates nothing.
 * @param weight of all its steps
 * @param hasState whether the rows store the network's state; else it starts from 0
 */
export function sequenceInto(
  batch: SequenceBatch,
  i: number,
  ring: ReplayRing,
  row: number,
  shape: SequenceShape,
  gamma: number,
  weight: number,
  hasState: boolean,
): void {
  const { burnIn, unroll, numSteps } = shape;
  const { tracks, observationSize } = ring;
  const after = unroll + numSteps;
  const stateSize = batch.state.length / (batch.action.length / unroll);
  if (hasState) ring.extrasInto(batch.state, i * stateSize, row);
  else batch.state.fill(0, i * stateSize, (i + 1) * stateSize);
  for (let k = 0; k < burnIn + after; k++) {
    const at = row + k * tracks;
    const begins = k > 0 && ring.isLast(at - tracks) ? 1 : 0;
    if (k < burnIn) {
      const place = i * burnIn + k;
      ring.observationInto(batch.warm as InputArray, place * observationSize, at);
      (batch.warmBegins as Float32Array)[place] = begins;
    } else {
      const place = i * after + k - burnIn;
      ring.observationInto(batch.observation, place * observationSize, at);
      batch.begins[place] = begins;
    }
  }
  for (let t = 0; t < unroll; t++) {
    const at = row + (burnIn + t) * tracks;
    const place = i * unroll + t;
    nStepReturn(ring, at, numSteps, gamma, ring.found);
    const { reward, discount, next } = ring.found;
    batch.action[place] = ring.actionOf(at);
    batch.reward[place] = reward;
    batch.discount[place] = discount;
    batch.weight[place] = ring.isFinal(at) ? 0 : weight;
    // Where the episode ended, any will do; this one is there.
    if (batch.following) batch.following[place] = t + (discount === 0 ? numSteps : (next - at) / tracks);
  }
}

/** η of R2D2 (section 3): how much the largest error of a sequence counts in its priority. */
const LARGEST = 0.9;

/**
 * From the priority of each step [B · L] to that of each sequence [B]: η · the largest + (1 − η) · the mean, of the steps that
 * count (`weight` [B · L] above 0): a step that nothing is learned from is no reason to draw the sequence. 0 where none counts.
 */
export function sequencePriorityInto(out: Float32Array, priority: Float32Array, weight: Float32Array): void {
  const unroll = priority.length / out.length;
  for (let i = 0; i < out.length; i++) {
    let largest = 0;
    let sum = 0;
    let count = 0;
    for (let t = i * unroll; t < (i + 1) * unroll; t++) {
      if (weight[t] === 0) continue;
      count++;
      sum += priority[t];
      if (priority[t] > largest) largest = priority[t];
    }
    out[i] = LARGEST * largest + ((1 - LARGEST) * sum) / Math.max(1, count);
  }
}
