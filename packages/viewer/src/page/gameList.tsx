/** The games of a tournament, or those of one pair of agents; each opens as a replay where its value swung most. */
import { makeGame } from '@agon/envs';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { TournamentGame, TournamentView } from '../tournamentView.js';
import { formatRoute } from './route.js';
import { formatNumber, words } from './words.js';

/** Games that are listed before one asks for all. */
const FIRST_GAMES = 40;

/** The newest come first; `pair` names agents by their index in the tournament. */
export function GameList({
  view,
  pair,
}: {
  view: TournamentView;
  pair: readonly [number, number] | undefined;
}) {
  const isOpen = useSignal(false);
  const { agents, games, name, env } = view;
  const playerNames = useMemo(() => makeGame(env).playerNames, [env]);
  const listed = pair ? games.filter(({ seats }) => pair.every((agent) => seats.includes(agent))) : games;
  const newestFirst = listed.toReversed();
  const shown = isOpen.value ? newestFirst : newestFirst.slice(0, FIRST_GAMES);
  return (
    <>
      <div class="row apart">
        <h2>
          {pair ? words.tournament.gamesOf(agents[pair[0]], agents[pair[1]]) : words.tournament.allGames}
        </h2>
        {pair && (
          <a class="small" href={formatRoute({ page: 'tournament', name, pair: undefined })}>
            {words.tournament.showAllGames}
          </a>
        )}
      </div>
      {listed.length === 0 && <p class="muted">{words.tournament.noGames}</p>}
      {listed.length > 0 && (
        <table class="list games">
          <thead>
            <tr>
              {playerNames.map((player) => (
                <th key={player} scope="col">
                  {player}
                </th>
              ))}
              <th scope="col">{words.tournament.columns.result}</th>
              <th scope="col" class="number">
                {words.tournament.columns.moves}
              </th>
              <th scope="col">{words.tournament.columns.watch}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((game) => (
              <Row key={game.id} game={game} view={view} playerNames={playerNames} />
            ))}
          </tbody>
        </table>
      )}
      {listed.length > shown.length && (
        <button onClick={() => (isOpen.value = true)}>{words.run.showAll(listed.length)}</button>
      )}
      {listed.some(({ turningPoint }) => turningPoint !== undefined) ? (
        <p class="muted small">{words.tournament.turningHint}</p>
      ) : (
        listed.length > 0 && <p class="muted small">{words.tournament.noAccounts}</p>
      )}
    </>
  );
}

function Row({
  game,
  view,
  playerNames,
}: {
  game: TournamentGame;
  view: TournamentView;
  playerNames: readonly string[];
}) {
  const { id, seats, length, turningPoint, isDuplicate } = game;
  const { name, agents } = view;
  const winner = game.result.findIndex((result) => result > 0);
  return (
    <tr class={isDuplicate ? 'not-counted' : undefined}>
      {seats.map((agent, seat) => (
        <td key={seat} class={seat === winner ? 'player winner' : 'player'} data-label={playerNames[seat]}>
          {agents[agent]}
        </td>
      ))}
      <td class="result">
        {winner < 0 ? words.replay.drawn : words.replay.won(playerNames[winner])}{' '}
        <span class="muted small">
          {reason(game, playerNames)}
          {isDuplicate && ` ${words.tournament.isDuplicate}`}
        </span>
      </td>
      <td class="number moves" data-label={words.tournament.columns.moves}>
        {formatNumber(length)}
      </td>
      <td class="watch">
        <a href={formatRoute({ page: 'game', name, id, step: turningPoint ?? 0 })}>
          {turningPoint === undefined ? words.tournament.watch : words.tournament.watchAt(turningPoint)}
        </a>
      </td>
    </tr>
  );
}

/** Why a game did not end by its rules, in words. */
function reason({ ended }: TournamentGame, playerNames: readonly string[]): string {
  if (!ended) return '';
  const player = playerNames[ended.player ?? 0];
  switch (ended.reason) {
    case 'limit':
      return words.tournament.endedByLimit;
    case 'agreed':
      return ended.text ?? words.tournament.endedAgreed;
    case 'resign':
      return words.replay.overResigned(player);
    case 'forfeit':
      return words.replay.overForfeit(player, ended.text ?? '');
  }
}
