/**
 * Server-sent events for many clients: what is sent is read and encoded once for all who see the same thing, and a client that is
 * slow to read holds one event at a time, the newest where it missed some.
 */
import { AgonError } from '@agon/core';
import type { MetricsLine } from '@agon/runs';
import { parseMetrics } from '@agon/runs/node';
import type { Context } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { statSync } from 'node:fs';
import { nextBatch, type LineBatch } from './lineBatches.node.js';
import { Watch } from './watch.node.js';

/** How often files are looked at for something new, in milliseconds. */
const METRICS_POLL_MS = 250;
/** Bytes of metrics in one event: a client holds few of them, however long the file is. */
const EVENT_BYTES = 1 << 15;
/** Events that are kept for clients that come to the same place of a file. */
const EVENTS_KEPT = 8;

/** The answer of `GET /api/runs/:name/metrics`, and of each event of its stream (the event's id is `end`). */
export interface MetricsAnswer extends Omit<LineBatch, 'lines'> {
  lines: MetricsLine[];
  /** Lines that are damaged, and left out. */
  damaged: number;
}

/** The lines of a batch, those that are whole. */
export function metricsOf(batch: LineBatch): MetricsAnswer {
  const lines: MetricsLine[] = [];
  for (const line of batch.lines) {
    try {
      lines.push(parseMetrics(line, 'metrics.jsonl'));
    } catch (error) {
      if (!(error instanceof AgonError)) throw error;
    }
  }
  return { ...batch, lines, damaged: batch.lines.length - lines.length };
}

const encoder = new TextEncoder();
const encodeEvent = (data: unknown, id?: number): Uint8Array =>
  encoder.encode(`data: ${JSON.stringify(data)}\n${id === undefined ? '' : `id: ${id}\n`}\n`);

/** What the newest event of a stream is; it is read while somebody listens. */
class NewestEvent {
  readonly watch: Watch;
  private readonly read: () => unknown;
  private readonly stampOf: (() => string) | undefined;
  private stamp: string | undefined;
  private text = '';
  private event = new Uint8Array();

  constructor(read: () => unknown, pollMs: number, stampOf?: () => string) {
    this.read = read;
    this.stampOf = stampOf;
    this.watch = new Watch(() => this.look(), pollMs);
  }

  private look(): boolean {
    const stamp = this.stampOf?.();
    if (stamp !== undefined && stamp === this.stamp) return false;
    this.stamp = stamp;
    const text = JSON.stringify(this.read());
    if (text === this.text) return false;
    this.text = text;
    this.event = encoder.encode(`data: ${text}\n\n`);
    return true;
  }

  send(stream: SSEStreamingApi, signal: AbortSignal): Promise<void> {
    return this.watch.during(async () => {
      while (!signal.aborted) {
        const { version } = this.watch;
        await stream.write(this.event);
        await this.watch.changed(version, signal);
      }
    });
  }
}

/** An event of a file's lines: `end` is where the next one begins. */
interface LinesEvent {
  end: number;
  bytes: Uint8Array;
}

/** The metrics of one run, for all who follow them. */
class MetricsEvents {
  readonly watch: Watch;
  private readonly path: string;
  private stamp = '';
  private readonly kept = new Map<number, Promise<LinesEvent | undefined>>();

  constructor(path: string) {
    this.path = path;
    this.watch = new Watch(() => this.look(), METRICS_POLL_MS);
  }

  private look(): boolean {
    const found = statSync(this.path, { throwIfNoEntry: false });
    const stamp = found ? `${found.ino} ${found.size} ${found.mtimeMs}` : '';
    if (stamp === this.stamp) return false;
    this.stamp = stamp;
    this.kept.clear();
    return true;
  }

  private eventAt(offset: number): Promise<LinesEvent | undefined> {
    const known = this.kept.get(offset);
    if (known) return known;
    const event = nextBatch(this.path, offset, EVENT_BYTES).then(
      (batch) => batch && { end: batch.end, bytes: encodeEvent(metricsOf(batch), batch.end) },
    );
    this.kept.set(offset, event);
    event.catch(() => this.kept.delete(offset)); // whoever waits for it hears of it, the next one tries again
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= EVENTS_KEPT) break;
      this.kept.delete(oldest);
    }
    return event;
  }

  send(stream: SSEStreamingApi, from: number, signal: AbortSignal): Promise<void> {
    let offset = from;
    return this.watch.during(async () => {
      while (!signal.aborted) {
        const { version } = this.watch;
        const event = await this.eventAt(offset);
        if (event) {
          offset = event.end;
          await stream.write(event.bytes);
        } else await this.watch.changed(version, signal);
      }
    });
  }
}

/** Uses what all who ask for the same key share; it is forgotten when nobody is left. */
async function shared<T extends { watch: Watch }>(
  all: Map<string, T>,
  key: string,
  make: () => T,
  use: (one: T) => Promise<void>,
): Promise<void> {
  const one = all.get(key) ?? make();
  all.set(key, one);
  try {
    await use(one);
  } finally {
    if (!one.watch.isWatched && all.get(key) === one) all.delete(key);
  }
}

/** The streams of one server. */
export class Streams {
  private readonly newest = new Map<string, NewestEvent>();
  private readonly metrics = new Map<string, MetricsEvents>();
  private readonly open = new Set<() => void>();

  /** @param closing aborts when the server closes: all streams end */
  constructor(closing: AbortSignal) {
    closing.addEventListener('abort', () => {
      for (const end of [...this.open]) end();
    });
  }

  /**
   * Events with what `read` gives, one at once and one whenever it has changed.
   * @param stampOf where it is given, `read` is asked only after that has changed
   */
  whenChanged(
    context: Context,
    read: () => unknown,
    { stampOf, pollMs }: { stampOf?: () => string; pollMs: number },
  ): Response {
    const { path } = context.req;
    return this.answer(context, (stream, signal) => {
      return shared(
        this.newest,
        path,
        () => new NewestEvent(read, pollMs, stampOf),
        (event) => event.send(stream, signal),
      );
    });
  }

  /** The lines of a metrics file from a byte offset on, then those that are added. */
  metricsFrom(context: Context, path: string, from: number): Response {
    return this.answer(context, (stream, signal) => {
      return shared(
        this.metrics,
        path,
        () => new MetricsEvents(path),
        (events) => events.send(stream, from, signal),
      );
    });
  }

  /** A stream until its client leaves or the server closes. */
  private answer(
    context: Context,
    send: (stream: SSEStreamingApi, signal: AbortSignal) => Promise<void>,
  ): Response {
    if (context.req.raw.method === 'HEAD') {
      return context.body(null, 200, { 'Content-Type': 'text/event-stream' });
    }
    return streamSSE(context, async (stream) => {
      const left = new AbortController();
      const end = (): void => left.abort();
      stream.onAbort(end);
      this.open.add(end);
      try {
        await send(stream, left.signal);
      } finally {
        this.open.delete(end);
      }
    });
  }
}
