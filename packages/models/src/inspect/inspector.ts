/** Looking into a network with one input: maps of its layers, sums of its units, their filters, and what of the input moves them. */
import { normal, RandomStream } from '@agon/core';
import { Inside, UnitSlopes, type InsideLayer, type Shape, type Subject, type UnitSum } from '@agon/engine';

/**
 * Ways to say which values of the input count for a unit: its gradient (Simonyan et al. 2014); that times the input (Shrikumar et al. 2016);
 * the mean gradient over inputs with noise (SmoothGrad: Smilkov et al. 2017).
 */
export const SALIENCIES = ['gradient', 'gradient-times-input', 'smooth'] as const;
export type Saliency = (typeof SALIENCIES)[number];

/** Inputs of `smooth`, and their noise as a part of the input's range; both as in the paper. */
const SMOOTH = { inputs: 20, noise: 0.15 };

/** Values with the shape that they are seen in. */
export interface Shaped {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** Rows and columns of a picture, from the first to the last. */
export interface Window {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

const sizeOf = (shape: Shape): number => shape.reduce((product, length) => product * length, 1);

/** One network. Programs for gradients are compiled when they are first asked for, one a layer. */
export class Inspector {
  readonly subject: Subject;
  private readonly inside: Inside;
  private readonly slopes = new Map<number, UnitSlopes>();

  private constructor(subject: Subject, inside: Inside) {
    this.subject = subject;
    this.inside = inside;
  }

  static async of(subject: Subject): Promise<Inspector> {
    return new Inspector(subject, await Inside.of(subject));
  }

  /** The first is the input. */
  get layers(): readonly InsideLayer[] {
    return this.inside.layers;
  }

  /** The shape of the input, without the batch. */
  get inputShape(): Shape {
    return this.subject.inputs[this.subject.input].shape.slice(1);
  }

  /** The number of the layer with this name. */
  layerOf(name: string): number | undefined {
    const found = this.layers.findIndex((layer) => layer.name === name);
    return found < 0 ? undefined : found;
  }

  /** Runs the network on an input, which everything that follows is about. */
  async look(input: ArrayLike<number>): Promise<void> {
    this.inside.inputs[this.subject.input].set(input);
    await this.inside.run();
  }

  /** The values of a layer after one of its steps, the last one if not given. */
  values(layer: number, step?: number): Float32Array {
    return Float32Array.from(this.inside.values(layer, step));
  }

  sumOf(layer: number, unit: number): UnitSum {
    return this.inside.sumOf(layer, unit);
  }

  /** The weights of a unit: of a filter [height, width, channels]; of a dense unit in the shape that it reads. Undefined where it has none. */
  filterOf(layer: number, unit: number): Shaped | undefined {
    const { weights, reads } = this.layers[layer];
    const spec = this.subject.parameters.specs.find(({ name }) => name === weights);
    if (!spec) return undefined;
    const all = this.subject.parameters.view(spec.name);
    const filters = spec.shape[spec.shape.length - 1];
    const own = all.filter((_, i) => i % filters === unit % filters);
    if (spec.shape.length > 2) return { shape: spec.shape.slice(0, -1), values: own };
    const read = this.layers.find(({ name }) => name === reads[0])?.shape ?? [own.length];
    return { shape: sizeOf(read) === own.length ? read : [own.length], values: own };
  }

  /** What a unit can see of a picture; undefined where it sees everything. */
  windowOf(layer: number, unit: number): Window | undefined {
    const { field, shape } = this.layers[layer];
    if (!field || shape.length !== 3) return undefined;
    const [, width, maps] = shape;
    const place = [Math.floor(unit / (width * maps)), Math.floor(unit / maps) % width];
    const span = (axis: 0 | 1): [number, number] => {
      const first = field.first[axis] + place[axis] * field.jump[axis];
      return [Math.max(0, first), Math.min(this.inputShape[axis], first + field.size[axis]) - 1];
    };
    return { rows: span(0), columns: span(1) };
  }

  /**
   * How much each value of the input moves a unit before its activation, or several together: [...inputShape].
   * @param layer not the input
   * @param seed of the noise of `smooth`
   */
  async saliency(
    layer: number,
    units: number | readonly number[],
    way: Saliency = 'gradient',
    seed = 0,
  ): Promise<Float32Array> {
    const slopes = await this.slopesOf(layer);
    const { input } = this.subject;
    for (const [name, values] of Object.entries(this.inside.inputs)) slopes.inputs[name].set(values);
    const at = Float32Array.from(this.inside.inputs[input]);
    const all = typeof units === 'number' ? [units] : units;
    if (way !== 'smooth') {
      const { slope } = await slopes.run(...all);
      return slope.map((each, i) => (way === 'gradient' ? each : each * at[i]));
    }
    const rng = new RandomStream(`smooth ${seed}`);
    const noise = SMOOTH.noise * (at.reduce((a, b) => Math.max(a, b)) - at.reduce((a, b) => Math.min(a, b)));
    const mean = new Float32Array(at.length);
    for (let i = 0; i < SMOOTH.inputs; i++) {
      slopes.inputs[input].set(at.map((value) => value + noise * normal(rng)));
      const { slope } = await slopes.run(...all);
      slope.forEach((each, place) => (mean[place] += each / SMOOTH.inputs));
    }
    return mean;
  }

  /** The gradients of a layer's units, for those who need them at other inputs. */
  async slopesOf(layer: number): Promise<UnitSlopes> {
    const known = this.slopes.get(layer);
    if (known) return known;
    const made = await UnitSlopes.of(this.subject, layer);
    this.slopes.set(layer, made);
    return made;
  }

  /** After the parameters have changed. */
  async refresh(): Promise<void> {
    await this.inside.refresh();
    for (const slopes of this.slopes.values()) await slopes.refresh();
  }

  async dispose(): Promise<void> {
    await this.inside.dispose();
    for (const slopes of this.slopes.values()) await slopes.dispose();
  }
}
