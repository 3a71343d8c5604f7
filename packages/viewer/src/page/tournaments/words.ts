/** Words of the list of tournaments and of one tournament. */
import { shareText } from '@agon/arena';
import { formatNumber, formatPercent } from '../format.js';

/** The words of `TournamentsPage`. */
export const tournamentsWords = {
  title: 'Tournaments',
  none: 'No tournament has been played yet. Play one:',
  noneCommand:
    'npx agon tournament --env connect_four --agents mcts:visits=200 mcts:visits=50 random --games 10 --opening-plies 2 --accounts',
  columns: {
    name: 'Tournament',
    status: 'Status',
    env: 'Game',
    agents: 'Agents',
    games: 'Games',
    created: 'Started',
  },
  played: (played: number, total: number) =>
    played === total ? formatNumber(total) : `${formatNumber(played)} of ${formatNumber(total)}`,
} as const;

/** The words of `TournamentPage`. */
export const tournamentWords = {
  standings: 'Standings',
  crosstable: 'Crosstable',
  episodes: 'Episodes',
  played: (played: number, total: number, thing: string) => {
    const things = `${thing}${total === 1 ? '' : 's'}`;
    return played === total
      ? `${formatNumber(total)} ${things}`
      : `${formatNumber(played)} of ${formatNumber(total)} ${things}`;
  },
  duplicates: (count: number) =>
    count === 1
      ? '1 repeats another and is not counted'
      : `${formatNumber(count)} repeat others and are not counted`,
  firstPlayer: (share: number, games: number) =>
    `the first player gets ${shareText(share * games, games, (part) => `${formatPercent(part)} of the`)} points`,
  columns: {
    place: '#',
    agent: 'Agent',
    elo: 'Elo',
    interval: '95 % interval',
    score: 'Score',
    games: 'Games',
    results: 'W-D-L',
    forfeits: 'Forfeits',
    mean: 'Mean return',
    iqm: 'IQM',
    episodes: 'Episodes',
    episode: 'Episode',
    result: 'Result',
    moves: 'Moves',
    watch: 'Watch',
  },
  interval: (low: number, high: number, format: (value: number) => string) =>
    `${format(low)} to ${format(high)}`,
  /** Instead of an interval: of an anchor's rating, of equal returns, and where nothing is known. */
  given: 'given',
  equal: 'all returns equal',
  noInterval: 'none',
  /** Where a rating would stand that has no finite value. */
  unrated: { above: 'above', between: '–', below: 'below', apart: '–' },
  results: (wins: number, draws: number, losses: number) => `${wins}-${draws}-${losses}`,
  eloHint:
    'Elo is relative to the average of these players. If two intervals overlap widely, the order may be due to chance. W-D-L: wins, draws, losses.',
  scoreHint:
    'All agents played the same seeds. IQM: the mean of the middle half of the returns. Intervals are bootstrap intervals of the mean; a single episode has none.',
  improvement: (a: string, b: string, chance: string, difference: string, interval: string | null) =>
    `${a} does better than ${b} in ${chance} pairs of episodes; the difference of the means is ${difference}${interval === null ? '' : ` (${interval})`}.`,
  crosstableHint: 'Wins-draws-losses of the row against the column. Click a cell to list its games below.',
  openGames: (a: string, b: string) => `Show the games of ${a} against ${b}`,
  gamesOf: (a: string, b: string) => `Games of ${a} against ${b}`,
  allGames: 'Games',
  showAllGames: 'Show the games of all',
  noGames: 'No game has been played yet.',
  watch: 'from the start',
  watchAt: (position: number) => `at move ${position + 1}`,
  turningHint:
    'Games open at the turning point: before the move where a player’s value changed most between two of its turns.',
  noAccounts:
    'These games open at the start. With --accounts a tournament also keeps the agents’ analysis, and games open at the turning point.',
  isDuplicate: 'Repeats another game: not counted.',
  endedByLimit: 'Cut at the move limit.',
  endedAgreed: 'Adjudicated as a draw.',
  episodesHint: 'Each row is one seed, the same for every agent. Click a return to watch the episode.',
  sprt: (elo0: number, elo1: number) => `Sequential test of ${elo0} against ${elo1} Elo:`,
  sprtDecision: { continue: 'not decided yet.', H0: 'H0 accepted.', H1: 'H1 accepted.' } as Record<
    string,
    string
  >,
  llr: (llr: string, lower: string, upper: string) =>
    `log-likelihood ratio ${llr}, bounds ${lower} and ${upper}`,
} as const;
