/** A board game against an agent that thinks in a Web Worker: clicks, sides, taking back, hints. */
import { useSignal } from '@preact/signals';
import { drawState, type Game } from '@agon/envs';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Board } from '../board/board.js';
import { withHints, withOwnership } from '../board/boardMarks.js';
import { moveCursor, withCursor, type Cursor, type Direction } from '../board/cursor.js';
import { seatOf, Seats } from '../board/seats.js';
import { moveThoughts } from '../board/thoughts.js';
import { ThoughtsPanel } from '../board/thoughtsPanel.js';
import { boardWords, thoughtWords } from '../board/words.js';
import { useKeys } from '../elements/keys.js';
import { remembered } from '../elements/remembered.js';
import { boardReplay, resignedIn, type GameContent, type KeptGame } from '../kept/keptGame.js';
import { KeptNotices } from '../kept/keptNotices.js';
import { useKeeper, type Keeping } from '../kept/useKeeper.js';
import { formatRoute, type Route } from '../route.js';
import { ShareMenu } from '../share/shareMenu.js';
import { GameSession } from './gameSession.js';
import { WorkerOpponent } from './opponent.js';
import { OpponentFields } from './opponentFields.js';
import type { OpponentChoice } from './opponents.js';
import { freshSeed } from './seed.js';
import { playWords } from './words.js';

const hints = remembered<boolean>('agon.play.hints', false);
const side = remembered<number>('agon.play.side', 0);
/** Whether the expected owners of the cells are shown. */
const ownership = remembered<boolean>('agon.play.ownership', false);

interface PlayGameProps {
  env: string;
  game: Game;
  /** An agent's spec. */
  opponent: string;
  opponents: readonly OpponentChoice[];
  /** The game to go on with; undefined for a new one. */
  kept: KeptGame | undefined;
  /** What happened to the game that the address names, where it is not the one that is played. */
  note: string | undefined;
}

/** What a session does not know of its game. */
interface Played {
  env: string;
  opponent: string;
  seed: string;
}

/** A session with a worker of its own, as long as the component is shown; `changes` rises whenever it changes. */
function useSession({ env, game, opponent, kept }: PlayGameProps, keeping: Keeping) {
  const [session, setSession] = useState<GameSession>();
  const changes = useSignal(0);
  const seed = useMemo(() => kept?.replay.seed ?? freshSeed(), []);
  useEffect(() => {
    const worker = new WorkerOpponent();
    const made = new GameSession(game, worker, worker.load(env, opponent, freshSeed()), {
      side: kept?.side ?? Math.min(side.value, game.numPlayers - 1),
      hints: hints.value,
      territory: ownership.value,
      resumed: kept && {
        actions: kept.replay.actions,
        accounts: kept.replay.account ?? [],
        resigned: resignedIn(kept.replay),
      },
      onChange() {
        changes.value++;
        // A game is kept from the person's first move on.
        if (made.status !== 'loading' && (keeping.id.value !== undefined || made.canUndo))
          keeping.keep(contentOf(made, { env, opponent, seed }));
      },
    });
    setSession(made);
    return () => {
      made.stop();
      worker.dispose();
    };
  }, []);
  return { session, seed, changes: changes.value };
}

/** The game as it is now, to be kept or saved. */
function contentOf(session: GameSession, { env, opponent, seed }: Played): GameContent {
  const { game, side, state, accounts, resigned } = session;
  const isOver = state.isTerminal || resigned !== undefined;
  const players = game.playerNames.map((_, player) => (player === side ? playWords.you : opponent));
  const played = { game, seed, actions: state.history, accounts, resigned, isOver, players };
  return { env, against: opponent, side, isOver, replay: boardReplay(played) };
}

/** One game; nothing is shown before its session is there. */
export function PlayGame(props: PlayGameProps) {
  const keeping = useKeeper(props.kept, { page: 'play', env: props.env, against: props.opponent });
  const { session, seed, changes } = useSession(props, keeping);
  return session ? (
    <Table {...props} keeping={keeping} session={session} seed={seed} changes={changes} />
  ) : null;
}

function statusText(session: GameSession): string {
  const { status, game } = session;
  switch (status) {
    case 'loading':
      return playWords.loading;
    case 'thinking':
      return playWords.thinking;
    case 'yours':
      return playWords.yourTurn(game.playerNames[session.side]);
    case 'failed':
      return playWords.failed(session.failure ?? '');
    case 'over': {
      const own = session.result ?? 0;
      const text = own > 0 ? playWords.won : own < 0 ? playWords.lost : playWords.drawn;
      if (session.resigned === undefined) return text;
      return `${boardWords.overResigned(game.playerNames[session.resigned])} ${text}`;
    }
  }
}

