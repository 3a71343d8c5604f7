/** An environment played by an agent, episode after episode, with what it thinks; saved as a replay file on demand. */
import { useSignal } from '@preact/signals';
import type { Analysis } from '@agon/agents';
import { drawEnv, type Env } from '@agon/envs';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { actionName } from '../board/actionName.js';
import { Board } from '../board/board.js';
import { actionValues } from '../board/thoughts.js';
import { ThoughtsPanel } from '../board/thoughtsPanel.js';
import { boardWords, thoughtWords } from '../board/words.js';
import { useKeys } from '../elements/keys.js';
import { titleOf } from '../games.js';
import { Scores, SpeedField } from './envFields.js';
import { ShareMenu } from '../share/shareMenu.js';
import { EnvSession } from './envSession.js';
import { usePace } from './pace.js';
import { EnvActor } from './envActor.js';
import { freshSeed } from './seed.js';
import { playWords, watchWords } from './words.js';

/** Wait at the end of an episode before the next one begins, in milliseconds. */
const PAUSE_MS = 1500;

/** One agent at one environment; the page plays its steps again, to draw them. */
class Show {
  readonly session: EnvSession;
  /** What the agent thought of the last step, and how it ended. */
  account: Analysis | undefined;
  failure: string | undefined;
  /** The smallest and largest Q-value so far, so that bars keep one scale. */
  qRange: [low: number, high: number] = [0, 0];
  private readonly actor: EnvActor;

  constructor(env: Env, spec: string, agent: string, changed: () => void) {
    this.session = new EnvSession(env, freshSeed());
    this.actor = new EnvActor((message) => {
      this.failure ??= message;
      changed();
    });
    this.actor.load(spec, agent);
    this.begin();
  }

  begin(): void {
    const seed = freshSeed();
    this.session.newGame(seed);
    this.session.toggle();
    this.account = undefined;
    this.actor.begin(seed);
  }

  /** Shows the next step; false where the agent still thinks. */
  step(): boolean {
    const deed = this.actor.take();
    if (!deed) return false;
    this.session.play(deed.action);
    this.account = deed.account;
    for (const q of deed.account?.q ?? []) {
      if (q !== null) this.qRange = [Math.min(this.qRange[0], q), Math.max(this.qRange[1], q)];
    }
    if (this.session.status === 'running') this.actor.prepare();
    return true;
  }

  dispose(): void {
    this.actor.dispose();
  }
}

interface WatchEnvProps {
  env: Env;
  /** The environment's and the agent's spec. */
  spec: string;
  agent: string;
  /** More fields below the buttons. */
  children: ComponentChildren;
}

/** One show for as long as environment and agent are the same. */
export function WatchEnv({ env, spec, agent, children }: WatchEnvProps) {
  const changes = useSignal(0);
  const changed = (): void => void changes.value++;
  const show = useMemo(() => new Show(env, spec, agent, changed), [env, spec, agent]);
  useEffect(() => () => show.dispose(), [show]);
  const { session, account, failure } = show;
  const status = failure === undefined ? session.status : 'failed';
  const act = (what: () => void) => (): void => {
    what();
    changed();
  };
  useEffect(() => {
    if (status !== 'over') return undefined;
    const again = window.setTimeout(
      act(() => show.begin()),
      PAUSE_MS,
    );
    return () => window.clearTimeout(again);
  }, [show, status]);
  usePace(session, status, () => {
    const isShown = show.step();
    if (isShown) changed();
    return isShown;
  });
  useKeys({ ' ': act(() => session.toggle()), n: act(() => show.begin()) });
  const drawing = useMemo(() => drawEnv(env), [show, changes.value]);
  const last = session.actions.at(-1);
  return (
    <>
      <header class="head">
        <h1>{titleOf(env.id)}</h1>
      </header>
      <div class="stage">
        <div class="stage-board">
          <p class={`play-status ${status}`} role="status" data-status={status}>
            {failure === undefined ? watchWords.status(session.status, agent) : playWords.failed(failure)}
          </p>
          <Board drawing={drawing} />
        </div>
        <div class="stage-side">
          <Scores session={session}>
            <p class="muted">
              {last === undefined
                ? boardWords.start0
                : boardWords.lastAction(actionName(env.actionNames[last]))}
            </p>
          </Scores>
          <section class="panel fields">
            <div class="row buttons">
              <button
                class="primary"
                disabled={status !== 'running' && status !== 'paused'}
                onClick={act(() => session.toggle())}
              >
                {status === 'paused' ? playWords.goOn : playWords.pause}
              </button>
              <button onClick={act(() => show.begin())}>{playWords.newGame}</button>
            </div>
            <SpeedField env={env} />
            {children}
          </section>
          <ShareMenu
            env={env.id}
            replay={() => session.replay(agent)}
            drawing={drawing}
            isOver={session.isOver}
          />
          <section class="panel">
            <h2>{thoughtWords.title}</h2>
            <ThoughtsPanel
              thoughts={account && actionValues(account, env.actionNames.map(actionName), last)}
              instead={account ? thoughtWords.nothing : boardWords.start0}
              qRange={show.qRange}
              viewer={0}
            />
          </section>
        </div>
      </div>
    </>
  );
}
