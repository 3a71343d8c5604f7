/** A number over the steps of a replay, with a mark at the present step; a click goes there. */
import uPlot from 'uplot';
import { formatNumber } from '../format.js';
import { onThemeChange, plotAxis, plotTheme } from './plotTheme.js';

/** One line of the graph: value at each position; null where nothing is known. */
export interface GraphLine {
  label: string;
  /** One for each position 0..length. */
  values: readonly (number | null)[];
  /** A fixed range of the vertical axis; without one it fits the values. */
  range?: readonly [number, number];
  /** A value at which a faint line is drawn. */
  middle?: number;
  /** For each position whether its value has little behind it: it is drawn as a faint point, off the line. */
  isUnsure?: readonly boolean[];
}

const HEIGHT = 120;
/** So many positions are drawn as points, too. */
const FEW = 60;
/** Distances of marks on the axis of positions: there are no half ones. */
const WHOLE_STEPS = [1, 2, 5]
  .flatMap((digit) => Array.from({ length: 8 }, (_, power) => digit * 10 ** power))
  .sort((a, b) => a - b);

/** The range of the vertical axis: the given one, or what fits, never empty. */
function fixed(range: GraphLine['range'], low: number, high: number): [number, number] {
  if (range) return [range[0], range[1]];
  if (low === high) return [low - 1, high + 1];
  const margin = 0.08 * (high - low);
  return [low - margin, high + margin];
}

/** A plot in `host` that follows its width and the page's colours until it is destroyed. */
export class EpisodeGraph {
  private readonly host: HTMLElement;
  private readonly line: GraphLine;
  private readonly onSeek: (position: number) => void;
  private readonly resized: ResizeObserver;
  private readonly stopTheme: () => void;
  private plot: uPlot | undefined;
  private position = 0;

  constructor(host: HTMLElement, line: GraphLine, onSeek: (position: number) => void) {
    this.host = host;
    this.line = line;
    this.onSeek = onSeek;
    this.resized = new ResizeObserver(() => this.plot?.setSize({ width: host.clientWidth, height: HEIGHT }));
    this.stopTheme = onThemeChange(() => this.build());
    this.build();
    this.resized.observe(host);
  }

  /** Marks a position. */
  update(position: number): void {
    this.position = position;
    this.plot?.redraw(false);
  }

  destroy(): void {
    this.stopTheme();
    this.resized.disconnect();
    this.plot?.destroy();
  }

  private build(): void {
    this.plot?.destroy();
    const theme = plotTheme();
    const { values, range, label, isUnsure } = this.line;
    const sure = values.map((value, position) => (isUnsure?.[position] ? null : value));
    const unsure = values.map((value, position) => (isUnsure?.[position] ? value : null));
    this.plot = new uPlot(
      {
        width: this.host.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        scales: { x: { time: false }, y: { range: (_plot, low, high) => fixed(range, low, high) } },
        cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
        series: [
          {},
          {
            label,
            stroke: theme.accent,
            width: 1.5,
            spanGaps: true,
            points: { show: values.length <= FEW, size: 4, fill: theme.accent },
          },
          { label, width: 0, stroke: theme.faint, points: { show: true, size: 4, stroke: theme.faint } },
        ],
        axes: [
          plotAxis(theme, { size: 24, incrs: WHOLE_STEPS }),
          plotAxis(theme, {
            size: 44,
            values: (_plot, splits) => splits.map((split) => formatNumber(split)),
          }),
        ],
        hooks: {
          drawAxes: [(plot) => this.drawMiddle(plot, theme.muted)],
          draw: [(plot) => this.drawMark(plot, theme.ink)],
          ready: [(plot) => plot.over.addEventListener('click', () => this.seek(plot))],
        },
      },
      [values.map((_, position) => position), sure, unsure],
      this.host,
    );
  }

  private seek(plot: uPlot): void {
    if (plot.cursor.left != null) this.onSeek(Math.round(plot.posToVal(plot.cursor.left, 'x')));
  }

  private drawMiddle(plot: uPlot, colour: string): void {
    const { middle } = this.line;
    if (middle === undefined) return;
    const { ctx, bbox } = plot;
    const y = Math.round(plot.valToPos(middle, 'y', true));
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = Math.max(1, window.devicePixelRatio);
    ctx.setLineDash([4, 4]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.restore();
  }

  private drawMark(plot: uPlot, colour: string): void {
    const x = Math.round(plot.valToPos(this.position, 'x', true));
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.lineWidth = Math.max(1, window.devicePixelRatio);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }
}
