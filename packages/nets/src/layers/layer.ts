/**
 * Layers that know their shapes before anything is computed: networks are put together of them as their papers' tables read.
 * B = batch; shapes are those of one row.
 */
import type { ParameterSpec, Shape, TensorMap } from '@agon/engine';
import * as tf from '@tensorflow/tfjs';

/** What a pass in training has besides: see `Network.training`. */
export interface TrainingPass {
  /** By its name, [B, …shape], uniform in [0, 1). */
  readonly noise: TensorMap;
  /** Where layers with statistics put the statistics' next values, as `next/NAME`. */
  readonly next: TensorMap;
}

/** A layer, built for what it reads. */
export interface Layer {
  readonly parameters: readonly ParameterSpec[];
  /** Of the result. */
  readonly shape: Shape;
  /** Shapes of the noise that it reads in training, by name. */
  readonly noise?: Readonly<Record<string, Shape>>;
  /** [B, …input] → [B, …shape]; as in use where `training` is not given. */
  apply(x: tf.Tensor, values: TensorMap, training?: TrainingPass): tf.Tensor;
}

/**
 * A layer that is not built yet. Its parameters' names begin with `name`.
 * @throws unsupported for a shape that it cannot read
 */
export type LayerMaker = (input: Shape, name: string) => Layer;

/** Layers by name; those that are undefined are left out. */
export type NamedLayers = Readonly<Record<string, LayerMaker | undefined>>;

/** "stem.conv1" of the layer "conv1" within "stem"; the outermost has no name. */
const within = (name: string, inner: string): string => (name === '' ? inner : `${name}.${inner}`);

const present = (layers: NamedLayers): [string, LayerMaker][] =>
  Object.entries(layers).filter((each): each is [string, LayerMaker] => each[1] !== undefined);

/** What several layers have together. */
const together = (layers: readonly Layer[]): Pick<Layer, 'parameters' | 'noise'> => ({
  parameters: layers.flatMap(({ parameters }) => parameters),
  noise: Object.assign({}, ...layers.map(({ noise }) => noise)) as Record<string, Shape>,
});

/** One layer after another. */
export function sequence(layers: NamedLayers): LayerMaker {
  return (input, name) => {
    let shape = input;
    const built = present(layers).map(([inner, make]) => {
      const layer = make(shape, within(name, inner));
      shape = layer.shape;
      return layer;
    });
    return {
      ...together(built),
      shape,
      apply: (x, values, training) => built.reduce((y, layer) => layer.apply(y, values, training), x),
    };
  };
}

/** Layers side by side over the same input, whose channels come one behind the other. */
export function branches(layers: NamedLayers): LayerMaker {
  return (input, name) => {
    const built = present(layers).map(([inner, make]) => make(input, within(name, inner)));
    const places = built[0].shape.slice(0, -1);
    const channels = built.reduce((sum, { shape }) => sum + shape[shape.length - 1], 0);
    return {
      ...together(built),
      shape: [...places, channels],
      apply: (x, values, training) =>
        tf.concat(
          built.map((layer) => layer.apply(x, values, training)),
          input.length,
        ),
    };
  };
}

/** Layers side by side over the same input, whose results of one shape are added up: a residual block (He et al. 2016). */
export function sum(layers: NamedLayers): LayerMaker {
  return (input, name) => {
    const built = present(layers).map(([inner, make]) => make(input, within(name, inner)));
    return {
      ...together(built),
      shape: built[0].shape,
      apply: (x, values, training) =>
        built.map((layer) => layer.apply(x, values, training)).reduce((all, each) => tf.add(all, each)),
    };
  };
}

/** A function of each value alone, without parameters. */
export const elementwise =
  (change: (x: tf.Tensor) => tf.Tensor): LayerMaker =>
  (input) => ({ parameters: [], shape: input, apply: change });

/** All values of a row in one axis. */
export const flatten: LayerMaker = (input) => {
  const size = input.reduce((product, length) => product * length, 1);
  return { parameters: [], shape: [size], apply: (x) => tf.reshape(x, [x.shape[0], size]) };
};
