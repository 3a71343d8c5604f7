/** Drawings: what a game looks like, as plain data that the page (Pixi) and the terminal both render. */

/** A colour as 0xRRGGBB. */
export type Colour = number;

/** One mark. Units are the drawing's own: x to the right, y downwards, from the top left corner. */
export type Mark =
  | { kind: 'rect'; x: number; y: number; width: number; height: number; fill: Colour; alpha?: number }
  | {
      kind: 'circle';
      x: number;
      y: number;
      radius: number;
      fill?: Colour;
      stroke?: Colour;
      strokeWidth?: number;
      alpha?: number;
    }
  | {
      kind: 'line';
      x1: number;
      y1: number;
      x2: number;
      y2: number;
      stroke: Colour;
      strokeWidth: number;
      alpha?: number;
    }
  | {
      kind: 'text';
      x: number;
      y: number;
      text: string;
      size: number;
      fill: Colour;
      /** default: centred on (x, y) */ anchor?: 'centre' | 'left';
    }
  /** A picture of pixels, stretched over a rectangle: [rows, columns, 3] red, green and blue, 0..255. */
  | {
      kind: 'screen';
      x: number;
      y: number;
      width: number;
      height: number;
      columns: number;
      rows: number;
      rgb: Uint8Array;
    };

/** A picture in back-to-front order. `cells` says how the terminal may show it: one character a cell. */
export interface Drawing {
  width: number;
  height: number;
  background: Colour;
  marks: Mark[];
  /** Text form for terminals, a line a row, at most one character (or two columns) a cell. */
  text: string;
  /** For games played by clicking: the action at each place; the page turns a click into the nearest one within `radius`.
   * Where an action has several places, marks for it (hints) go to its first. */
  targets?: { action: number; x: number; y: number; radius: number }[];
}
