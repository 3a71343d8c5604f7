/** An environment played by hand: arrow keys or buttons, at a chosen pace, saved as a replay file on demand. */
import { useSignal } from '@preact/signals';
import { actionKeys, drawEnv, keySign, type Env } from '@agon/envs';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { actionName } from '../board/actionName.js';
import { Board } from '../board/board.js';
import { useKeys } from '../elements/keys.js';
import { titleOf } from '../games.js';
import { SaveButton, Scores, SpeedField } from './envFields.js';
import { EnvSession } from './envSession.js';
import { usePace } from './pace.js';
import { freshSeed } from './seed.js';
import { playWords } from './words.js';

/** The environment, its buttons and keys, and more fields below them; one session for as long as `env` is the same. */
export function PlayEnv({ env, children }: { env: Env; children: ComponentChildren }) {
  const session = useMemo(() => new EnvSession(env, freshSeed()), [env]);
  const changes = useSignal(0);
  const changed = (): void => void changes.value++;
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
    n: act(() => session.newGame(freshSeed())),
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
              <button
                class={status === 'over' ? 'primary' : undefined}
                onClick={act(() => session.newGame(freshSeed()))}
              >
                {playWords.newGame}
              </button>
              <SaveButton session={session} player={playWords.person} />
            </div>
            <SpeedField env={env} />
            {children}
          </section>
        </div>
      </div>
    </>
  );
}
