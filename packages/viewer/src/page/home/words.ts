/** Words of the front door. */
import { formatNumber } from '../format.js';

export const homeWords = {
  title: 'Agents that learn to play',
  about:
    'Train them on your own machine, watch them, look into them, and play against them. Nothing leaves this computer.',
  play: 'Play Go',
  playAbout: 'on 9×9, against a network of the zoo',
  watch: 'Watch an agent',
  watchAbout: 'Breakout, with what it thinks',
  train: 'Train one in 30 seconds',
  trainAbout: 'tic-tac-toe, in this tab',
  learn: 'Learn',
  learnAbout: 'small live lessons, in the order of a lecture',
  go: 'Go 9×9',
  breakout: 'Breakout',
  /** Names without their settings. */
  players: (players: readonly string[]) =>
    players.map((player) => player.replace(/:.*/, '')).join(' against '),
  recorded: (position: number, length: number) =>
    `recorded, ${formatNumber(position)} of ${formatNumber(length)}`,
  pause: 'Pause',
  goOn: 'Play',
  runs: 'Latest runs',
  allRuns: (count: number) => `All runs (${formatNumber(count)})`,
  noRuns:
    'Nothing has been trained here yet. Train an agent in this tab and play against it, or in a terminal:',
  noRunsCommand: 'npx agon train dqn --env minatar-breakout --minutes 2',
  noRunsTrain: 'Train one here',
  tournaments: 'Tournaments',
  allTournaments: (count: number) => `All tournaments (${formatNumber(count)})`,
  noTournaments: 'No tournament has been played yet. Let agents play each other:',
  noTournamentsCommand: 'npx agon tournament --env tic_tac_toe --agents random scripted mcts:visits=100',
  played: (played: number, total: number) =>
    `${played === total ? formatNumber(total) : `${formatNumber(played)} of ${formatNumber(total)}`} ${total === 1 ? 'game' : 'games'}`,
  result: (title: string, value: number) => `${title} ${formatNumber(value)}`,
  noResult: 'nothing measured yet',
} as const;
