/** The metrics of one run, as they grow on the server. */
import type { MetricsLine } from '@agon/runs';
import { signal, type Signal } from '@preact/signals';
import { EventFeed } from '../server/eventFeed.js';
import { runAddress } from '../server/server.js';
import { MetricSeries } from './metricSeries.js';

/** One event of the metrics stream (the server's `MetricsAnswer`). */
interface MetricsEvent {
  lines: MetricsLine[];
  damaged: number;
  end: number;
  size: number;
  restarted: boolean;
  ageMs: number;
}

/** How far the page has read what was measured. */
export interface Progress {
  /** 0..1; below 1 more is on its way. */
  share: number;
  /** When the last line was written, in milliseconds since 1970 by this browser's clock. */
  writtenAt: number;
}

/** Measurements as curves show them. */
export interface MetricsView {
  readonly series: MetricSeries;
  /** Rises whenever `series` has changed. */
  readonly version: Signal<number>;
  /** Undefined until something has come. */
  readonly progress: Signal<Progress | undefined>;
  /** Lines that are damaged, and left out. */
  readonly damaged: Signal<number>;
  readonly connected: boolean;
}

/** The metrics of one run, as they grow. */
export class MetricsFeed implements MetricsView {
  readonly series = new MetricSeries();
  readonly version = signal(0);
  readonly progress = signal<Progress | undefined>(undefined);
  readonly damaged = signal(0);
  private readonly feed: EventFeed;

  constructor(name: string) {
    this.feed = new EventFeed(runAddress(name, 'metrics', 'live'), (data) =>
      this.take(JSON.parse(data) as MetricsEvent),
    );
  }

  get connected(): boolean {
    return this.feed.connected.value;
  }

  private take({ lines, damaged, end, size, restarted, ageMs }: MetricsEvent): void {
    if (restarted) this.series.clear();
    this.damaged.value = damaged + (restarted ? 0 : this.damaged.value);
    this.series.append(lines);
    this.version.value = this.series.version;
    this.progress.value = { share: size > 0 ? end / size : 1, writtenAt: Date.now() - ageMs };
  }

  close(): void {
    this.feed.close();
  }
}
