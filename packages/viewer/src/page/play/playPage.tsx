/**
 * Playing: against an agent at a board game, an environment by hand, or watching an agent at it; without an environment, what
 * there is to play.
 */
import { makeEnvironment, unwrapped, type Environment } from '@agon/envs';
import { isReadable } from '@agon/runs';
import { useMemo } from 'preact/hooks';
import { formatNumber } from '../format.js';
import { byHandSpec, environmentsOf, firstSpec, isGame, shortSpec, watchSpec } from '../games.js';
import type { KeptGame } from '../kept/keptGame.js';
import { GoOn } from '../kept/goOn.js';
import { useKeptGame } from '../kept/useKeptGame.js';
import { keptWords } from '../kept/words.js';
import { OpenButton } from '../open/opener.js';
import { formatRoute } from '../route.js';
import { runs } from '../server/feeds.js';
import { words } from '../words.js';
import { opponentsFor, UNTRAINED } from './opponents.js';
import { PlayEnv } from './playEnv.js';
import { PlayerField, playersOf } from './playerField.js';
import { PlayGame } from './playGame.js';
import { useShipped, zooDamage, type Shipped } from './trainedAgents.js';
import { WatchEnv } from './watchEnv.js';
import { playWords } from './words.js';

interface PlayPageProps {
  /** Specs from the address; wrong ones are told as an error, with the words of the registry. */
  env: string | undefined;
  against: string | undefined;
  /** The id of a game that the browser keeps; undefined for a new one. */
  game: string | undefined;
}

/** What the address names, or what there is to choose. */
export function PlayPage({ env, against, game }: PlayPageProps) {
  const shipped = useShipped();
  const found = useKeptGame(game);
  // Made once: whoever plays it goes on where the lists of runs and agents change.
  const environment = useMemo(() => (env === undefined ? undefined : made(env)), [env]);
  if (env === undefined || environment === undefined) return <Choice shipped={shipped} />;
  if (environment instanceof Error) {
    return <p class="notice bad">{words.connection.failed(environment.message)}</p>;
  }
  if (!found) return <p class="muted">{words.connection.loading}</p>;
  const { kept, note } = resumable(found, game, environment);
  if (environment.kind === 'env') {
    const { id } = environment.env;
    const player = <PlayerField env={id} agent={against} players={playersOf(id, shipped)} />;
    if (against === undefined) {
      return (
        <PlayEnv key={`${env} ${game}`} spec={env} env={environment.env} kept={kept} note={note}>
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
  const opponent = against ?? kept?.against ?? opponents[0].agent;
  return (
    <PlayGame
      key={`${env} ${opponent} ${game}`}
      env={env}
      game={environment.game}
      opponent={opponent}
      opponents={opponents}
      kept={kept}
      note={note}
    />
  );
}

/** The kept game, where it can be continued, and what is to be said of it. */
function resumable(
  { game: kept, failure }: NonNullable<ReturnType<typeof useKeptGame>>,
  id: string | undefined,
  environment: Environment,
): { kept: KeptGame | undefined; note: string | undefined } {
  if (id === undefined) return { kept: undefined, note: undefined };
  if (!kept) return { kept, note: failure === undefined ? keptWords.noGame : keptWords.notKept(failure) };
  const { id: env, version } = unwrapped(environment);
  const isSame = kept.replay.env === env && kept.replay.version === version;
  return isSame ? { kept, note: undefined } : { kept: undefined, note: keptWords.otherRules };
}

/** What a spec names, or what is wrong with it. */
function made(env: string): Environment | Error {
  try {
    return makeEnvironment(env);
  } catch (error) {
    return error as Error;
  }
}

function Choice({ shipped }: { shipped: readonly Shipped[] }) {
  const trained = (runs.value ?? [])
    .filter(isReadable)
    .flatMap(({ config, ...run }) =>
      config.env !== undefined && isGame(config.env) && run.checkpoints.length > 0
        ? [{ ...run, config }]
        : [],
    );
  return (
    <>
      <h1>{playWords.title}</h1>
      <OpenButton />
      <GoOn />
      {zooDamage.value.map((text) => (
        <p key={text} class="notice bad">
          {text}
        </p>
      ))}
      <h2>{playWords.againstTitle}</h2>
      {runs.value && trained.length === 0 && (
        <p>
          {playWords.noAgents} <code class="command">{playWords.noAgentsCommand}</code>
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
            about={`${config.algorithm}, ${words.agent.checkpointSteps(step)}`}
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
            game={playWords.untrained.mcts}
            about={playWords.visitsCount(formatNumber(400))}
          />
        ))}
      </div>
      <h2>{playWords.watchTitle}</h2>
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
      <h2>{playWords.byHandTitle}</h2>
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
