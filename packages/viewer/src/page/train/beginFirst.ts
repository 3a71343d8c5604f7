/** The training that whoever is new begins with one click. */
import { training } from './current.js';
import { Training } from './training.js';

/** Learns to play in half a minute, and can be played against. */
const FIRST = { algorithm: 'alphazero', env: 'tic_tac_toe', steps: 40_000 } as const;

/** Begins it, unless something is being trained. @throws Error with the words of what is wrong */
export async function beginFirst(): Promise<void> {
  training.value ??= await Training.begin(FIRST, 1);
}
