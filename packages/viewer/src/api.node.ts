/** The viewer's JSON API over a folder of runs, with two streams of server-sent events. All answers are read from disk. */
import { AgonError, isSystemError, systemErrorText } from '@agon/core';
import { inside } from '@agon/core/node';
import { readCheckpoint, type Checkpoint } from '@agon/learning';
import {
  diskCheckpoints,
  isThere,
  listRun,
  readingFault,
  readLiveGamesOf,
  readReplay,
  readTrials,
  readZooConfig,
  RunList,
  runDirectory,
  withFile,
  zooNames,
} from '@agon/runs/node';
import { Hono, type Context } from 'hono';
import { datasetRoutes } from './datasets.node.js';
import { readLines } from './lineBatches.node.js';
import type { RunsAnswer } from './runsAnswer.js';
import { SmallCurves } from './smallCurve.node.js';
import { metricsOf, Streams } from './streams.node.js';
import { Tournaments } from './tournaments.node.js';

/** How often files are looked at for something new, in milliseconds. */
const LIST_POLL_MS = 1000;
const LIVE_POLL_MS = 500;
/** How long runs are read before those that are known are told, in milliseconds. */
const LIST_BUDGET_MS = 60;

/** Where the answers come from. */
interface ApiOptions {
  runsDir: string;
  /** Folders of trained agents that are kept; they need not exist. */
  zooDirs: readonly string[];
  /** The folder of fetched datasets; it need not exist. */
  dataDir: string;
  /** Aborts when the server closes: the streams end. */
  closing: AbortSignal;
}

/** What went wrong as JSON: 404 for what is not there, 503 for the disk, 500 for our own failures, 400 for wrong requests and damaged files. */
function answerError(error: Error, context: Context): Response {
  if (isSystemError(error)) {
    return context.json({ error: { code: 'disk', message: `${systemErrorText(error)}.` } }, 503);
  }
  if (!(error instanceof AgonError)) {
    console.error(error);
    return context.json({ error: { code: 'internal', message: error.message } }, 500);
  }
  const status = error.code === 'not-found' ? 404 : error.code === 'internal' ? 500 : 400;
  return context.json({ error: { code: error.code, message: error.message } }, status);
}

/** What `read` gives; where files cannot be read, the words of what is wrong. */
function orError<T>(read: () => T): T | { error: string } {
  try {
    return read();
  } catch (error) {
    return { error: readingFault(error) };
  }
}

/** A byte offset from a request; 0 where there is none. @throws bad-option */
function offsetFrom(text: string | undefined): number {
  const offset = Number(text ?? 0);
  if (Number.isSafeInteger(offset) && /^\d+$/.test(text ?? '0')) return offset;
  throw new AgonError(
    'bad-option',
    `"${text}" is no byte offset: give the id of the last event, or nothing.`,
  );
}

/**
 * Routes: `/runs` (entries), `/live/runs` (the same as events, those that are known soon and then all), `/runs/:name`,
 * `/runs/:name/metrics` (`?from=OFFSET`), `/runs/:name/metrics/live` (events that resume by Last-Event-ID), `/runs/:name/live` (self-play as it is played),
 * `/runs/:name/curve` (the main metric, in few points), `/runs/:name/trials`, `/runs/:name/trials/live` (what a search has tried),
 * `/runs/:name/replays/:file`, `/runs/:name/checkpoints/:step` (safetensors bytes), `/zoo`, `/zoo/:name`,
 * `/zoo/:name/weights`, `/tournaments`, `/live/tournaments`, `/tournaments/:name`, `/tournaments/:name/live`,
 * `/tournaments/:name/games/:id` (a replay), `/datasets/…` (see `datasetRoutes`). Names reach the file system only where they are in a listing of it.
 */
