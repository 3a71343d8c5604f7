/** Figures as SVG text. Text takes the colour of what is around it, so that the same figure stands on light and dark pages. */
import { encode } from 'fast-png';
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Picture } from '../inspect/picture.js';
import { FIGURE_COLOURS } from './colours.js';
import type {
  Axis,
  Bars,
  Figure,
  Gallery,
  Grid,
  Heads,
  Panel,
  Passages,
  Plot,
  Shades,
  Table,
  WordPlane,
} from './figure.js';

/** Units that a figure is wide where nobody says. */
const WIDTH = 640;
const GAP = 16;
const TITLE_HEIGHT = 26;
const LINE_HEIGHT = 17;
/** A letter of a title, at most about. */
const TITLE_LETTER = 7.6;
const TEXT_SIZE = 13;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const rounded = (value: number): string => String(Math.round(value * 100) / 100);

interface Drawn {
  readonly svg: string;
  readonly height: number;
}

const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${rounded(x)}" y="${rounded(y)}"${more}>${escaped(words)}</text>`;

/** Words in lines of at most so many letters; a longer word has a line of its own. */
function linesOf(words: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length > 0 && longer.length <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A title in as many lines as it needs. */
function drawTitle(title: string, width: number): Drawn {
  const lines = linesOf(title, Math.floor(width / TITLE_LETTER));
  return {
    svg: lines.map((line, i) => text(0, 14 + i * LINE_HEIGHT, line, ' font-weight="bold"')).join(''),
    height: TITLE_HEIGHT + (lines.length - 1) * LINE_HEIGHT,
  };
}

const PLOT = { left: 64, right: 12, height: 260, bottom: 46 };

function scaleOf({ isLogarithmic, range }: Axis, values: readonly number[], ends: [number, number]) {
  const all = [...values, ...(range ?? [])].filter(Number.isFinite);
  const shown = isLogarithmic ? all.filter((value) => value > 0) : all;
  const least = shown.length > 0 ? Math.min(...shown) : 0;
  const most = shown.length > 0 ? Math.max(...shown) : 1;
  if (isLogarithmic) return scaleLog([least || 1e-3, most > least ? most : least * 10 || 1], ends).nice();
  return scaleLinear([least, most > least ? most : least + 1], ends).nice();
}

function drawPlot({ x, y, lines }: Plot, width: number): Drawn {
  const { left, right, height, bottom } = PLOT;
  const points = lines.flatMap((line) => line.points);
  const across = scaleOf(
    x,
    points.map(([value]) => value),
    [left, width - right],
  );
  const up = scaleOf(
    y,
    points.map(([, value]) => value),
    [height, 8],
  );
  const parts: string[] = [];
  for (const tick of up.ticks(5)) {
    const at = up(tick);
    parts.push(
      `<line x1="${left}" x2="${width - right}" y1="${rounded(at)}" y2="${rounded(at)}" stroke="currentColor" stroke-opacity="0.15"/>`,
    );
    parts.push(text(left - 6, at + 4, up.tickFormat(5)(tick), ' text-anchor="end"'));
  }
  for (const tick of across.ticks(6)) {
    const at = across(tick);
    const anchor = at > width - 2 * right ? 'end' : 'middle';
    const place = anchor === 'end' ? Math.min(width, at + right) : at;
    const words = x.isPlain ? String(tick) : across.tickFormat(6)(tick);
    parts.push(text(place, height + 18, words, ` text-anchor="${anchor}"`));
  }
  parts.push(text((left + width - right) / 2, height + 36, x.label, ' text-anchor="middle"'));
  parts.push(text(14, height / 2, y.label, ` text-anchor="middle" transform="rotate(-90 14 ${height / 2})"`));
  lines.forEach((line, i) => {
    const colour = FIGURE_COLOURS[i % FIGURE_COLOURS.length];
    const places = line.points
      .map(([px, py]) => [across(px), up(py)] as const)
      .filter(([px, py]) => Number.isFinite(px) && Number.isFinite(py));
    if (line.style === 'dots' || places.length === 1)
      for (const [px, py] of places)
        parts.push(`<circle cx="${rounded(px)}" cy="${rounded(py)}" r="2.5" fill="${colour}"/>`);
    else {
      const path = places.map(([px, py]) => `${rounded(px)},${rounded(py)}`).join(' ');
      const dashes = line.style === 'dashes' ? ' stroke-dasharray="6 4"' : '';
      parts.push(
        `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"${dashes}/>`,
      );
    }
  });
  const legend = drawLegend(
    lines.map(({ name }) => name),
    height + bottom + 12,
    width,
  );
  return { svg: parts.join('') + legend.svg, height: height + bottom + legend.height };
}

/** Names beside their colours, in as many rows as they need. */
function drawLegend(names: readonly string[], top: number, width: number): Drawn {
  const parts: string[] = [];
  let [x, y] = [PLOT.left, top];
  names.forEach((name, i) => {
    const needed = 36 + 7.5 * name.length;
    if (x > PLOT.left && x + needed > width) [x, y] = [PLOT.left, y + 20];
    parts.push(
      `<rect x="${rounded(x)}" y="${rounded(y - 9)}" width="12" height="10" fill="${FIGURE_COLOURS[i % FIGURE_COLOURS.length]}"/>`,
    );
    parts.push(text(x + 17, y, name));
    x += needed;
  });
  return { svg: parts.join(''), height: y - top + 20 };
}

const BAR = { left: 170, right: 90, height: 22 };

function drawBars({ items, most }: Bars, width: number): Drawn {
  const { left, right, height } = BAR;
  const full = width - left - right;
  const parts = items.map(({ label, value, text: words }, i) => {
    const y = i * height;
    const length = most > 0 ? (Math.min(most, Math.max(0, value)) / most) * full : 0;
    return [
      text(left - 8, y + 15, label, ' text-anchor="end"'),
      `<rect x="${left}" y="${y + 3}" width="${rounded(length)}" height="${height - 7}" fill="${FIGURE_COLOURS[0]}"/>`,
      text(left + length + 6, y + 15, words),
    ].join('');
  });
  return { svg: parts.join(''), height: items.length * height };
}

const CAPTION_HEIGHT = 18;

/** A picture as the address of a PNG; of four channels the last is how opaque it is. */
function pictureAddress({ shape: [height, width, channels], pixels }: Omit<Picture, 'caption'>): string {
  const bytes = encode({ width, height, channels, data: pixels });
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}

function drawGallery({ columns, pictures }: Gallery, width: number): Drawn {
  const side = Math.min(160, Math.floor((width - GAP * (columns - 1)) / columns));
  const parts = pictures.map((picture, i) => {
    const x = (i % columns) * (side + GAP);
    const y = Math.floor(i / columns) * (side + CAPTION_HEIGHT + 6);
    return [
      `<image x="${x}" y="${y}" width="${side}" height="${side}" image-rendering="pixelated" href="${pictureAddress(picture)}"/>`,
      text(x + side / 2, y + side + 14, picture.caption, ' text-anchor="middle"'),
    ].join('');
  });
  return { svg: parts.join(''), height: Math.ceil(pictures.length / columns) * (side + CAPTION_HEIGHT + 6) };
}

const ROW_HEIGHT = 20;

/** Columns are as wide as their longest word asks for, in parts of the whole width. */
function drawTable({ head, rows }: Table, width: number): Drawn {
  const all = [head, ...rows];
  const lengths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)) + 1);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const ends = lengths.map((_, i) => (lengths.slice(0, i + 1).reduce((a, b) => a + b) / total) * width);
  const parts = all.flatMap((row, i) => {
    const y = 14 + i * ROW_HEIGHT;
    const weight = i === 0 ? ' font-weight="bold"' : '';
    return row.map((words, column) =>
      column === 0 ? text(0, y, words, weight) : text(ends[column], y, words, ` text-anchor="end"${weight}`),
    );
  });
  return { svg: parts.join(''), height: all.length * ROW_HEIGHT };
}

