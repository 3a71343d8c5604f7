/** A board game against an agent that thinks in a Web Worker: clicks, sides, taking back, hints. */
import { formatSpec, parseSpec } from '@agon/core';
import { useSignal } from '@preact/signals';
import type { Game } from '@agon/envs';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Board } from './board.js';
import { moveCursor, withCursor, type Cursor, type Direction } from './cursor.js';
import { GameSession } from './gameSession.js';
import { useKeys } from './keys.js';
import { WorkerOpponent } from './opponent.js';
import type { OpponentChoice } from './playPage.js';
import { remembered } from './remembered.js';
import { formatRoute, goTo } from './route.js';
import { freshSeed } from './seed.js';
import { moveThoughts, withHints } from './thoughts.js';
import { ThoughtsPanel } from './thoughtsPanel.js';
import { words } from './words.js';

const hints = remembered<boolean>('agon.play.hints', false);
const side = remembered<number>('agon.play.side', 0);
/** Simulations a move that can be chosen, for agents that search. */
const VISITS = [1, 10, 50, 100, 400, 1600] as const;

export interface PlayGameProps {
  env: string;
  game: Game;
  /** An agent's spec. */
  opponent: string;
  opponents: readonly OpponentChoice[];
}

/** A session with a worker of its own, as long as the component is shown; `changes` rises whenever it changes. */
function useSession({ env, game, opponent }: PlayGameProps): {
  session: GameSession | undefined;
  changes: number;
} {
  const [session, setSession] = useState<GameSession>();
  const changes = useSignal(0);
  useEffect(() => {
    const worker = new WorkerOpponent();
    const made = new GameSession(game, worker, worker.load(env, opponent, freshSeed()), {
      side: Math.min(side.value, game.numPlayers - 1),
      hints: hints.value,
      onChange: () => void changes.value++,
    });
    setSession(made);
    return () => {
      made.stop();
      worker.dispose();
    };
  }, []);
  return { session, changes: changes.value };
}

export function PlayGame(props: PlayGameProps) {
  const { session, changes } = useSession(props);
  return session ? <Table {...props} session={session} changes={changes} /> : null;
}

function statusText(session: GameSession): string {
  const { status, game, state } = session;
  switch (status) {
    case 'loading':
      return words.play.loading;
    case 'thinking':
      return words.play.thinking;
    case 'yours':
      return words.play.yourTurn(game.playerNames[session.side]);
    case 'failed':
      return words.play.failed(session.failure ?? '');
    case 'over': {
      const own = state.returns()[session.side];
      return own > 0 ? words.play.won : own < 0 ? words.play.lost : words.play.drawn;
    }
  }
}

function Table({
  env,
  game,
  opponent,
  opponents,
  session,
  changes,
}: PlayGameProps & { session: GameSession; changes: number }) {
  const { state, status } = session;
  const newGame = (seat: number): void => {
    side.value = seat;
    session.newGame(seat);
  };
  const setHints = (wanted: boolean): void => {
    hints.value = wanted;
    session.setHints(wanted);
  };
  const cursor = useSignal<Cursor>(undefined);
  const walk = (direction: Direction) => (): void => {
    cursor.value = moveCursor(state.draw(), cursor.value, direction);
  };
  useKeys({
    ArrowLeft: walk('left'),
    ArrowUp: walk('up'),
    ArrowRight: walk('right'),
    ArrowDown: walk('down'),
    Enter: () => {
      const target = cursor.value === undefined ? undefined : state.draw().targets?.[cursor.value];
      if (target) session.play(target.action);
    },
    u: () => session.undo(),
    n: () => newGame(session.side),
    h: () => setHints(!hints.value),
  });
  const thoughts =
    hints.value && session.hint ? moveThoughts(session.hint, state, session.side, undefined) : undefined;
  const drawing = useMemo(() => {
    const board = withCursor(state.draw(), cursor.value);
    return thoughts ? withHints(board, thoughts.moves) : board;
  }, [changes, hints.value, cursor.value]);
  const placed = new Set(drawing.targets?.map(({ action }) => action));
  const unplaced = status === 'yours' ? state.legalActions().filter((action) => !placed.has(action)) : [];
  const moves = useMemo(() => moveTexts(game, state.history), [changes]);
  return (
    <>
      <header class="head">
        <h1>{game.title}</h1>
      </header>
      <div class="stage">
        <div class="stage-board">
          <p class={`play-status ${status}`} role="status" data-status={status}>
            {statusText(session)}
          </p>
          <Board drawing={drawing} onAction={(action) => session.play(action)} />
          <div class="row buttons">
            <button class="primary" disabled={status === 'loading'} onClick={() => newGame(session.side)}>
              {words.play.newGame}
            </button>
            <button disabled={!session.canUndo} onClick={() => session.undo()}>
              {words.play.undo}
            </button>
            {unplaced.map((action) => (
              <button key={action} onClick={() => session.play(action)}>
                {state.actionToString(action)}
              </button>
            ))}
            <label>
              <input
                type="checkbox"
                checked={hints.value}
                onChange={(event) => setHints(event.currentTarget.checked)}
              />{' '}
              {words.play.hints}
            </label>
          </div>
        </div>
        <div class="stage-side">
          <section class="panel fields">
            <label>
              {words.play.side}
              <select value={session.side} onChange={(event) => newGame(Number(event.currentTarget.value))}>
                {game.playerNames.map((name, seat) => (
                  <option key={name} value={seat}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <OpponentFields env={env} opponent={opponent} opponents={opponents} />
          </section>
          <section class="panel">
            <h2>{words.play.hintsTitle}</h2>
            <ThoughtsPanel
              thoughts={thoughts}
              instead={hints.value ? words.play.hintsWait : words.play.hintsOff}
              game={game}
              viewer={session.side}
            />
          </section>
          {moves.length > 0 && (
            <p class="muted small moves-played">{words.play.movesPlayed(moves.join(' '))}</p>
          )}
          {session.lastThoughtMs !== undefined && (
            <p class="muted small">{words.play.agentThought(session.lastThoughtMs)}</p>
          )}
        </div>
      </div>
    </>
  );
}

/** The moves played, each in the game's own text. */
function moveTexts(game: Game, history: readonly number[]): string[] {
  const state = game.newInitialState();
  return history.map((action) => {
    const text = state.actionToString(action);
    state.applyAssumeLegal(action);
    return text;
  });
}

/** Who plays, and how much it searches. Another choice is another address, and another game. */
function OpponentFields({ env, opponent, opponents }: Omit<PlayGameProps, 'game'>) {
  const { id, options } = parseSpec(opponent);
  const go = (agent: string): void => goTo({ page: 'play', env, against: agent });
  const known = opponents.find(({ agent }) => parseSpec(agent).id === id);
  const searches = id === 'mcts' || /^(runs|zoo)\//.test(id);
  return (
    <>
      <label>
        {words.play.opponent}
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
          {words.play.visits}
          <select
            value={options.visits ?? ''}
            onChange={(event) => go(formatSpec(id, { ...options, visits: event.currentTarget.value }))}
          >
            {!VISITS.some((visits) => String(visits) === options.visits) && (
              <option value={options.visits ?? ''}>{options.visits ?? words.play.defaultVisits}</option>
            )}
            {VISITS.map((visits) => (
              <option key={visits} value={visits}>
                {visits}
              </option>
            ))}
          </select>
        </label>
      )}
      <a class="small" href={formatRoute({ page: 'play', env: undefined, against: undefined })}>
        {words.play.otherGames}
      </a>
    </>
  );
}
