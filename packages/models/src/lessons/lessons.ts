/** Every lesson, in the order in which they are read. */
import { unknownName } from '@agon/core';
import { approximation } from './approximation/approximation.js';
import { convolution } from './convolution/convolution.js';
import { depth } from './depth/depth.js';
import type { Lesson } from './lesson.js';
import { receptiveField } from './receptiveField/receptiveField.js';
import { softmax } from './softmax/softmax.js';

export const lessons: readonly Lesson[] = [approximation, depth, convolution, receptiveField, softmax];

/** The lesson of that id. @throws not-found with the near name */
export function findLesson(id: string): Lesson {
  const found = lessons.find((each) => each.id === id);
  if (found) return found;
  const ids = lessons.map((each) => each.id);
  throw unknownName('not-found', 'lesson', id, ids, `There are: ${ids.join(', ')}.`);
}
