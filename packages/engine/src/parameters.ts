/** A network's parameters: named views in one flat array, outside any backend. */
import { AgonError, formatBytes, type Rng } from '@agon/core';
import type { Initialiser } from './initialisers.js';
import { VectorMemory } from './optimisers/kernels.js';
import { encodeSafetensors } from './safetensors.js';
import { showShape, sizeOf, type Shape } from './tensors.js';
import { decodeWeights } from './weights.js';

/** One parameter of a network; its name is its key in checkpoints. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly init: Initialiser;
  /**
   * Something counted, not learned: a moving average of batch normalisation. It is saved with the others and has no gradient; a loss
   * function gives its next value (`next/NAME`, see `trainStep`).
   */
  readonly isStatistic?: boolean;
}

/** Vectors in a parameter memory: the parameters, their gradients, and an optimiser's moments (at most three). */
export const PARAMETER_VECTOR = 0;
/** The vectors that lie behind the values: gradients, then the optimiser's moments, MAX_MOMENTS of them at most. */
export const GRADIENT_VECTOR = 1;
export const FIRST_MOMENT_VECTOR = 2;
const MAX_MOMENTS = 3;

/** Room for the inputs of bits of a learner; address space only, until it is used. */
export const BIT_ROOM = 2 ** 26;

/** Values of the largest network: the vectors of a memory, with its room, lie in the 4 GiB that WebAssembly can address. */
const MOST_PARAMETERS = Math.floor(
  (2 ** 32 - BIT_ROOM - 2 ** 20) / (4 * (FIRST_MOMENT_VECTOR + MAX_MOMENTS)),
);

/** The number of values of all tensors, from their shapes alone. @throws bad-option for more than a memory can hold */
export function countParameters(specs: readonly ParameterSpec[]): number {
  const size = specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (size <= MOST_PARAMETERS) return size;
  const millions = (values: number): string => `${Math.round(values / 1e6).toLocaleString('en-US')} million`;
  const bytes = formatBytes(4 * size);
  throw new AgonError(
    'bad-option',
    `this network has ${millions(size)} parameters (${bytes}, several times that in training), and ${millions(MOST_PARAMETERS)} are the most that are possible here; make its layers smaller.`,
    { details: { parameters: size, most: MOST_PARAMETERS } },
  );
}

/**
 * Named float32 parameters, in the order given, without gaps, in one flat array in WebAssembly memory. The same memory
 * has room for gradients and moments, so that an optimiser passes over all of them at once (`trainStep`).
 */
export class Parameters {
  readonly specs: readonly ParameterSpec[];
  /** The number of values, all tensors together. */
  readonly size: number;
  /** [size] All values. A view: writing it writes the parameters. */
  readonly flat: Float32Array;
  /** Where the vectors lie; for the engine itself. */
  readonly memory: VectorMemory;
  private readonly offsets = new Map<string, number>();
  private readonly views = new Map<string, Float32Array>();

  /**
   * All values are 0 until `initialise`, `copyFrom` or `loadSafetensors`.
   * @param room bytes beside them: BIT_ROOM where functions of them have inputs of bits, which are as slow as others without it
   * @throws internal where a name comes twice; as `countParameters`
   */
  constructor(specs: readonly ParameterSpec[], room = 0) {
    this.specs = specs.map((spec) => ({ ...spec }));
    let offset = 0;
    for (const { name, shape } of specs) {
      if (this.offsets.has(name))
        throw new AgonError('internal', `two parameters are called "${name}"; names must differ.`);
      this.offsets.set(name, offset);
      offset += sizeOf(shape);
    }
    this.size = countParameters(specs);
    this.memory = new VectorMemory(this.size, FIRST_MOMENT_VECTOR + MAX_MOMENTS, room);
    this.flat = this.memory.view(PARAMETER_VECTOR);
    for (const { name } of specs) this.views.set(name, this.slice(name, PARAMETER_VECTOR));
  }

  /** One parameter's values, row-major; always the same view. @throws internal for an unknown name */
  view(name: string): Float32Array {
    return this.views.get(name) ?? this.unknown(name);
  }

  /** One parameter's part of a vector of the memory: its gradient, say. */
  slice(name: string, vector: number): Float32Array {
    const start = this.offsets.get(name) ?? this.unknown(name);
    const shape = this.specs.find((spec) => spec.name === name)?.shape ?? [];
    return this.memory.view(vector, start, sizeOf(shape));
  }

  /** Draws initial values, parameter by parameter in order, from one stream. */
  initialise(rng: Rng): this {
    for (const { name, shape, init } of this.specs) init(this.view(name), shape, rng);
    return this;
  }

  /** Whether another set has the same names and shapes in the same order. */
  isLaidOutLike(other: Parameters): boolean {
    return other.specs === this.specs || other.layout() === this.layout();
  }

  private layout(): string {
    return this.specs.map(({ name, shape }) => `${name} ${showShape(shape)}`).join(', ');
  }

  /**
   * Moves these values towards another set's: new = (1 − tau) · old + tau · other's. tau 1 is a plain copy; a small tau
   * every step is a soft target network, or an exponential moving average with decay 1 − tau.
   * @throws internal where names or shapes differ
   */
  copyFrom(other: Parameters, tau = 1): void {
    if (!this.isLaidOutLike(other)) {
      throw new AgonError(
        'internal',
        `cannot copy parameters of another layout: these are ${this.layout()}; the others are ${other.layout()}.`,
      );
    }
    if (tau === 1) {
      this.flat.set(other.flat);
      return;
    }
    const to = this.flat;
    const from = other.flat;
    for (let i = 0; i < to.length; i++) to[i] += tau * (from[i] - to[i]);
  }

  /** All parameters as the bytes of a safetensors file. */
  toSafetensors(metadata?: Readonly<Record<string, string>>): Uint8Array {
    const tensors = Object.fromEntries(
      this.specs.map(({ name, shape }) => [name, { shape, data: this.view(name) }]),
    );
    return encodeSafetensors(tensors, metadata);
  }

  /**
   * Takes all values from a safetensors file with exactly these parameters; nothing changes unless all of it fits.
   * @throws bad-checkpoint naming the tensor that is missing, unknown, or has another shape or dtype; not-finite
   */
  loadSafetensors(bytes: Uint8Array): void {
    const { tensors } = decodeWeights(bytes);
    for (const { name, shape } of this.specs) {
      if (!Object.hasOwn(tensors, name)) throw mismatch(`it lacks the tensor "${name}" ${showShape(shape)}`);
      const stored = tensors[name];
      if (showShape(stored.shape) !== showShape(shape)) {
        throw mismatch(
          `its tensor "${name}" has shape ${showShape(stored.shape)}, this network wants ${showShape(shape)}`,
        );
      }
      if (!(stored.data instanceof Float32Array)) throw mismatch(`its tensor "${name}" is not float32`);
    }
    for (const name of Object.keys(tensors)) {
      if (!this.views.has(name)) throw mismatch(`it has a tensor "${name}" that this network does not know`);
    }
    for (const { name } of this.specs) this.view(name).set(tensors[name].data);
  }

  private unknown(name: string): never {
    throw new AgonError(
      'internal',
      `there is no parameter "${name}"; there are: ${[...this.offsets.keys()].join(', ')}.`,
    );
  }
}

function mismatch(what: string): AgonError {
  return new AgonError(
    'bad-checkpoint',
    `these weights belong to another network: ${what}. Use the settings that they were trained with.`,
  );
}
