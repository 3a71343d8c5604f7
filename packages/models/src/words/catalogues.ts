/** What is said of trainers that learn from data, a catalogue a language; @agon/runs joins them with those of other packages. */
import { en } from './en.js';
import type { Words } from './words.js';

export const dataTrainerWords = { en } satisfies Record<string, Words>;
