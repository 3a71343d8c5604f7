/** One run: learning curves that grow while it trains, its replays, checkpoints and settings. */
import { useSignal } from '@preact/signals';
import type { LiveGame } from '@agon/learning';
import {
  commandWords,
  isReadable,
  isSearch,
  subjectFlag,
  subjectOf,
  type ListedRun,
  type RunSummary,
} from '@agon/runs';
import { useEffect, useState } from 'preact/hooks';
import { LiveBoards } from '../board/liveBoards.js';
import { CurvesPanel } from '../charts/curvesPanel.js';
import { MetricsFeed } from '../charts/metricsFeed.js';
import { Damage } from '../elements/damage.js';
import { PlayLink } from '../elements/playLink.js';
import { StatusBadge } from '../elements/statusBadge.js';
import { formatNumber, formatSeconds, formatTime } from '../format.js';
import { isGame, shortSpec } from '../games.js';
import { formatRoute } from '../route.js';
import { areAllRuns, connected, runs, useLive } from '../server/feeds.js';
import { fetchListedRun, fullAddress, runAddress } from '../server/server.js';
import { words } from '../words.js';
import { Trials } from './trials.js';
import { runWords } from './words.js';

/** Follows a run's metrics as long as the component is shown. */
function useMetrics(name: string): MetricsFeed | undefined {
  const [feed, setFeed] = useState<MetricsFeed>();
  useEffect(() => {
    const opened = new MetricsFeed(name);
    setFeed(opened);
    return () => opened.close();
  }, [name]);
  return feed;
}

/** A run with all that it has made, asked for again whenever the list says that it has changed; or why there is none. */
function useRun(name: string): ListedRun | Error | undefined {
  const [run, setRun] = useState<ListedRun | Error>();
  const isListed = runs.value !== undefined;
  const entry = JSON.stringify(runs.value?.find((each) => each.name === name));
  const isMissing = isListed && areAllRuns.value && entry === undefined;
  const isConnected = connected.value;
  useEffect(() => {
    if (isMissing) setRun(new Error(runWords.unknown(name)));
    // The list is on its way, and with it whether there is such a run.
    if (!isListed || isMissing) return undefined;
    let isShown = true;
    const show = (found: ListedRun | Error): void => void (isShown && setRun(found));
    // A server that is away says nothing of the run: what was known of it stays.
    fetchListedRun(name).then(show, (error: Error) => void (error instanceof TypeError || show(error)));
    return () => void (isShown = false);
  }, [name, entry, isListed, isMissing, isConnected]);
  return run;
}

/** The run of this name, as soon as the server has answered. */
export function RunPage({ name }: { name: string }) {
  const run = useRun(name);
  if (!run) return <p class="muted">{words.connection.loading}</p>;
  if (run instanceof Error) return <p>{runWords.unknown(name)}</p>;
  if (isReadable(run)) return <Run run={run} />;
  return (
    <header class="head">
      <h1>{name}</h1>
      <p class="facts">
        <StatusBadge status={run.status} />
      </p>
      <Damage damage={run.damage} />
    </header>
  );
}

function Run({ run }: { run: RunSummary }) {
  const feed = useMetrics(run.name);
  // What stands below the curves comes after them: they would push it down.
  const areCurvesThere = feed !== undefined && (feed.version.value > 0 || Object.keys(run.last).length === 0);
  return (
    <>
      <RunHead run={run} />
      {run.status === 'running' && run.config.env !== undefined && isGame(run.config.env) && (
        <SelfPlay name={run.name} env={run.config.env} />
      )}
      {isSearch(run.config) && <Trials run={run} />}
      {feed && <CurvesPanel feed={feed} run={run} />}
      {areCurvesThere && (
        <>
          <div class="columns">
            {run.config.env !== undefined && !isSearch(run.config) && <Replays run={run} />}
            <Checkpoints run={run} />
          </div>
          <Settings run={run} />
        </>
      )}
    </>
  );
}

/** What is played at this moment; nothing where the algorithm does not show it, or between two rounds of games. */
function SelfPlay({ name, env }: { name: string; env: string }) {
  const games = useLive<LiveGame[]>(runAddress(name, 'live'));
  return games && games.length > 0 ? <LiveBoards env={env} games={games} /> : null;
}

