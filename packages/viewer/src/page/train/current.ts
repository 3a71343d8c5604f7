/** The run of this page: one at a time, which lives until the page is left. */
import { signal } from '@preact/signals';
import type { PictureTraining } from './pictures/pictureTraining.js';
import type { Training } from './training.js';

/** Under way or over; undefined before the first. */
export const training = signal<Training | PictureTraining | undefined>(undefined);

/** Makes room for another; what it has learned and nobody keeps is gone. */
export function endTraining(): void {
  training.value?.dispose();
  training.value = undefined;
}
