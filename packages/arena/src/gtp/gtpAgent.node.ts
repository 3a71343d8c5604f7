/** `gtp:COMMAND`: the engine behind a command line as an agent. */
import { defineAgent, type AgentKind } from '@agon/agents';
import { AgonError } from '@agon/core';
import { Go } from '@agon/envs';
import * as v from 'valibot';
import { EngineAgent } from './engineAgent.node.js';
import { parseEngineCommand } from './engineCommand.js';

/** An agent kind for `makeAgent`'s fourth argument. */
const gtp = defineAgent({
  title: 'a Go engine that speaks GTP; the command line that starts it stands after the colon',
  plays: 'game',
  schema: v.strictObject({}),
  takesText: true,
  make({ game }, _settings, name) {
    const command = parseEngineCommand(name.slice(name.indexOf(':') + 1));
    if (!(game instanceof Go)) {
      throw new AgonError(
        'unsupported',
        `engines that speak GTP play Go, and "${game.id}" is another game. Name go9, go13, go19 or go:size=N.`,
      );
    }
    return EngineAgent.open(name, game, command);
  },
});

/** The kinds of agents that need processes, and so exist only outside a page. */
export const engineKinds: Readonly<Record<string, AgentKind>> = { gtp };
