/** Words of the room of lessons. */
import { formatNumber } from '../format.js';

export const learnWords = {
  title: 'Learn',
  about:
    'Small live lessons: a question, something to touch, and a network that answers while you watch. Each runs in this tab, by the code of the command line.',
  loading: 'Loading the lessons …',
  all: 'All lessons',
  again: 'Run again',
  noWorker: 'The lesson could not be started.',
  stop: 'Stop',
  seed: 'Seed',
  noLesson: (id: string) => `There is no lesson "${id}".`,
  done: (share: number) => `${Math.floor(100 * share)} %`,
  number: (name: string, value: number) => `${spaced(name)} ${formatNumber(value)}`,
  paper: 'Paper',
  usedBy: 'Used by',
  command: 'Go on in a terminal',
} as const;

/** "largestError" as "largest error". */
const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
