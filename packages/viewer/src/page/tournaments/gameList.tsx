/** The games of a tournament, or those of one pair of agents; each opens as a replay where its value swung most. */
import { makeGame } from '@agon/envs';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { TournamentGame, TournamentView } from '../../tournamentView.js';
import { boardWords } from '../board/words.js';
import { formatNumber } from '../format.js';
import { formatRoute } from '../route.js';
import { words } from '../words.js';
import { tournamentWords } from './words.js';

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
        <h2>{pair ? tournamentWords.gamesOf(agents[pair[0]], agents[pair[1]]) : tournamentWords.allGames}</h2>
        {pair && (
          <a class="small" href={formatRoute({ page: 'tournament', name, pair: undefined })}>
            {tournamentWords.showAllGames}
          </a>
        )}
      </div>
      {listed.length === 0 && <p class="muted">{tournamentWords.noGames}</p>}
      {listed.length > 0 && (
        <table class="list games">
          <thead>
            <tr>
              {playerNames.map((player) => (
                <th key={player} scope="col">
                  {player}
                </th>
              ))}
              <th scope="col">{tournamentWords.columns.result}</th>
              <th scope="col" class="number">
                {tournamentWords.columns.moves}
              </th>
              <th scope="col">{tournamentWords.columns.watch}</th>
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
        <button onClick={() => (isOpen.value = true)}>{words.showAll(listed.length)}</button>
      )}
      {listed.some(({ turningPoint }) => turningPoint !== undefined) ? (
        <p class="muted small">{tournamentWords.turningHint}</p>
      ) : (
        listed.length > 0 && <p class="muted small">{tournamentWords.noAccounts}</p>
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
        {winner < 0 ? boardWords.drawn : boardWords.won(playerNames[winner])}{' '}
        <span class="muted small">
          {reason(game, playerNames)}
          {isDuplicate && ` ${tournamentWords.isDuplicate}`}
        </span>
      </td>
      <td class="number moves" data-label={tournamentWords.columns.moves}>
        {formatNumber(length)}
      </td>
      <td class="watch">
        <a href={formatRoute({ page: 'game', name, id, step: turningPoint ?? 0 })}>
          {turningPoint === undefined ? tournamentWords.watch : tournamentWords.watchAt(turningPoint)}
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
      return tournamentWords.endedByLimit;
    case 'agreed':
      return ended.text ?? tournamentWords.endedAgreed;
    case 'resign':
      return boardWords.overResigned(player);
    case 'forfeit':
      return boardWords.overForfeit(player, ended.text ?? '');
  }
}
