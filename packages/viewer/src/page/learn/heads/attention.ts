/** Where heads look, as their views need it. L = tokens, d = length of a query. */
import type { Heads } from '@agon/models';

/** A head of a layer, both from 0. */
export interface HeadPlace {
  readonly layer: number;
  readonly head: number;
}

const indexOf = ({ heads }: Heads, { layer, head }: HeadPlace): number => layer * heads + head;

/** [L, L] The map of a head. */
export function mapOf(looks: Heads, place: HeadPlace): Float32Array {
  const size = looks.tokens.length ** 2;
  return looks.attention.subarray(indexOf(looks, place) * size, (indexOf(looks, place) + 1) * size);
}

/** [L] What a token looks at. */
export function rowOf(looks: Heads, place: HeadPlace, token: number): Float32Array {
  const length = looks.tokens.length;
  return mapOf(looks, place).subarray(token * length, (token + 1) * length);
}

/** The tokens that a token looks at most, the first ones first. */
export const mostLookedAt = (row: Float32Array, count: number): number[] =>
  Array.from(row.keys())
    .toSorted((a, b) => row[b] - row[a])
    .slice(0, count);

/** A line of the head view. */
export interface LookLine extends HeadPlace {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/** Shares below this are not drawn: they could not be seen. */
const LEAST_SHARE = 0.02;
/** Texts of more tokens show the lines of one token alone. */
export const FEW = 48;

/** The lines of some heads of a layer. @param token whose lines; undefined: of all, where there are few */
export function linesOf(
  looks: Heads,
  layer: number,
  heads: readonly number[],
  token: number | undefined,
): LookLine[] {
  const all = looks.tokens.length <= FEW ? [...looks.tokens.keys()] : [];
  const lines: LookLine[] = [];
  for (const head of heads)
    for (const from of token === undefined ? all : [token])
      rowOf(looks, { layer, head }, from).forEach((share, to) => {
        if (share >= LEAST_SHARE) lines.push({ layer, head, from, to, share });
      });
  return lines;
}

/** A map made smaller, each cell the largest of those that it stands for: thin lines stay. @returns [side, side] */
export function thumbnail(map: Float32Array, length: number, side: number): Float32Array {
  const small = new Float32Array(side * side);
  for (let i = 0; i < length; i++) {
    for (let j = 0; j < length; j++) {
      const at = Math.floor((i * side) / length) * side + Math.floor((j * side) / length);
      small[at] = Math.max(small[at], map[i * length + j]);
    }
  }
  return small;
}

/** Query, key and their products by dimension, [d] each, and the sum of the products. */
export function productsOf(
  looks: Heads,
  place: HeadPlace,
  token: number,
  key: number,
): { query: Float32Array; key: Float32Array; products: Float32Array; sum: number } {
  const length = looks.tokens.length;
  const size = looks.queries.length / (looks.layers * looks.heads * length);
  const of = (values: Float32Array, at: number): Float32Array => {
    const first = (indexOf(looks, place) * length + at) * size;
    return values.subarray(first, first + size);
  };
  const [query, keyed] = [of(looks.queries, token), of(looks.keys, key)];
  const products = query.map((value, i) => value * keyed[i]);
  return { query, key: keyed, products, sum: products.reduce((a, b) => a + b, 0) };
}