function RunHead({ run }: { run: RunSummary }) {
  const { name, config, status, step, last } = run;
  return (
    <header class="head">
      <h1>{name}</h1>
      <p class="facts">
        <StatusBadge status={status} />
        <span>{config.algorithm}</span>
        <span>{shortSpec(subjectOf(config))}</span>
        <span>{words.run.step(step, config.steps)}</span>
        {last.seconds !== undefined && <span>{runWords.trained(last.seconds)}</span>}
      </p>
      <RunActions run={run} />
      {run.error !== undefined && <p class="notice bad">{words.run.failed(run.error)}</p>}
      <Damage damage={run.damage} />
      {(status === 'interrupted' || status === 'failed') && (
        <p>
          {words.run.resume}
          <code class="command">
            {`npx agon ${commandWords(config.algorithm).join(' ')} ${subjectFlag(config)} ${shortSpec(subjectOf(config))} --resume ${name}`}
          </code>
        </p>
      )}
    </header>
  );
}

/** What one comes for most: the newest replay, and a game against the agent. */
function RunActions({ run: { name, config, replays, checkpoints } }: { run: RunSummary }) {
  const { env } = config;
  const last = replays.at(-1);
  if (last === undefined && checkpoints.length === 0) return null;
  return (
    <div class="buttons">
      {last !== undefined && (
        <a class="button" href={formatRoute({ page: 'replay', name, file: last, step: 0 })}>
          {runWords.watchLast}
        </a>
      )}
      {env !== undefined && checkpoints.length > 0 && <PlayLink env={env} agent={`runs/${name}`} />}
    </div>
  );
}

/** How many links are shown before one asks for all. */
const FIRST_LINKS = 12;

/** The last few of many links, newest first, and all of them on demand. */
function Links<T>({ items, link }: { items: readonly T[]; link: (item: T) => preact.ComponentChild }) {
  const isOpen = useSignal(false);
  const newestFirst = items.toReversed();
  const shown = isOpen.value ? newestFirst : newestFirst.slice(0, FIRST_LINKS);
  return (
    <>
      <ul class="links">
        {shown.map((item) => (
          <li key={String(item)}>{link(item)}</li>
        ))}
      </ul>
      {shown.length < items.length && (
        <button class="quiet" onClick={() => (isOpen.value = true)}>
          {words.showAll(items.length)}
        </button>
      )}
    </>
  );
}

function Replays({ run }: { run: RunSummary }) {
  const { name } = run;
  return (
    <section class="panel">
      <h2>{runWords.replays}</h2>
      {run.replays.length === 0 && <p class="muted">{runWords.noReplays}</p>}
      <Links
        items={run.replays}
        link={(file) => (
          <a href={formatRoute({ page: 'replay', name, file, step: 0 })}>{words.run.replay(file)}</a>
        )}
      />
    </section>
  );
}

function Checkpoints({ run }: { run: RunSummary }) {
  const { name } = run;
  return (
    <section class="panel">
      <h2>{runWords.checkpoints}</h2>
      {run.checkpoints.length === 0 && <p class="muted">{runWords.noCheckpoints}</p>}
      <Links
        items={run.checkpoints}
        link={(step) => (
          <a
            href={fullAddress(runAddress(name, 'checkpoints', step)).href}
            download={`${name}-${step}.safetensors`}
            title={words.run.download(step)}
          >
            {runWords.checkpoint(step)}
          </a>
        )}
      />
    </section>
  );
}

function Settings({ run: { config } }: { run: RunSummary }) {
  const { about } = runWords;
  const rows: [string, string][] = [
    [about.algorithm, config.algorithm],
    [config.env === undefined ? about.data : about.env, subjectOf(config)],
    [about.seed, String(config.seed)],
    [about.preset, config.preset ?? about.noPreset],
    [about.workers, String(config.workers)],
    [about.checkpointEvery, formatNumber(config.checkpointEvery)],
    [about.created, formatTime(config.created)],
    ...(config.minutes === null
      ? []
      : [[about.minutes, formatSeconds(config.minutes * 60)] as [string, string]]),
    ...Object.entries(config.settings).map(([key, value]): [string, string] => [
      key,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
    ...Object.entries(config.versions),
  ];
  return (
    <details class="panel">
      <summary>
        <h2>{runWords.config}</h2>
      </summary>
      <dl class="settings">
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
