/** The viewer's JSON API over a folder of runs, with two streams of server-sent events. All answers are read from disk. */
import type { Checkpoint } from '@agon/agents';
import { AgonError } from '@agon/core';
import { diskCheckpoints, listRuns, readLiveGamesOf, readReplay, readRun, zooNames } from '@agon/arena/node';
import { Hono, type Context } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { followLines, readLines, type LineBatch } from './followLines.node.js';
import type { TournamentView } from './tournamentView.js';
import { Tournaments } from './tournaments.node.js';

/** How often files are looked at for something new, in milliseconds. */
const METRICS_POLL_MS = 250;
const RUNS_POLL_MS = 1000;
const LIVE_POLL_MS = 500;
/** A table that takes long to compute is computed for at most this share of the time. */
const TABLE_SHARE = 0.2;

/** Where the answers come from. */
interface ApiOptions {
  runsDir: string;
  /** Folders of trained agents that are kept; they need not exist. */
  zooDirs: readonly string[];
  /** Aborts when the server closes: the streams end. */
  closing: AbortSignal;
}

/** The answer of `GET /api/runs/:name/metrics`, and of each event of its stream (the event's id is `end`). */
export interface MetricsAnswer extends Omit<LineBatch, 'lines'> {
  /** Lines of metrics.jsonl, parsed. */
  lines: unknown[];
}

function parsed(batch: LineBatch): MetricsAnswer {
  return { ...batch, lines: batch.lines.map((line) => JSON.parse(line) as unknown) };
}

/** What went wrong as JSON: 404 for what is not there, 400 for other wrong requests, 500 for our own failures. */
function answerError(error: Error, context: Context): Response {
  if (!(error instanceof AgonError)) {
    console.error(error);
    return context.json({ error: { code: 'internal', message: error.message } }, 500);
  }
  const status = error.code === 'not-found' ? 404 : error.isUsage ? 400 : 500;
  return context.json({ error: { code: error.code, message: error.message } }, status);
}

/** A byte offset from a request; 0 where there is none. @throws bad-option */
function offsetFrom(text: string | undefined): number {
  const offset = Number(text ?? 0);
  if (Number.isSafeInteger(offset) && offset >= 0) return offset;
  throw new AgonError(
    'bad-option',
    `"${text}" is no byte offset: give the id of the last event, or nothing.`,
  );
}

/** An abort signal for one stream: when its client leaves, or when the server closes. */
function endOf(stream: SSEStreamingApi, closing: AbortSignal): AbortSignal {
  const left = new AbortController();
  stream.onAbort(() => left.abort());
  return AbortSignal.any([left.signal, closing]);
}

/**
 * Events with what `read` gives, one at once and one whenever it has changed. Where `stampOf` is given, `read` is asked only
 * after that has changed.
 */
