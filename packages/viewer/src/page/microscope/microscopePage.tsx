/** The room of the search microscope: which agent, and its search simulation by simulation. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { SmallBoard } from '../board/smallBoard.js';
import { formatNumber } from '../format.js';
import { isGame, titleOf } from '../games.js';
import { trainedAgents, useShipped } from '../play/trainedAgents.js';
import { formatRoute, goTo } from '../route.js';
import { EdgeTable } from './edgeTable.js';
import { MICROSCOPE } from './microscope.js';
import { WAYS, type SearchLook, type Way } from './microscopeService.js';
import { MicroscopeSession } from './microscopeSession.js';
import { microscopeWords } from './words.js';

/** Milliseconds between two simulations that play by themselves. */
const PACE = 250;
const MOST_SIMULATIONS = 2000;

/** Tree search without a network plays every board; these are small enough to follow. */
const PLAIN = ['tic_tac_toe', 'connect_four'].map((env) => ({
  agent: 'mcts',
  env,
  label: `mcts: ${titleOf(env)}`,
}));

/** "go:size=9|zoo/go9": a game and who searches it. */
const keyOf = ({ env, agent }: { env: string; agent: string }): string => `${env}|${agent}`;

/** @param model the game and agent to begin with, as `keyOf` writes them */
export function MicroscopePage({ model }: { model: string | undefined }) {
  const shipped = useShipped();
  const choices = [
    ...PLAIN,
    ...trainedAgents(shipped, isGame).map((each) => ({
      ...each,
      label: `${each.label}: ${titleOf(each.env)}`,
    })),
  ];
  const [env, agent] = (model ?? keyOf(PLAIN[0])).split('|');
  const session = useSignal<MicroscopeSession | undefined>(undefined);
  useEffect(() => {
    const made = new MicroscopeSession(env, agent ?? 'mcts');
    session.value = made;
    return () => made.close();
  }, [model]);
  return (
    <>
      <p>
        <a href={formatRoute({ page: 'learn', lesson: undefined })}>{microscopeWords.allLessons}</a>
      </p>
      <h1>{microscopeWords.title}</h1>
      <p>{microscopeWords.about}</p>
      <form class="panel fields" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>{microscopeWords.agent}</span>
          <select
            value={model ?? keyOf(PLAIN[0])}
            onChange={({ currentTarget }) => goTo({ page: 'learn', lesson: MICROSCOPE, model: currentTarget.value })} // prettier-ignore
          >
            {model !== undefined && !choices.some((each) => keyOf(each) === model) && (
              <option value={model}>{model}</option>
            )}
            {choices.map((each) => (
              <option key={keyOf(each)} value={keyOf(each)}>
                {each.label}
              </option>
            ))}
          </select>
        </label>
        {session.value && <SearchFields session={session.value} />}
      </form>
      {session.value && <Search key={model} session={session.value} />}
    </>
  );
}

function SearchFields({ session }: { session: MicroscopeSession }) {
  return (
    <>
      <label>
        <span>{microscopeWords.way}</span>
        <select
          value={session.way.value}
          onChange={(event) => session.choose(event.currentTarget.value as Way)}
        >
          {WAYS.map((way) => (
            <option key={way} value={way}>
              {microscopeWords.wayName(way)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{microscopeWords.budget}</span>
        <input
          type="number"
          min={1}
          max={MOST_SIMULATIONS}
          value={session.budget.value}
          onChange={({ currentTarget }) =>
            session.plan(
              Math.max(1, Math.min(MOST_SIMULATIONS, Math.round(currentTarget.valueAsNumber) || 1)),
            )
          }
        />
      </label>
    </>
  );
}

function Search({ session }: { session: MicroscopeSession }) {
  const look = session.look.value;
  if (session.failure.value !== undefined) return <p class="notice bad">{session.failure.value}</p>;
  if (!look) return <p class="muted">{microscopeWords.loading}</p>;
  return (
    <>
      <Scrubber session={session} />
      <p>{microscopeWords.walk(look.walk)}</p>
      <div class="microscope">
        <div class="panel">
          <SmallBoard drawing={look.drawing} />
          <Path session={session} look={look} />
        </div>
        <div class="panel">
          <Node session={session} look={look} />
        </div>
      </div>
    </>
  );
}

/** Through the simulations: a slider, single steps, and by itself. */
function Scrubber({ session }: { session: MicroscopeSession }) {
  const isPlaying = useSignal(false);
  const { at, budget } = session;
  useEffect(() => {
    if (!isPlaying.value) return undefined;
    const timer = setInterval(() => {
      if (at.value >= budget.value) isPlaying.value = false;
      else session.goTo(at.value + 1);
    }, PACE);
    return () => clearInterval(timer);
  }, [isPlaying.value, session]);
  return (
    <div class="panel scrubber">
      <button
        type="button"
        onClick={() => {
          if (at.value >= budget.value) session.goTo(0);
          isPlaying.value = !isPlaying.value;
        }}
      >
        {isPlaying.value ? microscopeWords.pause : microscopeWords.play}
      </button>
      <button type="button" onClick={() => session.goTo(at.value - 1)}>
        {microscopeWords.before}
      </button>
      <input
        type="range"
        aria-label={microscopeWords.scrub}
        min={0}
        max={budget.value}
        value={at.value}
        onInput={(event) => session.goTo(event.currentTarget.valueAsNumber)}
      />
      <button type="button" onClick={() => session.goTo(at.value + 1)}>
        {microscopeWords.after}
      </button>
      <output>{microscopeWords.simulations(at.value, budget.value)}</output>
    </div>
  );
}

/** The moves from the root, each a way back up. */
function Path({ session, look }: { session: MicroscopeSession; look: SearchLook }) {
  return (
    <nav aria-label={microscopeWords.path} class="tree-path">
      <button type="button" disabled={look.path.length === 0} onClick={() => session.descend([])}>
        {microscopeWords.root}
      </button>
      {look.pathNames.map((name, i) => (
        <button
          key={i}
          type="button"
          disabled={i === look.path.length - 1}
          onClick={() => session.descend(look.path.slice(0, i + 1))}
        >
          {name}
        </button>
      ))}
      {look.path.length > 0 && look.node.player >= 0 && (
        <button type="button" onClick={() => session.searchAfter([...session.history.value, ...look.path])}>
          {microscopeWords.searchHere}
        </button>
      )}
      {session.history.value.length > 0 && (
        <button type="button" onClick={() => session.searchAfter([])}>
          {microscopeWords.start}
        </button>
      )}
    </nav>
  );
}

function Node({ session, look }: { session: MicroscopeSession; look: SearchLook }) {
  const { node, path } = look;
  if (node.edges.length === 0) return <p>{microscopeWords.over}</p>;
  const text = (value: number): string => formatNumber(Number(value.toFixed(3)));
  return (
    <>
      <p>{microscopeWords.value(node.visits, text(node.value), text(node.rawValue))}</p>
      <EdgeTable
        look={look}
        way={session.way.value}
        descend={(action) => session.descend([...path, action])}
      />
    </>
  );
}
