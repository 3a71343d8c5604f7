/** Scripted players of single-player environments by environment id: one line each. */
import type { Env } from '@agon/envs';
import type { Agent } from './agent.js';
import { scriptedBreakout } from './scripted/minatarBreakout.js';

/** Makes the scripted player of an environment. */
export type MakeScripted = (env: Env, name: string) => Agent;

export const scriptedEnvs: Readonly<Record<string, MakeScripted>> = {
  'minatar-breakout': scriptedBreakout,
};
