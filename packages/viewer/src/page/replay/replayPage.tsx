/** The replay of an episode or game, played again step by step, with what the player thought beside it. */
import { formatSpec } from '@agon/core';
import { gameOf } from '@agon/envs';
import type { Replay } from '@agon/runs';
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { Board } from '../board/board.js';
import { withHints } from '../board/boardMarks.js';
import { Seats } from '../board/seats.js';
import { ThoughtsPanel } from '../board/thoughtsPanel.js';
import { boardWords, thoughtWords } from '../board/words.js';
import { EpisodeGraph, type GraphLine } from '../charts/episodeGraph.js';
import { Icon } from '../elements/icons.js';
import { useKeys } from '../elements/keys.js';
import { remembered } from '../elements/remembered.js';
import { SpeedSelect } from '../elements/speedSelect.js';
import { formatNumber } from '../format.js';
import { ownReplay } from '../kept/games.js';
import { keptWords } from '../kept/words.js';
import { titleOf } from '../games.js';
import { kinds } from '../kinds.js';
import { formatRoute, noteInAddress, type Route } from '../route.js';
import { fetchGame, fetchReplay } from '../server/server.js';
import { playWords } from '../play/words.js';
import { replayOfCode } from '../share/gameLink.js';
import { ShareMenu } from '../share/shareMenu.js';
import { shareWords } from '../share/words.js';
import { words } from '../words.js';
import { AnalysisPanel } from './analysisPanel.js';
import { SURE_VISITS } from './gameStory.js';
import { Theatre, type Scene } from './theatre.js';
import { SPEEDS, Timeline } from './timeline.js';
import { useKeptAnalysis } from './useKeptAnalysis.js';
import { replayWords } from './words.js';

/** Whether marks on the board show what the player thought. */
const hints = remembered<boolean>('agon.replay.hints', true);
/** Wait before the step is written into the address, in milliseconds: browsers limit how often that may be done. */
const ADDRESS_DELAY_MS = 300;

interface ReplayPageProps {
  /** Where the replay lies, and the position to show first. */
  place: Extract<Route, { page: 'replay' | 'game' | 'own-game' | 'shared' }>;
}

function fetchFrom(place: ReplayPageProps['place']): Promise<Replay> {
  switch (place.page) {
    case 'replay':
      return fetchReplay(place.name, place.file);
    case 'game':
      return fetchGame(place.name, place.id);
    case 'own-game':
      return ownReplay(place.id);
    case 'shared':
      return replayOfCode(place.code);
  }
}

/** Where the replay was found: its run, its tournament, or the person's own games; a shared one leads to Play. */
function whole(place: ReplayPageProps['place']): { name: string; route: Route } {
  if (place.page === 'own-game') return { name: keptWords.title, route: { page: 'own-games' } };
  if (place.page === 'shared') {
    return { name: playWords.title, route: { page: 'play', env: undefined, against: undefined } };
  }
  const { page, name } = place;
  if (page === 'replay') return { name, route: { page: 'run', name } };
  return { name, route: { page: 'tournament', name, pair: undefined } };
}

/** Fetches the replay and puts it on stage; what is wrong with it is told instead. */
export function ReplayPage({ place }: ReplayPageProps) {
  const [theatre, setTheatre] = useState<Theatre>();
  const [failure, setFailure] = useState<string>();
  const found = whole(place);
  useEffect(() => {
    fetchFrom(place)
      .then((replay) => setTheatre(new Theatre(replay)))
      .catch((error: Error) => setFailure(error.message));
  }, []);
  return (
    <>
      <header class="head">
        <p class="small">
          <a href={formatRoute(found.route)}>{found.name}</a>
        </p>
        <h1>{titleOfReplay(place, theatre)}</h1>
      </header>
      {failure !== undefined && <p class="notice bad">{words.connection.failed(failure)}</p>}
      {!theatre && failure === undefined && <p class="muted">{words.connection.loading}</p>}
      {theatre && <Player theatre={theatre} place={place} />}
    </>
  );
}

/** Who played: "mcts:visits=60 (black) against random (white)"; of a run, at which step. */
function titleOfReplay(place: ReplayPageProps['place'], theatre: Theatre | undefined): string {
  if (place.page === 'replay') return replayWords.title(words.run.replay(place.file));
  const players = theatre?.replay.players ?? [];
  if (theatre && players.length === 2) {
    const { playerNames } = theatre.story;
    const [first, second] = players.map((agent, seat) => replayWords.seat(agent, playerNames[seat]));
    return replayWords.against(first, second);
  }
  if (place.page === 'game') {
    const { id } = place;
    return theatre ? replayWords.episodeOf(replayWords.episode(id), players[0]) : replayWords.game(id);
  }
  const name = place.page === 'shared' ? shareWords.shared : keptWords.one;
  return theatre ? titleOf(theatre.replay.env) : name;
}

