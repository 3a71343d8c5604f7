/** What the page knows of the server's runs, live: the list of runs, and the metrics of one run. */
import type { ListedRun, MetricsLine } from '@agon/runs';
import { computed, signal, type Signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { EventFeed } from './eventFeed.js';
import { MetricSeries } from './metricSeries.js';
import { runAddress } from './server.js';

/** All runs, the most recently written first; undefined until the server has answered. */
export const runs = signal<ListedRun[] | undefined>(undefined);

const runsFeed = signal<EventFeed | undefined>(undefined);
/** Whether the server answers. */
export const connected = computed(() => runsFeed.value?.connected.value ?? true);

/** Follows the list of runs as long as the page is open. */
export function followRuns(): void {
  runsFeed.value ??= new EventFeed('api/live/runs', (data) => {
    runs.value = JSON.parse(data) as ListedRun[];
  });
}

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

/**
 * What a stream of the server last said, as long as the component is shown; undefined until something has come.
 * @param refused what it is where there is no such stream
 */
export function useLive<T>(address: string, refused?: (why: string) => T): T | undefined {
  const [value, setValue] = useState<T>();
  useEffect(() => {
    setValue(undefined);
    const feed = new EventFeed(
      address,
      (data) => setValue(JSON.parse(data) as T),
      (why) => refused && setValue(refused(why)),
    );
    return () => feed.close();
  }, [address]);
  return value;
}
