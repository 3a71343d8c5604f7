/** Figures as SVG. */
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { drawFigure } from './drawFigure.js';
import type { Panel } from './figure.js';

const plot: Panel = {
  kind: 'plot',
  title: 'a < b & "c"',
  x: { label: 'x', range: [0, 10] },
  y: { label: 'y', range: [0, 1] },
  lines: [
    {
      name: 'up',
      points: [
        [0, 0],
        [10, 1],
      ],
    },
    { name: 'dots', points: [[5, 0.5]], style: 'dots' },
  ],
};

describe('a figure', () => {
  it('is well-formed whatever its words are', () => {
    const svg = drawFigure({ panels: [plot] });
    expect(svg).toContain('a &lt; b &amp; &quot;c&quot;');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg.match(/<g\b/g)).toHaveLength(svg.match(/<\/g>/g)!.length);
  });

  it('draws a line from corner to corner of its axes', () => {
    const [, points] = /<polyline points="([^"]*)"/.exec(drawFigure({ panels: [plot] }))!;
    const [from, to] = points.split(' ').map((point) => point.split(',').map(Number));
    expect(from[0]).toBeLessThan(to[0]);
    expect(from[1]).toBeGreaterThan(to[1]); // up is less in SVG
  });

  it('tells of every word on a plane, and writes the names that have room', () => {
    const word = (name: string, x: number) => ({ word: name, place: [x, 0] as const, group: 0, about: `${name}: <near>` }); // prettier-ignore
    const plane: Panel = { kind: 'plane', title: 'words', words: [word('king', 0), word('queen', 0.01), word('day', 1)] }; // prettier-ignore
    const svg = drawFigure({ panels: [plane] });
    expect([...svg.matchAll(/data-about="([^"]*)"/g)].map(([, about]) => about)).toEqual(
      ['king', 'queen', 'day'].map((name) => `${name}: &lt;near&gt;`),
    );
    expect([...svg.matchAll(/<text [^>]*>([^<]*)<\/text><\/g>/g)].map(([, name]) => name)).toEqual([
      'king',
      'day',
    ]);
    expect(drawFigure({ panels: [{ ...plane, words: [word('alone', 3)] }] })).not.toMatch(/NaN|Infinity/);
  });

  it('shades every sign in every row, blue above 0 and orange below, in lines that fit', () => {
    const signs = Array.from({ length: 50 }, (_, i) => 'ab&'[i % 3]);
    const values = signs.map((_, i) => (i % 2 ? 0.5 : -1));
    const shades: Panel = { kind: 'shades', title: 'gates', signs, rows: [{ label: 'cell', values }] };
    const svg = drawFigure({ panels: [shades] }, { width: 326 });
    const drawn = [...svg.matchAll(/<rect x="(\d+)"[^>]*fill="(#\w+)" fill-opacity="([\d.]+)"/g)];
    expect(drawn.map(([, , colour, opacity]) => [colour, opacity])).toEqual(
      values.map((value) => (value < 0 ? ['#d55e00', '1'] : ['#0072b2', '0.5'])),
    );
    expect(Math.max(...drawn.map(([, x]) => Number(x) + 12))).toBeLessThanOrEqual(326);
    expect(svg.match(/>cell</g)).toHaveLength(3);
    expect(svg.match(/>&amp;</g)).toHaveLength(16);
  });

  it('gives each of seven lines a colour of its own', () => {
    const lines = plot.lines.flatMap((line) => [line, line, line, line]).slice(0, 7);
    const svg = drawFigure({ panels: [{ ...plot, lines }] });
    const colours = [...svg.matchAll(/<rect [^>]*fill="(#[0-9a-f]{6})"/g)].map(([, colour]) => colour);
    expect(new Set(colours).size).toBe(7);
  });

  it('leaves out what a logarithmic axis has no place for', () => {
    const y = { label: 'error', isLogarithmic: true };
    const lines = [
      {
        name: 'error',
        points: [
          [0, 0],
          [1, 0.1],
          [2, 0.01],
        ] as const,
      },
    ];
    expect(drawFigure({ panels: [{ ...plot, y, lines }] })).not.toMatch(/NaN|Infinity/);
  });

  it('holds pictures as they are', () => {
    const pixels = Uint8Array.of(0, 50, 100, 150, 200, 250);
    const svg = drawFigure({
      panels: [
        {
          kind: 'gallery',
          title: 'two',
          columns: 2,
          pictures: [{ caption: 'one', shape: [2, 3, 1], pixels }],
        },
      ],
    });
    const [, base64] = /base64,([^"]*)"/.exec(svg)!;
    const { width, height, data } = decode(Buffer.from(base64, 'base64'));
    expect([width, height, [...data]]).toEqual([3, 2, [...pixels]]);
  });

  it('breaks passages into lines that fit, and keeps their own', () => {
    const texts = ['to be or not to be, that is the question\nwhether', 'a < b'];
    const passages: Panel = { kind: 'passages', title: 't', texts };
    const linesAt = (width: number) =>
      [...drawFigure({ panels: [passages] }, { width }).matchAll(/<text[^>]*>([^<]*)<\/text>/g)]
        .map(([, line]) => line)
        .slice(1);
    expect(linesAt(640)).toEqual(['to be or not to be, that is the question', 'whether', 'a &lt; b']);
    const narrow = linesAt(160);
    expect(narrow.join(' ')).toBe('to be or not to be, that is the question whether a &lt; b');
    for (const line of narrow) expect(line.length).toBeLessThanOrEqual(21);
  });

  it('writes a table with its columns’ ends below each other, and years without commas', () => {
    const table: Panel = { kind: 'table', title: 't', head: ['a', 'bb'], rows: [['x', '1,000'], ['y', '<2>']] }; // prettier-ignore
    const svg = drawFigure({ panels: [table, { ...plot, x: { label: 'year', range: [2010, 2020], isPlain: true }, lines: [] }] }); // prettier-ignore
    const ends = [
      ...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" text-anchor="end"[^>]*>(bb|1,000|&lt;2&gt;)</g),
    ];
    expect(ends.map(([, x]) => x)).toEqual(['640', '640', '640']);
    expect(svg).toContain('>2010<');
  });

  it('breaks a title into lines where there is little room, and draws a line of one point as a dot', () => {
    const title = 'Test error, and in brackets that on what was learned from';
    const svg = drawFigure(
      { panels: [{ ...plot, title, lines: [{ name: 'one', points: [[5, 0.5]] }] }] },
      { width: 320 },
    );
    const lines = [...svg.matchAll(/font-weight="bold">([^<]*)</g)].map(([, words]) => words);
    expect(lines.join(' ')).toBe(title);
    expect(lines.length).toBe(2);
    expect(svg).toContain('<circle');
  });

  it('is as wide as it is told, with bars of the right length', () => {
    const bars: Panel = {
      kind: 'bars',
      title: 'bars',
      most: 2,
      items: [{ label: 'half', value: 1, text: '1' }],
    };
    const svg = drawFigure({ panels: [bars] }, { width: 460, background: 'white' });
    expect(svg).toContain('viewBox="0 0 460 ');
    expect(svg).toContain('width="100"'); // (460 − 260) · 1/2
  });
});
