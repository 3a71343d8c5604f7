/** Scripted agents: simple players written by hand, the first rung of every ladder. */
import { AgonError } from '@agon/core';
import * as v from 'valibot';
import { defineAgent } from '../agentKind.js';
import { ScriptedGameAgent } from './scriptedGame.js';
import { scriptedEnvs } from './scriptedEnv.js';

/** `scripted`: every board game has the two-ply player; environments have the players of `scriptedEnvs`. */
export const scripted = defineAgent({
  title: 'a simple player written by hand: takes a win, stops a loss',
  plays: 'both',
  schema: v.strictObject({}),
  make(environment, _settings, name) {
    if (environment.kind === 'game') return new ScriptedGameAgent(environment.game, name);
    const make = scriptedEnvs[environment.env.id];
    if (make) return make(environment.env, name);
    const known = Object.keys(scriptedEnvs).join(', ') || 'none yet';
    throw new AgonError(
      'unsupported',
      `there is no scripted player for "${environment.env.id}"; environments that have one: ${known} (every board game has one). Use random instead.`,
    );
  },
});