export function apiRoutes({ runsDir, zooDirs, dataDir, closing }: ApiOptions): Hono {
  const api = new Hono();
  api.onError(answerError);
  api.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
  });

  const list = new RunList(runsDir);
  /** Reads what a look has left, in parts: other requests are answered in between. */
  const readOn = (): void => {
    if (list.isWhole || closing.aborted) return;
    list.read(LIST_BUDGET_MS);
    clearTimeout(next);
    next = setTimeout(readOn, 1);
  };
  let next: NodeJS.Timeout | undefined;
  const listed = (): RunsAnswer => ({ runs: list.entries, isWhole: list.isWhole });
  api.get('/runs', (context) => {
    list.look();
    return context.json(listed());
  });

  const streams = new Streams(closing);
  api.get('/live/runs', (context) =>
    streams.whenChanged(context, listed, {
      stampOf: () => {
        list.look(LIST_BUDGET_MS);
        readOn();
        return `${list.version} ${list.isWhole}`;
      },
      pollMs: LIST_POLL_MS,
    }),
  );

  api.get('/runs/:name', (context) => context.json(listRun(runsDir, context.req.param('name'))));

  /** @throws not-found; bad-file where there is something else in its place; so a name that is no run's reaches no path */
  const metricsPath = (name: string): string => {
    const path = inside(runDirectory(runsDir, name), 'metrics.jsonl');
    if (isThere(path)) withFile(path, () => undefined);
    return path;
  };

  api.get('/runs/:name/metrics', async (context) => {
    const from = offsetFrom(context.req.query('from'));
    return context.json(metricsOf(await readLines(metricsPath(context.req.param('name')), from)));
  });

  api.get('/runs/:name/metrics/live', (context) => {
    const path = metricsPath(context.req.param('name'));
    const from = offsetFrom(context.req.header('Last-Event-ID') ?? context.req.query('from'));
    return streams.metricsFrom(context, path, from);
  });

  const curves = new SmallCurves(runsDir);
  api.get('/runs/:name/curve', (context) => context.json(curves.of(context.req.param('name'))));

  api.get('/runs/:name/live', (context) => {
    const { name } = context.req.param();
    runDirectory(runsDir, name);
    // The games are there only while it trains; a file that is damaged is written anew in a moment.
    const read = (): unknown => {
      const games = orError(() => readLiveGamesOf(runsDir, name));
      return 'error' in games ? [] : games;
    };
    return streams.whenChanged(context, read, { pollMs: LIVE_POLL_MS });
  });

  api.get('/runs/:name/trials', (context) => context.json(readTrials(runsDir, context.req.param('name'))));

  api.get('/runs/:name/trials/live', (context) => {
    const { name } = context.req.param();
    runDirectory(runsDir, name);
    return streams.whenChanged(context, () => orError(() => readTrials(runsDir, name)), {
      pollMs: LIVE_POLL_MS,
    });
  });

  api.get('/runs/:name/replays/:file', (context) =>
    context.json(readReplay(runsDir, context.req.param('name'), context.req.param('file'))),
  );

  const tournaments = new Tournaments(runsDir);
  api.get('/tournaments', (context) => context.json(tournaments.list()));

  api.get('/live/tournaments', (context) =>
    streams.whenChanged(context, () => tournaments.list(), {
      stampOf: () => tournaments.stamp(),
      pollMs: LIST_POLL_MS,
    }),
  );

  api.get('/tournaments/:name', (context) =>
    context.json(tournaments.open(context.req.param('name')).view()),
  );

  api.get('/tournaments/:name/live', (context) => {
    const { name } = context.req.param();
    tournaments.open(name);
    return streams.whenChanged(context, () => orError(() => tournaments.open(name).view()), {
      stampOf: () => JSON.stringify(orError(() => tournaments.open(name).stamp())),
      pollMs: LIST_POLL_MS,
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
    return context.body(bytesOf(await readCheckpoint(`runs/${name}@${step}`, checkpoints)), 200, BYTES);
  });

  // One that is damaged is named with what is wrong, and hides none of the others.
  api.get('/zoo', (context) =>
    context.json(zooNames(zooDirs).map((name) => ({ name, ...orError(() => readZooConfig(zooDirs, name)) }))),
  );

  api.get('/zoo/:name', (context) => context.json(readZooConfig(zooDirs, context.req.param('name'))));

  api.get('/zoo/:name/weights', async (context) =>
    context.body(bytesOf(await readCheckpoint(`zoo/${context.req.param('name')}`, checkpoints)), 200, BYTES),
  );

  api.route('/datasets', datasetRoutes(dataDir));

  api.all('*', (context) => {
    throw new AgonError('not-found', `there is nothing at ${context.req.path}.`);
  });
  return api;
}
