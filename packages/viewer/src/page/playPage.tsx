/**
 * Playing: against an agent at a board game, an environment by hand, or watching an agent at it; without an environment, what
 * there is to play.
 */
import { formatSpec } from '@agon/core';
import { makeEnvironment, type Environment } from '@agon/envs';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { runs } from './feeds.js';
import { byHandSpec, environmentsOf, firstSpec, isGame, isSameBoard, shortSpec, watchSpec } from './games.js';
import { PlayEnv } from './playEnv.js';
import { PlayGame } from './playGame.js';
import { pageAgents } from './pageAgents.js';
import { PlayerField, playersOf } from './playerField.js';
import { formatRoute } from './route.js';
import { fetchZoo, type ZooEntry } from './server.js';
import { WatchEnv } from './watchEnv.js';
import { formatNumber, words } from './words.js';

/** A trained agent that is no run: its name begins with its place. */
export interface Shipped extends ZooEntry {
  agent: string;
}

/** The trained agents of the zoo and of this browser; none until they are there. */
export function useShipped(): Shipped[] {
  const [shipped, setShipped] = useState<Shipped[]>([]);
  useEffect(() => {
    const take = (place: string) => (found: ZooEntry[]) =>
      setShipped((before) => [
        ...before,
        ...found.map((each) => ({ ...each, agent: `${place}/${each.name}` })),
      ]);
    const report = (error: Error): void => console.error(error);
    fetchZoo().then(take('zoo'), report);
    pageAgents().then(take('page'), report);
  }, []);
  return shipped;
}

/** Both are specs from the address; wrong ones are told as an error, with the words of the registry. */
export function PlayPage({ env, against }: { env: string | undefined; against: string | undefined }) {
  const shipped = useShipped();
  // Made once: whoever plays it goes on where the lists of runs and agents change.
  const environment = useMemo(() => (env === undefined ? undefined : made(env)), [env]);
  if (env === undefined || environment === undefined) return <Choice shipped={shipped} />;
  if (environment instanceof Error) {
    return <p class="notice bad">{words.connection.failed(environment.message)}</p>;
  }
  if (environment.kind === 'env') {
    const { id } = environment.env;
    const player = <PlayerField env={id} agent={against} players={playersOf(id, shipped, runs.value)} />;
    if (against === undefined) {
      return (
        <PlayEnv key={env} env={environment.env}>
          {player}
        </PlayEnv>
      );
    }
    return (
      <WatchEnv key={`${env} ${against}`} env={environment.env} spec={env} agent={against}>
        {player}
      </WatchEnv>
    );
  }
  const opponents = opponentsFor(env, shipped);
  const opponent = against ?? opponents[0].agent;
  return (
    <PlayGame
      key={`${env} ${opponent}`}
      env={env}
      game={environment.game}
      opponent={opponent}
      opponents={opponents}
    />
  );
}

/** What a spec names, or what is wrong with it. */
function made(env: string): Environment | Error {
  try {
    return makeEnvironment(env);
  } catch (error) {
    return error as Error;
  }
}

/** Agents that do not have to be trained, with the simulations that make a quick and decent opponent. */
const UNTRAINED = [
  ['mcts', formatSpec('mcts', { visits: 400 })],
  ['solver', 'solver'],
  ['random', 'random'],
] as const;

/** An agent that one can play against. */
export interface OpponentChoice {
  agent: string;
  label: string;
}

/** Whoever plays this game: trained agents first, the newest of all at the top. */
export function opponentsFor(env: string, shipped: readonly Shipped[]): OpponentChoice[] {
  const trained = (runs.value ?? [])
    .filter((run) => isSameBoard(run.config.env, env) && run.checkpoints.length > 0)
    .map(({ config, checkpoints }) => ({
      agent: `runs/${config.name}`,
      label: words.play.trainedFor(config.name, checkpoints[checkpoints.length - 1]),
    }));
  const others = shipped
    .filter((each) => isSameBoard(each.env, env))
    .map(({ agent }) => ({ agent, label: agent }));
  const untrained = UNTRAINED.map(([name, agent]) => ({ agent, label: words.play.untrained[name] }));
  return [...trained, ...others, ...untrained];
}

function Choice({ shipped }: { shipped: readonly Shipped[] }) {
  const trained = (runs.value ?? []).filter((run) => isGame(run.config.env) && run.checkpoints.length > 0);
  return (
    <>
      <h1>{words.play.title}</h1>
      <h2>{words.play.againstTitle}</h2>
      {runs.value && trained.length === 0 && (
        <p>
          {words.play.noAgents} <code class="command">{words.play.noAgentsCommand}</code>
        </p>
      )}
      <div class="cards">
        {trained.map(({ config, step }) => (
          <a
            key={config.name}
            class="panel card"
            href={formatRoute({ page: 'play', env: config.env, against: `runs/${config.name}` })}
          >
            <strong>{config.name}</strong>
            <span>{shortSpec(config.env)}</span>
            <span class="muted">
              {config.algorithm}, {words.play.checkpointSteps(step)}
            </span>
          </a>
        ))}
        {shipped
          .filter(({ env }) => isGame(env))
          .map(({ agent, env, algorithm }) => (
            <a
              key={agent}
              class="panel card"
              href={formatRoute({ page: 'play', env: shortSpec(env), against: agent })}
            >
              <strong>{agent}</strong>
              <span>{shortSpec(env)}</span>
              <span class="muted">{algorithm}</span>
            </a>
          ))}
        {environmentsOf('game').map((info) => (
          <a
            key={info.id}
            class="panel card"
            href={formatRoute({ page: 'play', env: firstSpec(info), against: UNTRAINED[0][1] })}
          >
            <strong>{info.title}</strong>
            <span>{words.play.untrained.mcts}</span>
            <span class="muted">{words.play.visitsCount(formatNumber(400))}</span>
          </a>
        ))}
      </div>
      <h2>{words.play.watchTitle}</h2>
      <div class="cards">
        {shipped
          .filter(({ env }) => !isGame(env))
          .map(({ agent, env, algorithm }) => (
            <a
              key={agent}
              class="panel card"
              href={formatRoute({ page: 'play', env: watchSpec(env), against: agent })}
            >
              <strong>{agent}</strong>
              <span>{watchSpec(env)}</span>
              <span class="muted">{algorithm}</span>
            </a>
          ))}
      </div>
      <h2>{words.play.byHandTitle}</h2>
      <div class="cards">
        {environmentsOf('env').map((info) => (
          <a
            key={info.id}
            class="panel card"
            href={formatRoute({ page: 'play', env: byHandSpec(info), against: undefined })}
          >
            <strong>{info.title}</strong>
            <span class="muted">{info.id}</span>
          </a>
        ))}
      </div>
    </>
  );
}
