/** Who plays against the person, how much it searches, and by which options of the rules. */
import { formatSpec, parseSpec } from '@agon/core';
import { makeGame } from '@agon/envs';
import { optionsOf } from '../games.js';
import { formatRoute, goTo } from '../route.js';
import type { OpponentChoice } from './opponents.js';
import { playWords } from './words.js';

/** Simulations a move that can be chosen, for agents that search. */
const VISITS = [1, 10, 50, 100, 200, 400, 800, 1600] as const;

interface OpponentFieldsProps {
  env: string;
  /** An agent's spec. */
  opponent: string;
  opponents: readonly OpponentChoice[];
  /** The id of the game that is played; undefined before it is kept. */
  game: string | undefined;
}

/** Another player, or strength, is another address, where the same game goes on; by other rules it is another game. */
export function OpponentFields({ env, opponent, opponents, game }: OpponentFieldsProps) {
  const { id, options } = parseSpec(opponent);
  const go = (agent: string): void =>
    goTo({ page: 'play', env, against: agent, ...(game !== undefined && { game }) });
  const known = opponents.find(({ agent }) => parseSpec(agent).id === id);
  const searches = id === 'mcts' || /^(runs|zoo|page)\//.test(id);
  return (
    <>
      <label>
        {playWords.opponent}
        <select value={known?.agent ?? opponent} onChange={(event) => go(event.currentTarget.value)}>
          {!known && <option value={opponent}>{opponent}</option>}
          {opponents.map(({ agent, label }) => (
            <option key={agent} value={agent}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {searches && (
        <label>
          {playWords.visits}
          <select
            value={options.visits ?? ''}
            onChange={(event) => go(formatSpec(id, { ...options, visits: event.currentTarget.value }))}
          >
            {!VISITS.some((visits) => String(visits) === options.visits) && (
              <option value={options.visits ?? ''}>{options.visits ?? playWords.defaultVisits}</option>
            )}
            {VISITS.map((visits) => (
              <option key={visits} value={visits}>
                {visits}
              </option>
            ))}
          </select>
        </label>
      )}
      <Rules env={env} opponent={opponent} />
      <a class="small" href={formatRoute({ page: 'play', env: undefined, against: undefined })}>
        {playWords.otherGames}
      </a>
    </>
  );
}

/** Options of the rules that change the game; a trained network plays the board that it was trained on. */
function Rules({ env, opponent }: { env: string; opponent: string }) {
  const options = optionsOf(env);
  if (options.length === 0) return null;
  const { id } = makeGame(env);
  /** Another board needs another network: whoever can play it is chosen anew. */
  const stays = (key: string): boolean => key !== 'size' || !/^(runs|zoo|page)\//.test(opponent);
  const change = (key: string, value: string): void => {
    const chosen = Object.fromEntries(options.map((each) => [each.key, each.value]));
    goTo({
      page: 'play',
      env: formatSpec(id, { ...chosen, [key]: value }),
      against: stays(key) ? opponent : undefined,
    });
  };
  return (
    <details>
      <summary>{playWords.rules}</summary>
      <div class="fields">
        {options.map(({ key, value }) => (
          <label key={key}>
            {playWords.ruleNames[key] ?? key}
            <input
              type="number"
              step="any"
              value={value}
              onChange={(event) => change(key, event.currentTarget.value)}
            />
          </label>
        ))}
      </div>
    </details>
  );
}
