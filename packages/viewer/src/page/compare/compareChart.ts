/** Overlaid curves with uPlot: single runs faint, what stands for a group strong, its interval shaded. */
import uPlot from 'uplot';
import { onThemeChange, plotAxis, plotTheme } from '../charts/plotTheme.js';

/** One group at each place of the grid; null where nothing is known. */
export interface ChartGroup {
  singles: readonly (readonly (number | null)[])[];
  middle: readonly (number | null)[];
  low: readonly (number | null)[];
  high: readonly (number | null)[];
}

/** How many colours groups have; more than so many begin again. */
const COLOURS = 6;
/** The CSS variable with a group's colour. */
export const colourVariable = (group: number): string => `--series-${group % COLOURS}`;

const HEIGHT = 360;

/** A plot that fills the width of its host: mount, update, destroy. */
export class CompareChart {
  private readonly host: HTMLElement;
  private readonly resized: ResizeObserver;
  private readonly stopTheme: () => void;
  private plot: uPlot | undefined;
  private data: { grid: readonly number[]; groups: readonly ChartGroup[] } | undefined;

  constructor(host: HTMLElement) {
    this.host = host;
    this.resized = new ResizeObserver(() => this.plot?.setSize({ width: host.clientWidth, height: HEIGHT }));
    this.resized.observe(host);
    this.stopTheme = onThemeChange(() => this.build());
  }

  update(grid: readonly number[], groups: readonly ChartGroup[]): void {
    this.data = { grid, groups };
    this.build();
  }

  destroy(): void {
    this.stopTheme();
    this.resized.disconnect();
    this.plot?.destroy();
  }

  private build(): void {
    this.plot?.destroy();
    if (!this.data) return;
    const { grid, groups } = this.data;
    const theme = plotTheme();
    const style = getComputedStyle(document.documentElement);
    const series: uPlot.Series[] = [{}];
    const bands: uPlot.Band[] = [];
    const columns: (readonly (number | null)[])[] = [grid];
    const add = (values: readonly (number | null)[], look: uPlot.Series): number => {
      series.push({ points: { show: false }, ...look });
      return columns.push(values) - 1;
    };
    groups.forEach(({ singles, middle, low, high }, i) => {
      const colour = style.getPropertyValue(colourVariable(i)).trim();
      const faint = `color-mix(in srgb, ${colour} 35%, transparent)`;
      for (const single of singles) add(single, { stroke: singles.length > 1 ? faint : colour, width: 1 });
      const ends: [number, number] = [add(high, { width: 0 }), add(low, { width: 0 })];
      bands.push({ series: ends, fill: `color-mix(in srgb, ${colour} 18%, transparent)` });
      if (singles.length > 1) add(middle, { stroke: colour, width: 2.5 });
    });
    this.plot = new uPlot(
      {
        width: this.host.clientWidth,
        height: HEIGHT,
        scales: { x: { time: false } },
        cursor: { y: false, points: { show: false }, drag: { x: true, y: false, dist: 6 } },
        legend: { show: false },
        series,
        bands,
        axes: [plotAxis(theme, { size: 28 }), plotAxis(theme, { size: 52 })],
      },
      columns as unknown as uPlot.AlignedData,
      this.host,
    );
  }
}
