/** The front door: games that are being played, the ways in, and what was trained last. */
import { isReadable, subjectOf, type RunEntry } from '@agon/runs';
import type { TournamentSummary } from '../../tournamentView.js';
import { StatusBadge } from '../elements/statusBadge.js';
import { shortSpec } from '../games.js';
import { metricTitle } from '../elements/metricTitle.js';
import { formatRoute, goTo, type Route } from '../route.js';
import { runs, useLive } from '../server/feeds.js';
import { beginFirst } from '../train/beginFirst.js';
import { RecordedGame } from './recordedGame.js';
import { recordedBreakout, recordedGo } from './recordedGames.js';
import { SmallCurveView } from './smallCurveView.js';
import { homeWords } from './words.js';

/** How many of the newest are shown. */
const [RUNS_SHOWN, TOURNAMENTS_SHOWN] = [6, 4];

const GO: Route = { page: 'play', env: 'go9', against: 'zoo/go9' };
const BREAKOUT: Route = { page: 'play', env: 'minatar-breakout', against: 'zoo/minatar-breakout' };

/** Everything below the first screen comes at once when all of it is known, so that nothing moves. */
export function HomePage() {
  const tournaments = useLive<TournamentSummary[]>('api/live/tournaments');
  return (
    <>
      <section class="front">
        <div class="front-words">
          <h1>{homeWords.title}</h1>
          <p>{homeWords.about}</p>
          <ul class="plain ways">
            <Way to={GO} title={homeWords.play} about={homeWords.playAbout} isFirst />
            <Way to={BREAKOUT} title={homeWords.watch} about={homeWords.watchAbout} />
            <Way
              to={{ page: 'train' }}
              title={homeWords.train}
              about={homeWords.trainAbout}
              before={beginFirst}
            />
            <Way to={{ page: 'lecture' }} title={homeWords.learn} about={homeWords.learnAbout} />
          </ul>
        </div>
        <div class="front-games">
          <RecordedGame {...recordedGo} title={homeWords.go}>
            <span class="muted small">{homeWords.players(recordedGo.replay.players)}</span>
          </RecordedGame>
          <RecordedGame {...recordedBreakout} title={homeWords.breakout}>
            <span class="muted small">{homeWords.players(recordedBreakout.replay.players)}</span>
          </RecordedGame>
        </div>
      </section>
      {runs.value && tournaments && (
        <>
          <LatestRuns />
          <LatestTournaments list={tournaments} />
        </>
      )}
    </>
  );
}

interface WayProps {
  to: Route;
  title: string;
  about: string;
  isFirst?: boolean;
  /** What is begun on the way there. */
  before?: () => Promise<void>;
}

/** One way into the product; a link, so that it opens in another tab, too. */
function Way({ to, title, about, isFirst = false, before }: WayProps) {
  return (
    <li>
      <a
        class={isFirst ? 'panel way first' : 'panel way'}
        href={formatRoute(to)}
        onClick={(event) => {
          if (!before || event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          before()
            .catch((error: unknown) => console.error(error)) // the room of training offers it again
            .finally(() => goTo(to));
        }}
      >
        <strong>{title}</strong>
        <span>{about}</span>
      </a>
    </li>
  );
}

function LatestRuns() {
  const all = runs.value ?? [];
  const shown = all.filter(isReadable).slice(0, RUNS_SHOWN);
  return (
    <section class="latest">
      <div class="row apart">
        <h2>{homeWords.runs}</h2>
        {all.length > 0 && <a href={formatRoute({ page: 'runs' })}>{homeWords.allRuns(all.length)}</a>}
      </div>
      {all.length === 0 ? (
        <div class="panel empty">
          <p>{homeWords.noRuns}</p>
          <code class="command">{homeWords.noRunsCommand}</code>
          <a class="button" href={formatRoute({ page: 'train' })}>
            {homeWords.noRunsTrain}
          </a>
        </div>
      ) : (
        <ul class="plain latest-cards">
          {shown.map((run) => (
            <RunCard key={run.name} run={run} />
          ))}
        </ul>
      )}
    </section>
  );
}

function RunCard({ run: { name, config, status, step, result } }: { run: RunEntry }) {
  return (
    <li>
      <a class="panel run-card" href={formatRoute({ page: 'run', name })}>
        <strong>{name}</strong>
        <span class="muted small">
          <StatusBadge status={status} /> {config.algorithm} · {shortSpec(subjectOf(config))}
        </span>
        <SmallCurveView name={name} step={step} />
        <span class="small">
          {result
            ? homeWords.result(metricTitle(config.algorithm, result.metric), result.value)
            : homeWords.noResult}
        </span>
      </a>
    </li>
  );
}

function LatestTournaments({ list }: { list: readonly TournamentSummary[] }) {
  return (
    <section class="latest">
      <div class="row apart">
        <h2>{homeWords.tournaments}</h2>
        {list.length > 0 && (
          <a href={formatRoute({ page: 'tournaments' })}>{homeWords.allTournaments(list.length)}</a>
        )}
      </div>
      {list.length === 0 ? (
        <div class="panel empty">
          <p>{homeWords.noTournaments}</p>
          <code class="command">{homeWords.noTournamentsCommand}</code>
        </div>
      ) : (
        <ul class="plain latest-cards">
          {list
            .filter(({ error }) => error === undefined)
            .slice(0, TOURNAMENTS_SHOWN)
            .map(({ name, env, agents, played, total, status }) => (
              <li key={name}>
                <a class="panel run-card" href={formatRoute({ page: 'tournament', name, pair: undefined })}>
                  <strong>{name}</strong>
                  <span class="muted small">
                    <StatusBadge status={status} /> {shortSpec(env)}
                  </span>
                  <span class="small agents">{agents.join(', ')}</span>
                  <span class="small">{homeWords.played(played, total)}</span>
                </a>
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
