/** The flags of `agon tournament`. */
import {
  AGENT_HELP,
  ENV_FLAG,
  JSON_FLAG,
  MOST_GAMES,
  MOST_PLIES,
  MOST_STEPS,
  MOST_THREADS,
} from '../commonFlags.js';
import { option, required, type CommandTable } from '../commandTable.js';
import { collect, count, natural, number, seed } from '../flags.js';
import { load } from '../loading.js';
import type { TournamentFlags } from './tournament.js';

export const tournamentTable: CommandTable = {
  description:
    'Every agent plays every other, moving first and second in turn. In single-player environments all agents play the same seeds.',
  examples: [
    'tournament --env tic_tac_toe --agents random scripted runs/NAME --games 20',
    'tournament --env minatar-breakout --agents random scripted runs/NAME --games 20',
    'tournament --env go9 --agents mcts:seconds=1 gtp:"timeout=20 gnugo --mode gtp --chinese-rules --capture-all-dead"',
  ],
  options: [
    required(...ENV_FLAG),
    required('--agents <agents...>', `two or more: ${AGENT_HELP}`),
    option('--games <n>', 'games per pair (default: 20; with --sprt, until it is decided)', {
      read: count(MOST_GAMES),
    }),
    option('--seed <seed>', 'seed of the games', { read: seed, default: 0 }),
    option('--opening-plies <n>', 'board games: random moves at the start of each game', {
      read: natural(MOST_PLIES),
      default: 0,
    }),
    option('--openings <file>', 'board games: a file of openings, one per line, or an SGF file'),
    option(
      '--schedule <schedule>',
      'who plays whom; in a gauntlet the first agent plays all others (default: round-robin)',
      { choices: ['round-robin', 'gauntlet'] },
    ),
    option('--sprt <bounds>', 'two agents: stop when elo0=0,elo1=10 is decided (alpha, beta, model too)'),
    option(
      '--adjudicate <rules>',
      'end decided games: resign=0.95,resignMoves=3,draw=0.02 (drawMoves, drawFrom, twoSided too)',
    ),
    option('--anchor <agent=elo>', 'an agent whose rating is known; may be repeated', {
      read: collect,
    }),
    option('--prior <n>', 'virtual draws of each agent against an average opponent (default: 1)', {
      read: number(1e6),
    }),
    option('--first-player-advantage <elo>', 'what moving first is worth, or "estimate" (default: 0)'),
    option('--workers <n>', 'worker threads that play games side by side', {
      read: natural(MOST_THREADS),
      default: 0,
    }),
    option(
      '--limit <n>',
      'board games end as draws after this many moves; episodes are cut after this many steps',
      {
        read: count(MOST_STEPS),
      },
    ),
    option('--accounts', "keep the agents' analysis of each move"),
    option('--name <name>', 'name of the tournament (default: environment, agents and seed)'),
    option('--resume <name>', 'resume a tournament; give the same flags as before'),
    option(...JSON_FLAG),
  ],
  run: async (flags: TournamentFlags) => (await load(() => import('./tournament.js'))).tournament(flags),
};
