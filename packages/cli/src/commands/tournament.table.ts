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
  name: 'tournament',
  summary: 'let agents play each other: table of win rates and Elo',
  description:
    'Every agent meets every other, each as first and second player in turn; in environments for one they play the same seeds.',
  examples: [
    'tournament --env tic_tac_toe --agents random scripted runs/NAME --games 20',
    'tournament --env minatar-breakout --agents random scripted runs/NAME --games 20',
    'tournament --env go9 --agents mcts:seconds=1 gtp:"timeout=20 gnugo --mode gtp --chinese-rules --capture-all-dead"',
  ],
  options: [
    required(...ENV_FLAG),
    required('--agents <agents...>', `two or more: ${AGENT_HELP}`),
    option('--games <n>', 'games of each pair (default: 20; with --sprt until it is decided)', {
      read: count(MOST_GAMES),
    }),
    option('--seed <seed>', 'seed of the games', { read: seed, default: 0 }),
    option('--opening-plies <n>', 'board games: random moves at the start of each game', {
      read: natural(MOST_PLIES),
      default: 0,
    }),
    option('--openings <file>', 'board games: openings, one a line, or an SGF file'),
    option(
      '--schedule <schedule>',
      'who meets whom; in a gauntlet the first agent all others (default: round-robin)',
      { choices: ['round-robin', 'gauntlet'] },
    ),
    option('--sprt <bounds>', 'two agents: stop when elo0=0,elo1=10 is decided (alpha, beta, model too)'),
    option(
      '--adjudicate <rules>',
      'end decided games: resign=0.95,resignMoves=3,draw=0.02 (drawMoves, drawFrom, twoSided too)',
    ),
    option('--anchor <agent=elo>', 'an agent whose rating is known; may be given many times', {
      read: collect,
    }),
    option('--prior <n>', 'virtual draws of each agent against an average one (default: 1)', {
      read: number(1e6),
    }),
    option('--first-player-advantage <elo>', 'what moving first is worth, or "estimate" (default: 0)'),
    option('--workers <n>', 'worker threads that play games side by side', {
      read: natural(MOST_THREADS),
      default: 0,
    }),
    option('--limit <n>', 'games end after so many moves as draws, episodes are cut', {
      read: count(MOST_STEPS),
    }),
    option('--accounts', 'keep what the agents thought at each move'),
    option('--name <name>', 'name of the tournament (default: environment, agents and seed)'),
    option('--resume <name>', 'go on with a tournament; the other flags are the same'),
    option(...JSON_FLAG),
  ],
  run: async (flags: TournamentFlags) => (await load(() => import('./tournament.js'))).tournament(flags),
};
