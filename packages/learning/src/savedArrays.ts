/** Parameters, an optimiser's moments and other arrays of a saved state, and its logs. */
import { AgonError } from '@agon/core';
import { checkFinite, type Parameters, type TrainStep } from '@agon/engine';
import type { SavedState, Segment, StateArray, TrainState } from './trainer.js';

/** What the names of moments begin with. */
const MOMENTS = 'optimiser.';

type Arrays = Readonly<Record<string, StateArray | undefined>>;

/** Moments under their names in a state. */
export function namedMoments(moments: Readonly<Record<string, Float32Array>>): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(moments).map(([name, values]) => [MOMENTS + name, values]));
}

/**
 * The inverse of `namedMoments`, among all arrays of a state; whose they are looks whether all are there.
 * @param prefix what the names of moments begin with
 * @throws bad-checkpoint where one is of another type
 */
export function momentsOf(arrays: Arrays, prefix = MOMENTS): Record<string, Float32Array> {
  const moments: Record<string, Float32Array> = {};
  for (const [name, array] of Object.entries(arrays)) {
    if (!name.startsWith(prefix)) continue;
    if (!(array instanceof Float32Array)) throw wrongArray(name, 'float32 values', array);
    moments[name.slice(prefix.length)] = array;
  }
  return moments;
}

/** Sets parameters from a state's array. @throws what `takeArray` throws */
export function takeParameters(parameters: Parameters, name: string, arrays: Arrays): void {
  takeArray(parameters.flat, name, arrays);
}

/** A network that is trained, with the moving average of its weights. */
interface AveragedLearner {
  readonly parameters: Parameters;
  readonly average: Parameters;
  readonly train: Pick<TrainStep, 'save' | 'load'>;
}

/** Weights, average and moments, for a saved state. */
export const saveAveraged = ({ parameters, average, train }: AveragedLearner): TrainState['arrays'] => ({
  parameters: parameters.flat.slice(),
  average: average.flat.slice(),
  ...train.save().arrays,
});

/** The inverse of `saveAveraged`. @param step updates done @throws bad-checkpoint where the state is of another network */
export function loadAveraged(learner: AveragedLearner, step: number, arrays: SavedState['arrays']): void {
  const { parameters, average, ...moments } = arrays;
  takeParameters(learner.parameters, 'parameters', { parameters });
  takeParameters(learner.average, 'average', { average });
  learner.train.load({ step, arrays: momentsOf(moments, '') });
}

/**
 * Fills an array from a state's array of the same type and length.
 * @throws bad-checkpoint where that is missing, or of another type or length; not-finite
 */
export function takeArray(into: StateArray, name: string, arrays: Arrays): void {
  const values = arrays[name];
  if (values?.constructor !== into.constructor || values.length !== into.length)
    throw wrongArray(name, `${into.length} ${typeOf(into)} values`, values);
  checkFinite(values, `the state's "${name}"`);
  into.set(values);
}

/** A log of a state. @throws bad-checkpoint where it is missing */
export function segmentOf(segments: Readonly<Record<string, Segment | undefined>>, name: string): Segment {
  const segment = segments[name];
  if (segment) return segment;
  throw new AgonError('bad-checkpoint', `the state has no rows "${name}". Restore it from a copy.`);
}

function wrongArray(name: string, wanted: string, values: StateArray | undefined): AgonError {
  const got = values ? `${values.length} values of ${typeOf(values)}` : 'none';
  return new AgonError(
    'bad-checkpoint',
    `the state's "${name}" should have ${wanted}, it has ${got}. Resume with the settings it was saved with.`,
  );
}

/** "float32". */
const typeOf = (values: StateArray): string => values.constructor.name.replace('Array', '').toLowerCase();
