/** Words of the room of lessons. */
import { formatNumber } from '../format.js';

export const learnWords = {
  title: 'Learn',
  lecture: 'In the order of the lecture',
  about:
    'Small live lessons: a question, something to touch, and a network that answers while you watch. Each runs in this tab, by the code of the command line.',
  loading: 'Loading the lessons …',
  all: 'All lessons',
  again: 'Run again',
  live: 'Run it live',
  working: 'Working …',
  draw: 'Draw your own',
  drawKeys:
    'Draw with mouse or finger; or with the keys: ← → choose a point, ↑ ↓ move it, then run it again.',
  point: (point: number, of: number, height: number) => `point ${point} of ${of}, height ${height}`,
  sources: 'Sources',
  recorded: (seed: number, settings: Readonly<Record<string, string>>) =>
    `Recorded: the end of a run with seed ${seed}${Object.entries(settings)
      .map(([key, value]) => `, ${key}=${value}`)
      .join('')}. Run it live to see it learn.`,
  noWorker: 'The lesson could not be started.',
  stop: 'Stop',
  seed: 'Seed',
  noLesson: (id: string) => `There is no lesson "${id}".`,
  done: (share: number) => `${Math.floor(100 * share)} %`,
  number: (name: string, value: number) => `${spaced(name)} ${formatNumber(value)}`,
  paper: 'Paper',
  usedBy: 'Used by',
  command: 'Go on in a terminal',
  data: 'Data',
  dataset: (title: string, licence: string) => `${title} (${licence})`,
} as const;

/** "largestError" as "largest error". */
const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
