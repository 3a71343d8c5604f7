/** An environment played by hand: arrow keys or buttons, at a chosen pace, saved as a replay file on demand. */
import { useSignal } from '@preact/signals';
import { actionKeys, drawEnv, keySign, type Env } from '@agon/envs';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { actionName } from '../board/actionName.js';
import { Board } from '../board/board.js';
import { useKeys } from '../elements/keys.js';
import { titleOf } from '../games.js';
import type { KeptGame } from '../kept/keptGame.js';
import { KeptNotices } from '../kept/keptNotices.js';
import { useKeeper, type Keeping } from '../kept/useKeeper.js';
import type { Route } from '../route.js';
import { Scores, SpeedField } from './envFields.js';
import { ShareMenu } from '../share/shareMenu.js';
import { EnvSession } from './envSession.js';
import { usePace } from './pace.js';
import { freshSeed } from './seed.js';
import { playWords } from './words.js';

/** While it runs, a game is kept so often, in milliseconds. */
const KEEP_EVERY_MS = 1000;

interface PlayEnvProps {
  env: Env;
  /** As the address names it. */
  spec: string;
  /** The game to go on with; undefined for a new one. */
  kept: KeptGame | undefined;
  /** What happened to the game that the address names, where it is not the one that is played. */
  note: string | undefined;
  /** More fields below the buttons. */
  children: ComponentChildren;
}

/** A game by hand, kept by the browser from its first step on; `changed` is to be called after whatever changes it. */
function useEnvSession({ env, spec, kept }: PlayEnvProps, keeping: Keeping) {
  const session = useMemo(() => {
    const made = new EnvSession(env, freshSeed());
    if (kept) made.resume(kept.replay);
    return made;
  }, [env]);
  const changes = useSignal(0);
  const keptAt = useRef(0);
  const keep = (): void => {
    if (session.actions.length === 0) return;
    keptAt.current = performance.now();
    const { isOver } = session;
    keeping.keep({ env: spec, side: 0, isOver, replay: session.replay(playWords.person) });
  };
  const changed = (): void => {
    changes.value++;
    const isDue = performance.now() - keptAt.current >= KEEP_EVERY_MS;
    if (session.status !== 'running' || isDue) keep();
  };
  useEffect(() => {
    window.addEventListener('pagehide', keep);
    document.addEventListener('visibilitychange', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
      document.removeEventListener('visibilitychange', keep);
      keep(); // another page of ours is shown
    };
  }, [session]);
  return { session, changes, changed, keep };
}

/** The environment, its buttons and keys, and more fields below them; one session for as long as `env` is the same. */
export function PlayEnv(props: PlayEnvProps) {
  const { env, spec, note, children } = props;
  const place = { page: 'play', env: spec, against: undefined } as const;
  const keeping = useKeeper(props.kept, place);
  const { session, changes, changed, keep } = useEnvSession(props, keeping);
  /** The game that was left for this one. */
  const before = useRef<Extract<Route, { page: 'play' }> | undefined>(undefined);
  const newGame = (): void => {
    keep();
    const { value: left } = keeping.id;
    before.current = left === undefined ? undefined : { ...place, game: left };
    keeping.beginAnother();
    session.newGame(freshSeed());
  };
  const act = (what: () => void) => (): void => {
    what();
    changed();
  };
  const { status } = session;
  usePace(session, status, () => {
    session.step();
    changed();
    return true;
  });
  const byKey = useMemo(() => actionKeys(env), [env]);
  useKeys({
    ' ': act(() => session.toggle()),
    n: act(newGame),
    ...Object.fromEntries([...byKey].map(([key, action]) => [key, act(() => session.press(action))])),
  });
  useEffect(() => {
    const release = (event: KeyboardEvent): void => {
      const action = byKey.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
      if (action !== undefined) session.release(action);
    };
    window.addEventListener('keyup', release);
    return () => window.removeEventListener('keyup', release);
  }, [session, byKey]);
  const keyOf = new Map([...byKey].map(([key, action]) => [action, keySign(key)]));
  const drawing = useMemo(() => drawEnv(env), [changes.value]);
  const toggleText = { ready: playWords.start, running: playWords.pause, paused: playWords.goOn };
  return (
    <>
      <header class="head">
        <h1>{titleOf(env.id)}</h1>
      </header>
      <div class="stage">
        <div class="stage-board">
          <p class={`play-status ${status}`} role="status" data-status={status}>
            {playWords[status]}
          </p>
          <Board drawing={drawing} />
          <div class="row buttons actions">
            {env.actionNames.map((name, action) =>
              name === 'no-op' ? null : (
                <button
                  key={name}
                  onPointerDown={act(() => session.press(action))}
                  onPointerUp={act(() => session.release(action))}
                  onPointerLeave={act(() => session.release(action))}
                >
                  {actionName(name)} {keyOf.has(action) && <kbd>{keyOf.get(action)}</kbd>}
                </button>
              ),
            )}
          </div>
          <KeptNotices keeping={keeping} note={note} before={before.current} />
        </div>
        <div class="stage-side">
          <Scores session={session} />
          <section class="panel fields">
            <div class="row buttons">
              {status !== 'over' && status !== 'waiting' && (
                <button class="primary" onClick={act(() => session.toggle())}>
                  {toggleText[status]}
                </button>
              )}
              <button class={status === 'over' ? 'primary' : undefined} onClick={act(newGame)}>
                {playWords.newGame}
              </button>
            </div>
            <SpeedField env={env} />
            {children}
          </section>
          <ShareMenu
            env={env.id}
            replay={() => session.replay(playWords.person)}
            drawing={drawing}
            isOver={session.isOver}
          />
        </div>
      </div>
    </>
  );
}