function drawPassages({ texts }: Passages, width: number): Drawn {
  const most = Math.floor(width / TITLE_LETTER);
  const parts: string[] = [];
  let y = 14;
  for (const passage of texts) {
    for (const line of passage.split('\n').flatMap((each) => linesOf(each, most))) {
      parts.push(text(0, y, line));
      y += LINE_HEIGHT;
    }
    y += LINE_HEIGHT / 2;
  }
  return { svg: parts.join(''), height: y - 14 };
}

const PLANE = { height: 400, margin: 10 };

/** Points with their names; a name that would lie on another is left out, and told when one points at its point. */
function drawPlane({ words }: WordPlane, width: number): Drawn {
  const { height, margin } = PLANE;
  const across = scaleLinear(endsOf(words.map(({ place }) => place[0])), [margin, width - margin]);
  const up = scaleLinear(endsOf(words.map(({ place }) => place[1])), [height - margin, margin]);
  const taken: { left: number; right: number; y: number }[] = [];
  const parts = words.map(({ word, place, group, about }) => {
    const [x, y] = [across(place[0]), up(place[1])];
    const length = TITLE_LETTER * word.length;
    const isLeft = x + 6 + length > width;
    const left = isLeft ? x - 6 - length : x + 6;
    const isFree = taken.every((each) => Math.abs(each.y - y) > TEXT_SIZE || each.right < left || each.left > left + length); // prettier-ignore
    if (isFree) taken.push({ left, right: left + length, y });
    const name = isFree ? text(isLeft ? x - 6 : x + 6, y + 4, word, isLeft ? ' text-anchor="end"' : '') : '';
    const colour = FIGURE_COLOURS[group % FIGURE_COLOURS.length];
    return `<g tabindex="0" data-about="${escaped(about)}"><title>${escaped(about)}</title><circle cx="${rounded(x)}" cy="${rounded(y)}" r="4" fill="${colour}"/>${name}</g>`;
  });
  return { svg: parts.join(''), height };
}

