/**
 * Playing: against an agent at a board game, an environment by hand, or watching an agent at it; without an environment, what
 * there is to play.
 */
import { formatSpec } from '@agon/core';
import { makeEnvironment, type Environment } from '@agon/envs';
import { isReadable } from '@agon/runs';
import { useMemo } from 'preact/hooks';
import { runs } from './feeds.js';
import { byHandSpec, environmentsOf, firstSpec, isGame, isSameBoard, shortSpec, watchSpec } from './games.js';
import { PlayEnv } from './playEnv.js';
import { PlayGame } from './playGame.js';
import { PlayerField, playersOf } from './playerField.js';
import { formatRoute } from './route.js';
import { trainedAgents, useShipped, zooDamage, type Shipped } from './trainedAgents.js';
import { WatchEnv } from './watchEnv.js';
import { formatNumber, words } from './words.js';

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
    const player = <PlayerField env={id} agent={against} players={playersOf(id, shipped)} />;
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
  const trained = trainedAgents(shipped, (each) => isSameBoard(each, env));
  const untrained = UNTRAINED.map(([name, agent]) => ({ agent, label: words.play.untrained[name] }));
  return [...trained, ...untrained];
}

function Choice({ shipped }: { shipped: readonly Shipped[] }) {
  const trained = (runs.value ?? [])
    .filter(isReadable)
    .filter((run) => isGame(run.config.env) && run.checkpoints.length > 0);
  return (
    <>
      <h1>{words.play.title}</h1>
      {zooDamage.value.map((text) => (
        <p key={text} class="notice bad">
          {text}
        </p>
      ))}
      <h2>{words.play.againstTitle}</h2>
      {runs.value && trained.length === 0 && (
        <p>
          {words.play.noAgents} <code class="command">{words.play.noAgentsCommand}</code>
        </p>
      )}
      <div class="cards">
        {trained.map(({ name, config, step }) => (
          <Card
            key={name}
            title={name}
            env={config.env}
            against={`runs/${name}`}
            game={shortSpec(config.env)}
            about={`${config.algorithm}, ${words.play.checkpointSteps(step)}`}
          />
        ))}
        {shipped
          .filter(({ env }) => isGame(env))
          .map(({ agent, env, algorithm }) => (
            <Card
              key={agent}
              title={agent}
              env={shortSpec(env)}
              against={agent}
              game={shortSpec(env)}
              about={algorithm}
            />
          ))}
        {environmentsOf('game').map((info) => (
          <Card
            key={info.id}
            title={info.title}
            env={firstSpec(info)}
            against={UNTRAINED[0][1]}
            game={words.play.untrained.mcts}
            about={words.play.visitsCount(formatNumber(400))}
          />
        ))}
      </div>
      <h2>{words.play.watchTitle}</h2>
      <div class="cards">
        {shipped
          .filter(({ env }) => !isGame(env))
          .map(({ agent, env, algorithm }) => (
            <Card
              key={agent}
              title={agent}
              env={watchSpec(env)}
              against={agent}
              game={watchSpec(env)}
              about={algorithm}
            />
          ))}
      </div>
      <h2>{words.play.byHandTitle}</h2>
      <div class="cards">
        {environmentsOf('env').map((info) => (
          <Card key={info.id} title={info.title} env={byHandSpec(info)} about={info.id} />
        ))}
      </div>
    </>
  );
}

interface CardProps {
  title: string;
  /** Where it leads. */
  env: string;
  against?: string;
  /** What is played, or by whom. */
  game?: string;
  about: string;
}

/** One thing to choose. */
function Card({ title, env, against, game, about }: CardProps) {
  return (
    <a class="panel card" href={formatRoute({ page: 'play', env, against })}>
      <strong>{title}</strong>
      {game !== undefined && <span>{game}</span>}
      <span class="muted">{about}</span>
    </a>
  );
}