/** Moves the timeline on with the screen's frames while it plays; asks for no frame while it rests. */
function useClock(timeline: Timeline, redraw: () => void): void {
  useEffect(() => {
    if (!timeline.playing) return undefined;
    let frame = requestAnimationFrame(function tick(now) {
      if (timeline.advance(now) || !timeline.playing) redraw();
      if (timeline.playing) frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [timeline, timeline.playing]);
}

function Player({ theatre, place }: { theatre: Theatre; place: ReplayPageProps['place'] }) {
  const { environment, replay } = theatre;
  const game = gameOf(environment);
  const timeline = useMemo(
    () => new Timeline(theatre.length, place.step, kinds[environment.kind].firstSpeed),
    [theatre],
  );
  /** The timeline is a plain object: whoever changes it asks for a new drawing. */
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const { agent: analysedBy, found, take } = useKeptAnalysis(theatre);
  const viewer = useSignal(0);
  const change = (what: (now: number) => void): void => {
    what(performance.now());
    redraw(undefined);
  };
  useKeys({
    ' ': () => change((now) => timeline.toggle(now)),
    ArrowLeft: () => change(() => timeline.step(-1)),
    ArrowRight: () => change(() => timeline.step(+1)),
    'Shift+ArrowLeft': () => change(() => timeline.step(-10)),
    'Shift+ArrowRight': () => change(() => timeline.step(+10)),
    Home: () => change((now) => timeline.seek(0, now)),
    End: () => change((now) => timeline.seek(timeline.length, now)),
    '-': () => change((now) => timeline.changeSpeed(-1, now)),
    '+': () => change((now) => timeline.changeSpeed(+1, now)),
    h: () => (hints.value = !hints.value),
  });
  useClock(timeline, () => redraw(undefined));
  // A link to another step of the replay that is already shown.
  useEffect(() => {
    if (place.step !== timeline.position) change((now) => timeline.seek(place.step, now));
  }, [place.step]);
  const { position } = timeline;
  useEffect(() => {
    const timer = window.setTimeout(() => noteInAddress({ ...place, step: position }), ADDRESS_DELAY_MS);
    return () => window.clearTimeout(timer);
  }, [position]);
  const scene = useMemo(
    () => theatre.scene(position, viewer.value),
    [theatre, position, viewer.value, found.value],
  );
  const drawing = useMemo(
    () =>
      hints.value && scene.thoughts?.kind === 'game'
        ? withHints(scene.drawing, scene.thoughts.moves)
        : scene.drawing,
    [scene, hints.value],
  );
  const isAtEnd = position === theatre.length;
  return (
    <>
      {theatre.divergence && <p class="notice bad">{replayWords.diverged(theatre.divergence.message)}</p>}
      <div class="stage">
        <div class="stage-board">
          <Board drawing={drawing} />
          <Controls timeline={timeline} change={change} />
        </div>
        <div class="stage-side">
          {game ? (
            <Seats seats={scene.seats} />
          ) : (
            <Score value={(isAtEnd ? theatre.finalReturns : scene.returns)[0]} isAtEnd={isAtEnd} />
          )}
          <p class="last-action">
            {lastActionText(theatre, scene)} {isAtEnd && <strong>{resultText(theatre, place.page)}</strong>}
          </p>
          <p class="commentary">{scene.commentary}</p>
          <Graphs
            theatre={theatre}
            viewer={viewer.value}
            found={found.value}
            position={position}
            seek={(to) => change((now) => timeline.seek(to, now))}
          />
          <section class="panel">
            <div class="row apart">
              <h2>{thoughtWords.title}</h2>
              {game?.numPlayers === 2 && (
                <label class="small">
                  {thoughtWords.pointOfView}{' '}
                  <select
                    value={viewer.value}
                    onChange={(event) => (viewer.value = Number(event.currentTarget.value))}
                  >
                    {game.playerNames.map((name, player) => (
                      <option key={name} value={player}>
                        {name}
                      </option>
                    ))}
                  </select>
                </label>
              )}
            </div>
            <ThoughtsPanel
              thoughts={scene.thoughts}
              instead={isAtEnd ? thoughtWords.over : thoughtWords.nothing}
              qRange={useMemo(() => theatre.qRange(), [theatre])}
              game={game}
              viewer={viewer.value}
            />
            {game && (
              <label class="small">
                <input
                  type="checkbox"
                  checked={hints.value}
                  onChange={(event) => (hints.value = event.currentTarget.checked)}
                />{' '}
                {replayWords.hintsOnBoard}
              </label>
            )}
          </section>
          <ShareMenu
            env={replay.env}
            replay={() => replay}
            drawing={drawing}
            isOver={replay.ended?.reason !== 'limit' || place.page === 'game'}
          />
          {game && theatre.length > 0 && (
            <AnalysisPanel
              env={formatSpec(replay.env, replay.options)}
              moves={replay.actions.slice(0, theatre.length)}
              take={take}
              analysedBy={analysedBy.value}
            />
          )}
        </div>
      </div>
      <p class="muted small">
        {replayWords.players([...new Set(replay.players)].join(', '))}{' '}
        {!theatre.divergence && replayWords.verified}
      </p>
    </>
  );
}

function Controls({
  timeline,
  change,
}: {
  timeline: Timeline;
  change: (what: (now: number) => void) => void;
}) {
  const { position, length, playing, speed } = timeline;
  const step = (by: number, label: string, text: string) => (
    <button title={label} aria-label={label} onClick={() => change(() => timeline.step(by))}>
      {text}
    </button>
  );
  const end = (to: number, label: string, icon: 'first' | 'last') => (
    <button title={label} aria-label={label} onClick={() => change((now) => timeline.seek(to, now))}>
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="controls">
      <input
        class="scrub"
        type="range"
        min="0"
        max={length}
        value={position}
        aria-label={replayWords.scrub}
        onInput={(event) => {
          const to = event.currentTarget.valueAsNumber;
          change((now) => timeline.seek(to, now));
        }}
      />
      <div class="row apart">
        <div class="buttons">
          {end(0, replayWords.start, 'first')}
          {step(-10, replayWords.back10, '−10')}
          {step(-1, replayWords.back1, '−1')}
          <button
            class="primary"
            aria-label={playing ? replayWords.pause : replayWords.play}
            title={playing ? replayWords.pause : replayWords.play}
            onClick={() => change((now) => timeline.toggle(now))}
          >
            <Icon name={playing ? 'pause' : 'play'} />
          </button>
          {step(+1, replayWords.forward1, '+1')}
          {step(+10, replayWords.forward10, '+10')}
          {end(length, replayWords.end, 'last')}
        </div>
        <output class="position">{replayWords.position(position, length)}</output>
        <label class="small">
          {replayWords.speed}{' '}
          <SpeedSelect
            speeds={SPEEDS}
            value={speed}
            onChange={(chosen) => change((now) => timeline.setSpeed(chosen, now))}
          />
        </label>
      </div>
    </div>
  );
}

function Score({ value, isAtEnd }: { value: number; isAtEnd: boolean }) {
  return (
    <div class="scores">
      <h2 class="small muted">{isAtEnd ? replayWords.finalScore : replayWords.score}</h2>
      <p class="score">{formatNumber(value)}</p>
    </div>
  );
}

/** What was played last: "Move 12: white D4". */
function lastActionText(theatre: Theatre, { lastAction, position }: Scene): string {
  if (lastAction === undefined) return boardWords.start0;
  return theatre.story.lastAction(position, lastAction);
}

/** How a replay ended, in words; undefined where the return says it all. */
function resultText(
  { replay, story, divergence, finalLead }: Theatre,
  page: ReplayPageProps['place']['page'],
): string | undefined {
  if (divergence) return undefined;
  const { ended } = replay;
  const player = story.playerNames[ended?.player ?? 0];
  if (ended?.reason === 'limit')
    return page === 'own-game' || page === 'shared' ? keptWords.unfinishedHere : replayWords.overLimit;
  if (ended?.reason === 'resign') return boardWords.overResigned(player);
  if (ended?.reason === 'forfeit') return boardWords.overForfeit(player, ended.text ?? '');
  return story.result(finalLead);
}

interface GraphsProps {
  theatre: Theatre;
  viewer: number;
  /** Another number where an analysis has found something since. */
  found: number;
  position: number;
  seek: (position: number) => void;
}

function Graphs({ theatre, viewer, found, position, seek }: GraphsProps) {
  const lines = useMemo(() => theatre.graphs(viewer), [theatre, viewer, found]);
  if (theatre.length === 0) return null;
  return (
    <div class="graphs">
      {lines.map((line) => (
        <Graph key={line.label} line={line} position={position} seek={seek} />
      ))}
    </div>
  );
}

function Graph({
  line,
  position,
  seek,
}: {
  line: GraphLine;
  position: number;
  seek: (position: number) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const graph = useRef<EpisodeGraph | undefined>(undefined);
  const go = useRef(seek);
  go.current = seek;
  useEffect(() => {
    if (!host.current) return undefined;
    const made = new EpisodeGraph(host.current, line, (to) => go.current(to));
    graph.current = made;
    return () => made.destroy();
  }, [line]);
  useEffect(() => graph.current?.update(position), [line, position]);
  return (
    <figure class="panel">
      <figcaption>
        <h3 class="inline">{line.label}</h3>{' '}
        <span class="muted small">
          {replayWords.graphHint} {line.isUnsure?.some(Boolean) && replayWords.unsureHint(SURE_VISITS)}
        </span>
      </figcaption>
      <div class="plot" ref={host} />
    </figure>
  );
}
