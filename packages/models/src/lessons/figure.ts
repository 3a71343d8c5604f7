/** Figures of lessons as plain data: what is drawn, not how. The command line and the page draw them by the same code (`drawFigure.ts`). */
import type { Picture } from '../inspect/picture.js';

/** A line through points; drawn in the order of the lines, each in a colour of its own. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Drawn as single dots, or with gaps. */
  readonly style?: 'dots' | 'dashes';
}

/** An axis. */
export interface Axis {
  readonly label: string;
  readonly isLogarithmic?: boolean;
  /** Numbers without commas, as years are written. */
  readonly isPlain?: boolean;
  /** What it shows at least. */
  readonly range?: readonly [number, number];
}

/** Lines over two axes. */
export interface Plot {
  readonly kind: 'plot';
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
}

/** Numbers by name, each in [0, `most`]. */
export interface Bars {
  readonly kind: 'bars';
  readonly title: string;
  readonly most: number;
  readonly items: readonly { readonly label: string; readonly value: number; readonly text: string }[];
}

/** Pictures in rows. */
export interface Gallery {
  readonly kind: 'gallery';
  readonly title: string;
  readonly columns: number;
  readonly pictures: readonly Picture[];
}

/** Words in rows: the first column begins at the left, the others end at the right. */
export interface Table {
  readonly kind: 'table';
  readonly title: string;
  readonly head: readonly string[];
  /** As many words each as the head has. */
  readonly rows: readonly (readonly string[])[];
}

/** Texts of some lines, one below the other; lines that are too long go on in the next one. */
export interface Passages {
  readonly kind: 'passages';
  readonly title: string;
  readonly texts: readonly string[];
}

/** Words on a plane, each a point that one can point at. */
export interface WordPlane {
  readonly kind: 'plane';
  readonly title: string;
  /** The first ones have room for their names before the others. */
  readonly words: readonly {
    readonly word: string;
    readonly place: readonly [x: number, y: number];
    /** Words of one group have one colour. */
    readonly group: number;
    /** What is told of it when one points at it. */
    readonly about: string;
  }[];
}

/** Values in [0, 1] as shades of a grid, its columns and rows named. */
export interface Grid {
  readonly kind: 'grid';
  readonly title: string;
  readonly columns: readonly string[];
  /** A value a column. */
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
}

/** Signs in a row, broken into lines, with values below each as colours: blue above 0, orange below. */
export interface Shades {
  readonly kind: 'shades';
  readonly title: string;
  readonly signs: readonly string[];
  /** Of each sign a value in [-1, 1]. */
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
}

/** Where heads of attention look in a text. L = tokens, d = length of a query. */
export interface Heads {
  readonly kind: 'heads';
  readonly title: string;
  readonly tokens: readonly string[];
  readonly layers: number;
  /** Heads of each layer. */
  readonly heads: number;
  /** [layers, heads, L, L] From each token (row) to those before it; the sum of a row is 1. */
  readonly attention: Float32Array;
  /** [layers, heads, L, d] */
  readonly queries: Float32Array;
  readonly keys: Float32Array;
}

export type Panel = Plot | Bars | Gallery | Table | Passages | WordPlane | Grid | Shades | Heads;

/** Panels, one below the other. */
export interface Figure {
  readonly panels: readonly Panel[];
}
