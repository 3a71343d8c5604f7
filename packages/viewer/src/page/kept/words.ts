/** Words of kept games. */
import { formatNumber } from '../format.js';

const counted = (count: number, one: string, many: string): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;

/** Where a game is kept, or cannot be; the list of them. */
export const keptWords = {
  title: 'Your games',
  one: 'Your game',
  notKept: (message: string) =>
    `This browser keeps no games (${message}). What you play here is gone when the page is closed.`,
  noGame: 'This game is not in this browser: it was played in another one, or deleted. Here is a new one.',
  isGone: 'this game is not in this browser: it was played in another one, or deleted.',
  otherRules:
    'This game was played by other rules than this version has, so it cannot be continued. Here is a new one.',
  fresh: 'A new game.',
  back: 'Back to the one before',
  none: 'You have not played yet. Every game that you begin is kept here, in this browser only.',
  about: 'They are kept in this browser only, from your first move on.',
  play: 'Play a game',
  columns: { game: 'Game', against: 'Against', when: 'When', moves: 'Moves', result: 'Result', what: '' },
  all: (count: number) => `All your games (${formatNumber(count)})`,
  moves: (count: number) => counted(count, 'move', 'moves'),
  alone: 'played alone',
  fromFile: (name: string) => `from ${name}`,
  unfinished: 'unfinished',
  unfinishedHere: 'The game is not finished.',
  won: 'won',
  lost: 'lost',
  drawn: 'drawn',
  wonBy: (player: string) => `${player} won`,
  return: (value: number) => `return ${formatNumber(value)}`,
  goOn: 'Continue',
  watch: 'Watch',
  delete: 'Delete',
  deleteGame: (title: string, when: string) => `Delete ${title}, ${when}`,
  deleted: (title: string) => `${title} was deleted.`,
  undo: 'Undo',
  export: 'Export everything',
  exported: 'the exported file',
  forget: 'Forget all …',
  forgetAsk: ({ games, analyses, agents }: { games: number; analyses: number; agents: number }) =>
    `${counted(games, 'game', 'games')}, ${counted(analyses, 'analysis', 'analyses')}, ${counted(agents, 'agent', 'agents')} trained in this browser and every choice that it remembers will be gone for good.`,
  forgetYes: 'Forget all',
  forgetNo: 'Keep it',
  forgotten: 'This browser has forgotten all.',
} as const;
