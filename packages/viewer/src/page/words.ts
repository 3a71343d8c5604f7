/**
 * Words of the page's frame, and those that several rooms show; a room's own are in its `words.ts`. All words stand in such files, to
 * be translated: functions where a word depends on a number or a name.
 */
import { formatNumber } from './format.js';

/** By place on the page. */
export const words = {
  product: 'Agon',
  windowTitle: (place: string) => `${place} – Agon`,
  navigation: {
    runs: 'Runs',
    tournaments: 'Tournaments',
    play: 'Play',
    train: 'Train',
    learn: 'Learn',
    help: 'Keys and explanations',
    theme: (chosen: 'system' | 'light' | 'dark') =>
      ({ system: 'Light or dark as the system', light: 'Light', dark: 'Dark' })[chosen] + ' (T: the next)',
    fullScreen: 'Full screen (Shift Enter)',
  },
  connection: {
    lost: 'The server does not answer. Is `agon view` still running? Trying again …',
    failed: (message: string) => `Something went wrong: ${message}`,
    loading: 'Loading …',
  },
  status: {
    running: 'running',
    finished: 'finished',
    interrupted: 'interrupted',
    failed: 'failed',
    damaged: 'damaged',
  },
  noValue: '–',
  showAll: (count: number) => `Show all ${formatNumber(count)}`,
  stepsPerSecond: (speed: number) => (speed === 1 ? '1 step/s' : `${formatNumber(speed)} steps/s`),
  help: {
    title: 'Keys',
    close: 'Close',
    everywhere: 'Everywhere',
    curves: 'Curves, with the mouse',
    zoom: 'zoom in, and out again',
    mouse: { drag: 'drag', double: 'double-click', click: 'click' },
    toReplay: 'to the nearest replay',
    replay: 'Replay',
    play: 'Board game',
    byHand: 'Playing with the keyboard',
    keys: {
      help: 'this help',
      theme: 'light, dark, or as the system',
      fullScreen: 'full screen and back',
      close: 'close this sheet',
      begin: 'begin',
      playPause: 'play or pause',
      step1: 'one step back or forward',
      step10: 'ten steps back or forward',
      ends: 'to the start or the end',
      speed: 'slower or faster',
      hints: 'show or hide the hints',
      ownership: 'show or hide the territory',
      cursor: 'choose a point on the board',
      playThere: 'play there',
      undo: 'take a move back',
      newGame: 'new game',
      byHandActions: 'move',
      byHandFire: 'fire',
    },
    meaningTitle: 'What the words mean',
    meaning: [
      ['Step', 'One decision of the agent. Some games show several frames for each step.'],
      ['Return', 'The sum of all rewards in an episode or game, not discounted.'],
      [
        'Value',
        'The result that a player expects, from −1 (loss) to +1 (win), from the point of view of the player named beside it.',
      ],
      ['Episode', 'One game from its beginning to its end.'],
      ['Policy', 'How likely the network would play each move, before any search.'],
      ['Visits', 'How often a search has tried a move: the more, the surer is its value.'],
      ['Checkpoint', 'The weights of a network at one step of its training.'],
      ['Seed', 'The number that everything random follows from: the same seed, the same run.'],
      ['IQM', 'Interquartile mean: the mean of the middle half, which a single lucky seed does not move.'],
      [
        'Interval',
        'Where the mean would lie in 95 of 100 repetitions with other seeds or games, as the bootstrap estimates it.',
      ],
      ['Elo', 'A scale of strength: 100 points more win 64 % of the games.'],
      ['Q-value', 'The discounted sum of rewards that the network expects after an action.'],
    ],
  },
  notFound: 'There is no such page.',
  /** Of runs, wherever one is shown. */
  run: {
    step: (step: number, of: number | null) =>
      of === null ? `step ${formatNumber(step)}` : `step ${formatNumber(step)} of ${formatNumber(of)}`,
    resume: 'Continue it:',
    replay: (name: string) =>
      /^\d+\.json$/.test(name) ? `step ${formatNumber(Number.parseInt(name))}` : name,
    download: (step: number) => `Download the weights of step ${formatNumber(step)}`,
    stop: 'Stop',
    another: 'Train another',
    play: 'Play against it',
    watch: 'Watch it play',
    failed: (message: string) => `It failed: ${message}`,
  },
  /** Of datasets. */
  data: {
    notCarried: (id: string, licence: string | undefined) =>
      `This page does not carry the dataset “${id}”${licence === undefined ? '' : ` (${licence})`}. On your own machine: npx agon data get ${id}, then npx agon view. Or choose other data, where the lesson has some.`,
    noFile: (id: string, path: string) => `The dataset “${id}” has no file “${path}”.`,
    noFolders: 'A page reads no files of yours: train on them with npx agon train.',
    damaged: (id: string, path: string) =>
      `${path} of the dataset “${id}” did not come as it was sent. Load the page again.`,
  },
  /** Of trained agents. */
  agent: {
    noCheckpoint: (run: string) => `Run “${run}” has no checkpoint yet.`,
    noSuchAgent: (agent: string) =>
      `There is no agent “${agent}”; write runs/NAME, runs/NAME@STEP, zoo/NAME or page/NAME.`,
    notTrainedHere: (name: string) => `No agent “${name}” was trained in this browser.`,
    checkpointSteps: (step: number) => `${formatNumber(step)} steps`,
  },
} as const;