function endsOf(values: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return most > least ? [least, most] : [least - 1, most + 1];
}

/** The longest side of a cell, and the room for letters of a name that is turned. */
const GRID = { side: 28, letter: 8 };

/** Names of columns stand upright above them, those of rows before them. */
function drawGrid({ columns, rows }: Grid, width: number): Drawn {
  const room = (names: readonly string[]): number =>
    GRID.letter * names.reduce((most, name) => Math.max(most, name.length), 0) + 8;
  const left = room(rows.map(({ label }) => label));
  const top = room(columns);
  const side = Math.min(GRID.side, (width - left) / columns.length);
  const names = columns.map((name, column) => {
    const x = rounded(left + (column + 0.5) * side + 4);
    return `<g transform="translate(${x} ${top - 4}) rotate(-90)">${text(0, 0, name)}</g>`;
  });
  const cells = rows.flatMap(({ label, values }, row) => [
    text(left - 6, top + (row + 0.5) * side + 4, label, ' text-anchor="end"'),
    ...values.map((value, column) => {
      const place = `x="${rounded(left + column * side)}" y="${rounded(top + row * side)}"`;
      return `<rect ${place} width="${rounded(side)}" height="${rounded(side)}" fill="${FIGURE_COLOURS[0]}" fill-opacity="${rounded(value)}" stroke="#8884"><title>${escaped(`${label}, ${columns[column]}: ${value.toFixed(2)}`)}</title></rect>`;
    }),
  ]);
  return { svg: [...names, ...cells].join(''), height: top + rows.length * side };
}

const SHADE = { left: 56, width: 12, height: 11, gap: 8 };

