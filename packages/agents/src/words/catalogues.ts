/** What is said of algorithms, a catalogue a language; @agon/runs joins them with those of other packages. */
import { en } from './en/index.js';
import type { Words } from './words.js';

export const algorithmWords = { en } satisfies Record<string, Words>;
