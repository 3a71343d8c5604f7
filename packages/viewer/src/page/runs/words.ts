/** Words of the list of runs and of one run. */
import { formatNumber, formatSeconds } from '../format.js';

/** The words of `RunsPage`. */
export const runsWords = {
  title: 'Runs',
  none: 'There are no runs yet. Train something:',
  noneCommand: 'npx agon train dqn --env minatar-breakout --minutes 2',
  sortBy: 'Sort by',
  choose: 'Compare',
  chooseRun: (name: string) => `Compare ${name}`,
  compare: (count: number) =>
    count === 1 ? 'Compare (choose others, too)' : `Compare ${formatNumber(count)} runs`,
  otherSeeds: (count: number) =>
    count === 1 ? 'Add its other seed' : `Add the ${formatNumber(count)} other seeds`,
  chooseNone: 'Choose none',
  search: 'Search',
  searchHint: 'dqn breakout seed=2',
  found: (count: number, of: number) => `${formatNumber(count)} of ${formatNumber(of)} runs`,
  reading: (count: number) => `${formatNumber(count)} runs, older ones are being read …`,
  nothingFound: 'No run has all these words in its name, algorithm, game, preset, status or seed.',
  columns: {
    name: 'Run',
    status: 'Status',
    algorithm: 'Algorithm',
    env: 'Game',
    data: 'Data',
    step: 'Step',
    last: 'Last result',
    created: 'Started',
  },
} as const;

/** The words of `RunPage`. */
export const runWords = {
  unknown: (name: string) => `There is no run “${name}”.`,
  trained: (seconds: number) => `${formatSeconds(seconds)} of training`,
  watchLast: 'Watch the last replay',
  replays: 'Replays',
  noReplays: 'There are no replays.',
  checkpoints: 'Checkpoints',
  noCheckpoints: 'There are no checkpoints.',
  checkpoint: (step: number) => formatNumber(step),
  config: 'Settings',
  about: {
    algorithm: 'Algorithm',
    env: 'Game',
    data: 'Data',
    seed: 'Seed',
    preset: 'Preset',
    workers: 'Workers',
    checkpointEvery: 'Steps between checkpoints',
    created: 'Started',
    minutes: 'Time limit',
    noPreset: 'none',
  },
} as const;

/** The words of `Trials`. */
export const trialWords = {
  title: 'Trials',
  none: 'No network has been tried yet.',
  about: (count: number) =>
    `${count} so far. Each dot is one network at the end of its training, the larger the longer it was; the line is the best of those that were trained for longest.`,
  chart: 'Scores of all trials against the updates that were spent',
  spent: 'updates spent',
  repeat: 'Train the best one yourself:',
  diverged: 'diverged',
  columns: {
    network: 'Network',
    score: 'Score',
    updates: 'Updates',
    parameters: 'Parameters',
    trial: 'Trial',
  },
} as const;
