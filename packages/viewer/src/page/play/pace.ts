/** The pace at which an environment is shown. */
import type { Env } from '@agon/envs';
import { useEffect } from 'preact/hooks';
import { remembered } from '../elements/remembered.js';

/** Steps a second, where the environment has no pace of its own. */
export const speed = remembered<number>('agon.play.speed', 8);

/** What is shown: an environment that takes steps while its status is `running`. */
interface Paced {
  readonly env: Env;
  readonly status: string;
}

/** Calls `step` at the pace while the session runs, again at the next frame where it returns false; asks for no frame while it rests. */
export function usePace(session: Paced, status: string, step: () => boolean): void {
  useEffect(() => {
    if (status !== 'running') return undefined;
    let next = performance.now();
    let frame = requestAnimationFrame(function tick(now) {
      if (now >= next && step())
        next = Math.max(next + 1000 / (session.env.stepsPerSecond ?? speed.value), now);
      if (session.status === 'running') frame = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(frame);
  }, [session, status]);
}
