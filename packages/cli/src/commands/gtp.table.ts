/** The flags of `agon gtp`. */
import { AGENT_HELP } from '../commonFlags.js';
import { option, required, type CommandTable } from '../commandTable.js';
import { seed } from '../flags.js';
import { version } from '../version.js';
import type { GtpFlags } from './gtp.js';

export const gtpTable: CommandTable = {
  description:
    'Speak the Go Text Protocol (version 2) on standard input and output, on the board sizes that the agent plays.',
  examples: ['gtp --agent mcts:visits=2000 --env go9', 'gtp --agent zoo/go9'],
  options: [
    required('--agent <agent>', AGENT_HELP),
    option(
      '--env <env>',
      'board and rules to start with (default: those of the trained agent, otherwise go19)',
    ),
    option('--seed <seed>', 'seed of the games', { read: seed, default: 0 }),
  ],
  run: async (flags: GtpFlags) => (await import('./gtp.js')).gtp(flags, version()),
};
