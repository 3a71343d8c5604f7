/** The files of drawn emoji in the cache. */

/** The sets of drawings, by the names of the styles. */
export const STYLES = ['fluent', 'noto', 'twemoji'] as const;
export type Style = (typeof STYLES)[number];

/** Side of a drawing in pixels. */
export const DRAWING_SIDE = 64;
/** [64, 64, 4] Red, green, blue and opacity; the colours are multiplied by the opacity. */
export const DRAWING_BYTES = DRAWING_SIDE * DRAWING_SIDE * 4;
/** So many names are in one file. */
export const NAMES_IN_FILE = 50;

/** A JSON list of names: `names=100` means its first hundred. */
export const NAMES_FILE = 'names.json';
/** Drawings of names [50 i, 50 i + 50) in one style, one after another, gzipped. */
export const drawingsFile = (style: Style, i: number): string =>
  `${style}-${String(i).padStart(2, '0')}.rgba.gz`;
