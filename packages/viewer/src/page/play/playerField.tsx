/** Who plays an environment: the person, or an agent to watch. Another choice is another address, and another game. */
import { scriptedEnvs } from '@agon/agents';
import { specByHand } from '@agon/envs';
import { idOf, watchSpec } from '../games.js';
import { formatRoute, goTo } from '../route.js';
import { trainedAgents, type Shipped } from './trainedAgents.js';
import { playWords } from './words.js';

/** An agent, and the environment that it plays. */
interface PlayerChoice {
  agent: string;
  env: string;
  label: string;
}

/** Whoever can be watched at the environment `id`: trained agents first, the newest of all at the top. */
export function playersOf(id: string, shipped: readonly Shipped[]): PlayerChoice[] {
  const trained = trainedAgents(shipped, (env) => idOf(env) === id);
  const untrained = Object.hasOwn(scriptedEnvs, id)
    ? (['scripted', 'random'] as const)
    : (['random'] as const);
  return [
    ...trained.map((each) => ({ ...each, env: watchSpec(each.env) })),
    ...untrained.map((agent) => ({ agent, env: id, label: playWords.untrained[agent] })),
  ];
}

interface PlayerFieldProps {
  /** The environment's id. */
  env: string;
  /** The agent's spec; undefined: the person plays. */
  agent: string | undefined;
  players: readonly PlayerChoice[];
}

/** The person first, then `players`. */
export function PlayerField({ env, agent, players }: PlayerFieldProps) {
  const choose = (value: string): void => {
    const player = players.find((each) => each.agent === value);
    goTo({ page: 'play', env: player?.env ?? specByHand(env), against: player?.agent });
  };
  const isKnown = agent === undefined || players.some((each) => each.agent === agent);
  return (
    <>
      <label>
        {playWords.player}
        <select name="player" value={agent ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">{playWords.byHand}</option>
          {!isKnown && <option value={agent}>{agent}</option>}
          {players.map((each) => (
            <option key={each.agent} value={each.agent}>
              {each.label}
            </option>
          ))}
        </select>
      </label>
      <a class="small" href={formatRoute({ page: 'play', env: undefined, against: undefined })}>
        {playWords.otherGames}
      </a>
    </>
  );
}
