/** One learning curve with uPlot: all points faintly, the smoothed curve over them. Zoom stays while new points come. */
import uPlot from 'uplot';
import { formatNumber } from '../format.js';
import { onThemeChange, plotAxis, plotTheme } from './plotTheme.js';
import { chartWords } from './words.js';

/** What a curve shows; `smoothed` is undefined where nothing is smoothed. */
interface CurveData {
  x: readonly number[];
  y: readonly number[];
  smoothed: readonly number[] | undefined;
  xLabel: string;
}

/** One cursor for all curves of the page: they stand at the same x. */
const SYNC = 'curves';

/** A plot that fills the width of its host: mount, update, destroy. */
export class LearningCurve {
  private readonly host: HTMLElement;
  private readonly height: number;
  private readonly onPoint: (index: number) => void;
  private readonly resized: ResizeObserver;
  private readonly stopTheme: () => void;
  private plot: uPlot | undefined;
  private data: CurveData | undefined;
  /** The first and the last x that were drawn. */
  private extent: readonly [first: number, last: number] = [0, 0];

  /**
   * @param height in CSS pixels
   * @param onPoint called with the index of the point that was clicked
   */
  constructor(host: HTMLElement, height: number, onPoint: (index: number) => void) {
    this.host = host;
    this.height = height;
    this.onPoint = onPoint;
    this.resized = new ResizeObserver(() => this.plot?.setSize({ width: host.clientWidth, height }));
    this.resized.observe(host);
    this.stopTheme = onThemeChange(() => this.rebuild());
  }

  /** Shows these points. A zoomed view stays where it is, unless the axis or the kind of curve is another one. */
  update(data: CurveData): void {
    const before = this.data;
    this.data = data;
    const isSameForm =
      before?.xLabel === data.xLabel && (before.smoothed === undefined) === (data.smoothed === undefined);
    if (!this.plot || !isSameForm) return this.rebuild();
    const isZoomed = this.isZoomed();
    this.extent = extentOf(data);
    this.plot.setData(aligned(data), !isZoomed);
    if (isZoomed) this.plot.redraw();
  }

  destroy(): void {
    this.stopTheme();
    this.resized.disconnect();
    this.plot?.destroy();
  }

  /** Whether less is shown than all that was there before: the arrays themselves have grown since. */
  private isZoomed(): boolean {
    const { min, max } = this.plot?.scales.x ?? {};
    const [first, last] = this.extent;
    return min !== undefined && max !== undefined && first < last && (min > first || max < last);
  }

  private rebuild(): void {
    this.plot?.destroy();
    const { data } = this;
    if (!data) return;
    this.extent = extentOf(data);
    const theme = plotTheme();
    const value = (_plot: uPlot, shown: number | null): string => (shown == null ? '–' : formatNumber(shown));
    const raw: uPlot.Series = {
      label: chartWords.raw,
      value,
      width: data.smoothed ? 1 : 1.75,
      stroke: data.smoothed ? theme.faint : theme.accent,
      points: { show: data.x.length < 2 ? true : undefined, size: 5 },
    };
    const smoothed: uPlot.Series = {
      label: chartWords.smoothed,
      value,
      width: 2,
      stroke: theme.accent,
      points: { show: false },
    };
    this.plot = new uPlot(
      {
        width: this.host.clientWidth,
        height: this.height,
        scales: { x: { time: false } },
        cursor: {
          y: false,
          points: { size: 7 },
          drag: { x: true, y: false, dist: 6 },
          sync: { key: SYNC, scales: ['x', null] },
        },
        legend: { live: true },
        series: [{ label: data.xLabel, value }, raw, ...(data.smoothed ? [smoothed] : [])],
        axes: [plotAxis(theme, { size: 28 }), plotAxis(theme, { size: 52 })],
        hooks: {
          ready: [(plot) => this.listen(plot)],
          setScale: [(plot) => void (this.host.dataset.until = String(plot.scales.x.max))],
        },
      },
      aligned(data),
      this.host,
    );
  }

  private listen(plot: uPlot): void {
    let downAt = 0;
    plot.over.addEventListener('pointerdown', (event) => void (downAt = event.clientX));
    plot.over.addEventListener('click', (event) => {
      const { idx } = plot.cursor;
      if (idx != null && Math.abs(event.clientX - downAt) < 4) this.onPoint(idx);
    });
  }
}

const extentOf = ({ x }: CurveData): readonly [number, number] => [x[0], x[x.length - 1]];

function aligned({ x, y, smoothed }: CurveData): uPlot.AlignedData {
  return [x, y, ...(smoothed ? [smoothed] : [])] as unknown as uPlot.AlignedData;
}
