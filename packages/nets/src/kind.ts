/** What networks of one kind have in common: what they read, what they answer, and the sizes that both follow from. */
import type { Shape, TensorSpec } from '@agon/engine';

/** Sizes by name: the length of an axis, or the shape of a whole tensor. */
export type AnySizes = Readonly<Record<string, number | Shape>>;

/** What a network reads of a row. A shape names the sizes that it is made of; [] is one number. */
interface KindInput<SizeName> {
  readonly shape: readonly SizeName[];
  /** float32 if not given. */
  readonly dtype?: 'float32' | 'int32';
}

/** What a network answers to a row, float32. */
interface KindOutput<SizeName> {
  readonly shape: readonly SizeName[];
  /** What the numbers are, where the name does not say it: "logits". */
  readonly about?: string;
}

/** A kind of network. Shapes are those of one row: a batch of B rows has [B, …shape]. */
export interface Kind<Name extends string = string, S extends AnySizes = AnySizes> {
  readonly name: Name;
  /** What has to be said to build one, each with an example. */
  readonly sizes: S;
  readonly inputs: Readonly<Record<string, KindInput<keyof S>>>;
  /** What each network of the kind answers at least. */
  readonly outputs: Readonly<Record<string, KindOutput<keyof S>>>;
}

/** The sizes that a kind asks for. */
export type Sizes<K extends Kind> =
  K extends Kind<string, infer S>
    ? { readonly [Name in keyof S]: S[Name] extends number ? number : Shape }
    : never;

/** Declares a kind; its shapes can name no other sizes than its own. */
export function declareKind<const Name extends string, S extends AnySizes>(
  kind: Kind<Name, S>,
): Kind<Name, S> {
  return kind;
}

/** What a network of known sizes answers to a row. */
export interface NetworkOutput {
  readonly shape: Shape;
  /** What the numbers are, where the name does not say it: "logits". */
  readonly about?: string;
}

const shapeOf = (names: readonly string[], sizes: AnySizes): Shape => names.flatMap((name) => sizes[name]);

/** The inputs of a network of this kind and these sizes, without the batch. */
export function inputsOf({ inputs }: Kind, sizes: AnySizes): Record<string, TensorSpec> {
  const known = Object.entries(inputs).map(([name, input]) => [
    name,
    { ...input, shape: shapeOf(input.shape, sizes) },
  ]);
  return Object.fromEntries(known) as Record<string, TensorSpec>;
}

/** Its outputs, without the batch. */
export function outputsOf({ outputs }: Kind, sizes: AnySizes): Record<string, NetworkOutput> {
  const known = Object.entries(outputs).map(([name, output]) => [
    name,
    { ...output, shape: shapeOf(output.shape, sizes) },
  ]);
  return Object.fromEntries(known) as Record<string, NetworkOutput>;
}