function drawShades({ signs, rows }: Shades, width: number): Drawn {
  const { left, width: side, height, gap } = SHADE;
  const most = Math.max(1, Math.floor((width - left) / side));
  const parts: string[] = [];
  let y = 0;
  for (let first = 0; first < signs.length; first += most) {
    const here = signs.slice(first, first + most);
    here.forEach((sign, i) =>
      parts.push(
        text(left + (i + 0.5) * side, y + 12, sign, ' text-anchor="middle" font-family="monospace"'),
      ),
    );
    rows.forEach(({ label, values }, row) => {
      const top = y + 16 + row * height;
      parts.push(text(0, top + height - 1, label, ' font-size="11"'));
      here.forEach((_, i) => {
        const value = values[first + i];
        const colour = FIGURE_COLOURS[value < 0 ? 1 : 0];
        parts.push(
          `<rect x="${left + i * side}" y="${top}" width="${side}" height="${height}" fill="${colour}" fill-opacity="${rounded(Math.abs(value))}"/>`,
        );
      });
    });
    y += 16 + rows.length * height + gap;
  }
  return { svg: parts.join(''), height: y };
}

/** The model view of Vig 2019: a row of small maps a layer, a map a head, each row of it a token that looks. */
function drawHeads({ tokens, layers, heads, attention }: Heads, width: number): Drawn {
  const left = 56;
  const side = Math.min(160, (width - left - GAP * (heads - 1)) / heads);
  const [length, high] = [tokens.length, side + CAPTION_HEIGHT + 6];
  const parts = Array.from({ length: layers * heads }, (_, index) => {
    const [layer, head] = [Math.floor(index / heads), index % heads];
    const [x, y] = [left + head * (side + GAP), layer * high];
    const colour = FIGURE_COLOURS[head % FIGURE_COLOURS.length];
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    const map = attention.subarray(index * length * length, (index + 1) * length * length);
    const pixels = Uint8Array.from({ length: 4 * map.length }, (_byte, i) => [red, green, blue, Math.round(255 * map[i >> 2])][i & 3]); // prettier-ignore
    return [
      head === 0 ? text(0, y + side / 2 + 4, `layer ${layer + 1}`) : '',
      `<image x="${rounded(x)}" y="${rounded(y)}" width="${rounded(side)}" height="${rounded(side)}" image-rendering="pixelated" href="${pictureAddress({ shape: [length, length, 4], pixels })}"/>`,
      `<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(side)}" height="${rounded(side)}" fill="none" stroke="#8888"/>`,
      text(x + side / 2, y + side + 14, `head ${head + 1}`, ' text-anchor="middle"'),
    ].join('');
  });
  return { svg: parts.join(''), height: layers * high };
}

function drawPanel(panel: Panel, width: number): Drawn {
  switch (panel.kind) {
    case 'plot':
      return drawPlot(panel, width);
    case 'bars':
      return drawBars(panel, width);
    case 'gallery':
      return drawGallery(panel, width);
    case 'table':
      return drawTable(panel, width);
    case 'passages':
      return drawPassages(panel, width);
    case 'plane':
      return drawPlane(panel, width);
    case 'grid':
      return drawGrid(panel, width);
    case 'shades':
      return drawShades(panel, width);
    case 'heads':
      return drawHeads(panel, width);
  }
}

/** How a figure is drawn. */
interface DrawingOptions {
  /** Units that it is wide; text has the same size in all widths. */
  readonly width?: number;
  /** A colour behind it, for files that stand alone. */
  readonly background?: string;
}

/** The figure as an `<svg>` element. */
export function drawFigure({ panels }: Figure, { width = WIDTH, background }: DrawingOptions = {}): string {
  let y = GAP;
  const parts = panels.map((panel) => {
    const title = drawTitle(panel.title, width);
    const { svg, height } = drawPanel(panel, width);
    const group = `<g transform="translate(0 ${rounded(y)})">${title.svg}<g transform="translate(0 ${title.height})">${svg}</g></g>`;
    y += title.height + height + GAP;
    return group;
  });
  const titles = escaped(panels.map(({ title }) => title).join('; '));
  const behind = background === undefined ? '' : `<rect width="100%" height="100%" fill="${background}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${rounded(y)}" role="img" aria-label="${titles}" font-family="system-ui, sans-serif" font-size="${TEXT_SIZE}" fill="currentColor">${behind}${parts.join('')}</svg>`;
}