function streamWhenChanged(
  context: Context,
  closing: AbortSignal,
  read: () => unknown,
  { stampOf, pollMs = RUNS_POLL_MS }: { stampOf?: () => string; pollMs?: number } = {},
): Response {
  return streamSSE(context, async (stream) => {
    const signal = endOf(stream, closing);
    let stamp: string | undefined;
    let sent = '';
    while (!signal.aborted) {
      const began = performance.now();
      const nextStamp = stampOf?.();
      if (nextStamp === undefined || nextStamp !== stamp) {
        stamp = nextStamp;
        const now = JSON.stringify(read());
        if (now !== sent) await stream.writeSSE({ data: now });
        sent = now;
      }
      const pause = Math.max(pollMs, (performance.now() - began) / TABLE_SHARE);
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  });
}

/** A tournament's view; where its files cannot be read, the words of what is wrong. */
function viewOrError(tournament: ReturnType<Tournaments['open']>): TournamentView | { error: string } {
  try {
    return tournament.view();
  } catch (error) {
    if (!(error instanceof AgonError)) throw error;
    return { error: error.message };
  }
}

/**
 * Routes: `/runs` (summaries), `/live/runs` (the same as events, one when something changed), `/runs/:name`,
 * `/runs/:name/metrics` (`?from=OFFSET`), `/runs/:name/metrics/live` (events that resume by Last-Event-ID), `/runs/:name/live` (self-play as it is played),
 * `/runs/:name/replays/:file`, `/runs/:name/checkpoints/:step` (safetensors bytes), `/zoo`, `/zoo/:name`,
 * `/zoo/:name/weights`, `/tournaments`, `/live/tournaments`, `/tournaments/:name`, `/tournaments/:name/live`,
 * `/tournaments/:name/games/:id` (a replay). Names reach the file system only where they are in a listing of it.
 */
export function apiRoutes({ runsDir, zooDirs, closing }: ApiOptions): Hono {
  const api = new Hono();
  api.onError(answerError);
  api.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
  });

  api.get('/runs', (context) => context.json(listRuns(runsDir)));

  api.get('/live/runs', (context) => streamWhenChanged(context, closing, () => listRuns(runsDir)));

  api.get('/runs/:name', (context) => context.json(readRun(runsDir, context.req.param('name'))));

  /** @throws not-found; so a name that is no run's reaches no path */
  const metricsPath = (name: string): string => {
    readRun(runsDir, name);
    return join(runsDir, name, 'metrics.jsonl');
  };

  api.get('/runs/:name/metrics', async (context) => {
    const from = offsetFrom(context.req.query('from'));
    return context.json(parsed(await readLines(metricsPath(context.req.param('name')), from)));
  });

  api.get('/runs/:name/metrics/live', (context) => {
    const path = metricsPath(context.req.param('name'));
    const from = offsetFrom(context.req.header('Last-Event-ID') ?? context.req.query('from'));
    return streamSSE(context, async (stream) => {
      for await (const batch of followLines(path, from, endOf(stream, closing), METRICS_POLL_MS)) {
        await stream.writeSSE({ id: String(batch.end), data: JSON.stringify(parsed(batch)) });
      }
    });
  });

  api.get('/runs/:name/live', (context) => {
    const { name } = readRun(runsDir, context.req.param('name')).config;
    const read = (): unknown => (existsSync(join(runsDir, name)) ? readLiveGamesOf(runsDir, name) : []);
    return streamWhenChanged(context, closing, read, { pollMs: LIVE_POLL_MS });
  });

  api.get('/runs/:name/replays/:file', (context) =>
    context.json(readReplay(runsDir, context.req.param('name'), context.req.param('file'))),
  );

  const tournaments = new Tournaments(runsDir);
  api.get('/tournaments', (context) => context.json(tournaments.list()));

  api.get('/live/tournaments', (context) =>
    streamWhenChanged(context, closing, () => tournaments.list(), { stampOf: () => tournaments.stamp() }),
  );

  api.get('/tournaments/:name', (context) =>
    context.json(tournaments.open(context.req.param('name')).view()),
  );

  api.get('/tournaments/:name/live', (context) => {
    const tournament = tournaments.open(context.req.param('name'));
    return streamWhenChanged(context, closing, () => viewOrError(tournament), {
      stampOf: () => tournament.stamp(),
    });
  });

  api.get('/tournaments/:name/games/:id', (context) => {
    const { name, id } = context.req.param();
    return context.json(tournaments.open(name).replay(id));
  });

  const checkpoints = diskCheckpoints(runsDir, zooDirs);
  const bytesOf = ({ weights }: Checkpoint): Uint8Array<ArrayBuffer> => new Uint8Array(weights);
  const BYTES = { 'Content-Type': 'application/octet-stream' };

  api.get('/runs/:name/checkpoints/:step', async (context) => {
    const { name, step } = context.req.param();
    return context.body(bytesOf(await checkpoints(`runs/${name}@${step}`)), 200, BYTES);
  });

  const withoutWeights = ({ algorithm, env, settings, step }: Checkpoint) => ({
    algorithm,
    env,
    settings,
    step,
  });

  api.get('/zoo', async (context) => {
    const names = zooNames(zooDirs);
    const agents = await Promise.all(names.map((name) => checkpoints(`zoo/${name}`)));
    return context.json(agents.map((agent, i) => ({ name: names[i], ...withoutWeights(agent) })));
  });

  api.get('/zoo/:name', async (context) =>
    context.json(withoutWeights(await checkpoints(`zoo/${context.req.param('name')}`))),
  );

  api.get('/zoo/:name/weights', async (context) =>
    context.body(bytesOf(await checkpoints(`zoo/${context.req.param('name')}`)), 200, BYTES),
  );

  api.all('*', (context) => {
    throw new AgonError('not-found', `there is nothing at ${context.req.path}.`);
  });
  return api;
}
