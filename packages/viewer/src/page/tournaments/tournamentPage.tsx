/** One tournament: standings with intervals, the crosstable whose cells open their games, and the games. Live while it plays. */
import { formatDecimals } from '@agon/core';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { TournamentView } from '../../tournamentView.js';
import { Damage } from '../elements/damage.js';
import { StatusBadge } from '../elements/statusBadge.js';
import { formatNumber, formatTime } from '../format.js';
import { shortSpec } from '../games.js';
import { kinds } from '../kinds.js';
import { useLive } from '../server/feeds.js';
import { tournamentAddress } from '../server/server.js';
import { words } from '../words.js';
import { Crosstable } from './crosstable.js';
import { EpisodeTable } from './episodeTable.js';
import { GameList } from './gameList.js';
import { GameStandingsTable, ScoreStandingsTable } from './standingsTable.js';
import { tournamentWords } from './words.js';

interface TournamentPageProps {
  name: string;
  /** The agents whose games are listed; undefined = all. */
  pair: readonly [number, number] | undefined;
}

/** The tournament of this name; while it plays the server sends it anew. */
export function TournamentPage({ name, pair }: TournamentPageProps) {
  const view = useLive<TournamentView | { error: string }>(`${tournamentAddress(name)}/live`, (error) => ({
    error,
  }));
  if (!view) return <p class="muted">{words.connection.loading}</p>;
  if ('result' in view) return <Tournament view={view} pair={pair} />;
  return (
    <>
      <h1>{name}</h1>
      <p class="notice bad">{view.error}</p>
    </>
  );
}

function Tournament({ view, pair }: { view: TournamentView; pair: TournamentPageProps['pair'] }) {
  const { result, games, agents } = view;
  const list = useRef<HTMLElement>(null);
  const chosen = pair?.every((agent) => agent < agents.length) ? pair : undefined;
  // A cell that was clicked shows what it opened, also where the list lies below the screen.
  useLayoutEffect(() => {
    if (chosen) list.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.join('-')]);
  return (
    <>
      <Head view={view} />
      <Damage damage={view.damage} />
      {result.warnings.map((warning) => (
        <p key={warning} class="notice">
          {warning}
        </p>
      ))}
      {result.kind === 'game' ? (
        <>
          <GameStandingsTable standings={result} />
          <Crosstable standings={result} agents={agents} tournament={view.name} chosen={chosen} />
          <section class="panel" ref={list}>
            <GameList view={view} pair={chosen} />
          </section>
        </>
      ) : (
        <>
          <ScoreStandingsTable standings={result} />
          {games.length > 0 && <EpisodeTable view={view} />}
        </>
      )}
    </>
  );
}

function Head({ view }: { view: TournamentView }) {
  const { name, status, env, played, total, created, result, resume } = view;
  const games = result.kind === 'game' ? result : undefined;
  const test = games?.sprt;
  return (
    <header class="head">
      <h1>{name}</h1>
      <p class="facts">
        <StatusBadge status={status} />
        <span>{shortSpec(env)}</span>
        <span class="played">{tournamentWords.played(played, total, kinds[result.kind].contest)}</span>
        {games && games.duplicates > 0 && <span>{tournamentWords.duplicates(games.duplicates)}</span>}
        {games && games.firstPlayerScore !== null && (
          <span>{tournamentWords.firstPlayer(games.firstPlayerScore, played - games.duplicates)}</span>
        )}
        <span>{formatTime(created)}</span>
      </p>
      {test && (
        <p>
          {tournamentWords.sprt(test.elo0, test.elo1)} {tournamentWords.sprtDecision[test.decision]}{' '}
          <span class="muted">
            {tournamentWords.llr(
              formatDecimals(test.llr, 2),
              formatNumber(test.lower),
              formatNumber(test.upper),
            )}
          </span>
        </p>
      )}
      {status === 'interrupted' && (
        <p>
          {words.run.resume}
          <code class="command">{resume}</code>
        </p>
      )}
    </header>
  );
}
