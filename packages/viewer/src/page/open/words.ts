/** Words of opening files that were dropped, pasted or chosen. */
import { formatNumber } from '../format.js';

const counted = (count: number): string => (count === 1 ? '1 move' : `${formatNumber(count)} moves`);

/** What is opened, and why something is not. */
export const openWords = {
  drop: 'Drop it here: SGF, a replay, an agent as a zip, or what you exported.',
  choose: 'Open a file …',
  hint: 'Or drop a file anywhere on the page, or paste an SGF.',
  pasted: 'the clipboard',
  close: 'Close',
  title: (name: string, count: number) => `${name} has ${formatNumber(count)} games`,
  opened: (name: string) => `Opened from ${name}.`,
  cannotOpen: (name: string, why: string) => `${name} cannot be opened: ${why}`,
  unknown:
    'it is no SGF, no replay, no zip of an agent and nothing that this page has exported. Drop one of these.',
  empty: 'it is empty.',
  weightsOnly:
    'these are weights alone, which do not say of which agent. Drop the zip of its folder, with config.json beside the weights.',
  emptyZip:
    'the zip has no config.json beside weights (.safetensors), no replay and no SGF. Zip the folder of a run or of an agent.',
  tooLarge: 'the zip unpacks to more than 512 MB.',
  noAgent: (what: string) => `the ${what} in it learned from data: it plays nothing.`,
  noGame: (faults: string) => `no game in it can be shown. ${faults}`,
  restored: (games: number, agents: number) =>
    `${formatNumber(games)} games and ${formatNumber(agents)} agents are in this browser now.`,
  game: (players: string, moves: number) => `${players}, ${counted(moves)}`,
  setUp: (stones: number) =>
    `${formatNumber(stones)} stones stand on the board before the first move: they are shown as moves, with passes between.`,
  cutAt: (moves: number) =>
    `Only the first ${counted(moves)} are shown: after them the file changes the position by hand.`,
  brokenAt: (moves: number, message: string) => `Only the first ${counted(moves)} are shown: ${message}`,
  fileSays: (result: string) => `The file says ${result}.`,
  onTime: 'lost on time',
} as const;
