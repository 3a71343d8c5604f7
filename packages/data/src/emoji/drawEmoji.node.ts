/** Draws the emoji of three icon sets once, when they are fetched. */
import { RandomStream, shuffle } from '@agon/core';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { DRAWING_BYTES, DRAWING_SIDE, drawingsFile, NAMES_FILE, NAMES_IN_FILE, STYLES } from './files.js';

/** Groups of things that are told apart by what they are, not by a colour, a number or a face. */
const GROUPS = ['Activities', 'Animals & Nature', 'Food & Drink', 'Objects', 'Travel & Places'];
/** These come first, so that few names have them too. */
const FIRST = ['parrot', 'books'];
/** resvg 2.6.2 cannot draw Noto's package; a clock that is turned shows another hour. */
const NOT_DRAWN = /^package$|-(oclock|thirty)$/;

/** An icon set as Iconify's packages hold it. */
interface IconSet {
  readonly width: number;
  readonly height: number;
  readonly icons: Readonly<
    Record<string, { readonly body: string; readonly width?: number; readonly height?: number }>
  >;
}

/** resvg can be started once. */
let ready: Promise<void> | undefined;

function start(): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  return initWasm(readFileSync(wasm));
}

const parse = (bytes: Uint8Array | undefined): unknown => JSON.parse(new TextDecoder().decode(bytes));

/**
 * @param got "STYLE.json" of each style, "groups.json"
 * @returns the files of the cache
 */
export async function drawEmoji(got: ReadonlyMap<string, Uint8Array>): Promise<Map<string, Uint8Array>> {
  await (ready ??= start());
  const { categories } = parse(got.get('groups.json')) as { categories: Record<string, string[]> };
  const sets = STYLES.map((style) => parse(got.get(`${style}.json`)) as IconSet);
  const common = GROUPS.flatMap((group) => categories[group]).filter((name) =>
    sets.every(({ icons }) => name in icons),
  );
  const others = common.filter((name) => !FIRST.includes(name) && !NOT_DRAWN.test(name)).sort();
  const names = [...FIRST, ...shuffle(others, new RandomStream('emoji names'))];
  const files = new Map([[NAMES_FILE, new TextEncoder().encode(`${JSON.stringify(names)}\n`)]]);
  for (const [s, style] of STYLES.entries()) {
    for (let start = 0; start < names.length; start += NAMES_IN_FILE) {
      const some = names.slice(start, start + NAMES_IN_FILE);
      const pixels = new Uint8Array(some.length * DRAWING_BYTES);
      some.forEach((name, i) => pixels.set(draw(sets[s], name), i * DRAWING_BYTES));
      files.set(drawingsFile(style, start / NAMES_IN_FILE), gzipSync(pixels, { level: 9 }));
    }
  }
  return files;
}

/** [64, 64, 4] One icon; its box is the picture. */
function draw(set: IconSet, name: string): Uint8Array {
  const { body, width = set.width, height = set.height } = set.icons[name];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${DRAWING_SIDE}" height="${DRAWING_SIDE}" viewBox="0 0 ${width} ${height}">${body}</svg>`;
  const drawer = new Resvg(svg, { font: { loadSystemFonts: false } });
  const drawing = drawer.render();
  const pixels = drawing.pixels.slice();
  drawing.free();
  drawer.free();
  return pixels;
}
