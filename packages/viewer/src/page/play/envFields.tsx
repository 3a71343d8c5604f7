/** What stands beside an environment that is played, by hand or by an agent. */
import type { Env } from '@agon/envs';
import type { ComponentChildren } from 'preact';
import { SpeedSelect } from '../elements/speedSelect.js';
import { formatNumber } from '../format.js';
import type { EnvSession } from './envSession.js';
import { speed } from './pace.js';
import { playWords } from './words.js';

const SPEEDS = [2, 4, 8, 15, 30] as const;

/** The return so far, the steps, and what else there is to say. */
export function Scores({ session, children }: { session: EnvSession; children?: ComponentChildren }) {
  return (
    <div class="scores">
      <h2 class="small muted">{playWords.score}</h2>
      <p class="score">{formatNumber(session.score)}</p>
      <p class="muted">
        {playWords.steps}: <span data-steps>{formatNumber(session.actions.length)}</span>
      </p>
      {children}
    </div>
  );
}

/** Chooses `speed`; nothing where the environment has its own. */
export function SpeedField({ env }: { env: Env }) {
  if (env.stepsPerSecond !== undefined) return null;
  return (
    <label>
      {playWords.speed}
      <SpeedSelect speeds={SPEEDS} value={speed.value} onChange={(chosen) => (speed.value = chosen)} />
    </label>
  );
}