function Table({
  env,
  game,
  opponent,
  opponents,
  note,
  keeping,
  session,
  seed,
  changes,
}: PlayGameProps & { keeping: Keeping; session: GameSession; seed: string; changes: number }) {
  const { state, status } = session;
  /** The game that was left for this one. */
  const before = useRef<Extract<Route, { page: 'play' }> | undefined>(undefined);
  const newGame = (seat: number): void => {
    const { value: left } = keeping.id;
    before.current = left === undefined ? undefined : { page: 'play', env, against: opponent, game: left };
    side.value = seat;
    keeping.beginAnother();
    session.newGame(seat);
  };
  const setHints = (wanted: boolean): void => {
    hints.value = wanted;
    session.setHints(wanted);
  };
  const setOwnership = (wanted: boolean): void => {
    ownership.value = wanted;
    session.setTerritory(wanted);
  };
  const cursor = useSignal<Cursor>(undefined);
  const walk = (direction: Direction) => (): void => {
    cursor.value = moveCursor(drawState(state), cursor.value, direction);
  };
  useKeys({
    ArrowLeft: walk('left'),
    ArrowUp: walk('up'),
    ArrowRight: walk('right'),
    ArrowDown: walk('down'),
    Enter: () => {
      const target = cursor.value === undefined ? undefined : drawState(state).targets?.[cursor.value];
      if (target) session.play(target.action);
    },
    u: () => session.undo(),
    n: () => newGame(session.side),
    h: () => setHints(!hints.value),
    o: () => setOwnership(!ownership.value),
  });
  const thoughts =
    hints.value && session.hint ? moveThoughts(session.hint, state, session.side, undefined) : undefined;
  const drawing = useMemo(() => {
    const board = withCursor(drawState(state), cursor.value);
    const owned =
      ownership.value && session.territory && !state.isTerminal
        ? withOwnership(board, state, session.territory.ownership)
        : board;
    return thoughts ? withHints(owned, thoughts.moves) : owned;
  }, [changes, hints.value, ownership.value, cursor.value]);
  const placed = new Set(drawing.targets?.map(({ action }) => action));
  const unplaced = status === 'yours' ? state.legalActions().filter((action) => !placed.has(action)) : [];
  const moves = useMemo(() => moveTexts(game, state.history), [changes]);
  const hasTerritory = state.ownershipInto !== undefined;
  const seats = game.playerNames.map((_, player) =>
    seatOf(state, player, player === session.side ? playWords.you : opponent),
  );
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
              {playWords.newGame}
            </button>
            <button disabled={!session.canUndo} onClick={() => session.undo()}>
              {playWords.undo}
            </button>
            {unplaced.map((action) => (
              <button key={action} onClick={() => session.play(action)}>
                {state.actionToString(action)}
              </button>
            ))}
            {status === 'over' && keeping.id.value !== undefined && (
              <a
                class="button"
                href={formatRoute({ page: 'own-game', id: keeping.id.value, step: state.history.length })}
              >
                {playWords.review}
              </a>
            )}
            {session.resigned === session.side ? (
              <button onClick={() => session.takeResignationBack()}>{playWords.playOn}</button>
            ) : (
              <button disabled={status !== 'yours' && status !== 'thinking'} onClick={() => session.resign()}>
                {playWords.resign}
              </button>
            )}
          </div>
          <KeptNotices keeping={keeping} note={note} before={before.current} />
          <div class="row">
            <Switch label={playWords.hints} shortcut="H" isOn={hints.value} set={setHints} />
            {hasTerritory && (
              <Switch label={playWords.ownership} shortcut="O" isOn={ownership.value} set={setOwnership} />
            )}
          </div>
        </div>
        <div class="stage-side">
          <Seats seats={seats} />
          {hasTerritory && (ownership.value || status === 'over') && <p class="lead">{leadText(session)}</p>}
          <section class="panel fields">
            <label>
              {playWords.side}
              <select value={session.side} onChange={(event) => newGame(Number(event.currentTarget.value))}>
                {game.playerNames.map((name, seat) => (
                  <option key={name} value={seat}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <OpponentFields env={env} opponent={opponent} opponents={opponents} game={keeping.id.value} />
          </section>
          <section class="panel">
            <h2>{playWords.hintsTitle}</h2>
            <ThoughtsPanel
              thoughts={thoughts}
              instead={insteadOfHints(session)}
              game={game}
              viewer={session.side}
            />
          </section>
          <ShareMenu
            env={game.id}
            replay={() => contentOf(session, { env, opponent, seed }).replay}
            drawing={drawing}
            isOver={status === 'over'}
          />
          {moves.length > 0 && (
            <p class="muted small moves-played">{playWords.movesPlayed(moves.join(' '))}</p>
          )}
          {session.lastThoughtMs !== undefined && (
            <p class="muted small">{playWords.agentThought(session.lastThoughtMs)}</p>
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

/** A checkbox with the key that does the same. */
function Switch(props: { label: string; shortcut: string; isOn: boolean; set: (isOn: boolean) => void }) {
  return (
    <label>
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={(event) => props.set(event.currentTarget.checked)}
      />{' '}
      {props.label} <kbd>{props.shortcut}</kbd>
    </label>
  );
}

/** Why there is no hint. */
function insteadOfHints({ status, isHintAwaited }: GameSession): string {
  if (!hints.value) return playWords.hintsOff;
  if (status === 'over') return thoughtWords.over;
  if (status !== 'yours') return playWords.hintsWait;
  return isHintAwaited ? playWords.hintsThinking : thoughtWords.nothing;
}

/** By how much who leads; at the end, has won. */
function leadText({ game, state, status, territory, knowsTerritory, resigned }: GameSession): string {
  if (status === 'over' && resigned !== undefined) return '';
  if (!territory) {
    if (knowsTerritory === false) return playWords.noTerritory;
    return knowsTerritory && status !== 'failed' ? playWords.territoryThinking : '';
  }
  const leader = game.playerNames[territory.lead >= 0 ? 0 : 1];
  const points = Math.abs(territory.lead);
  if (state.isTerminal) return points === 0 ? playWords.drawn : boardWords.wonBy(leader, points);
  return playWords.expectedLead(leader, points);
}
