/** The data of lessons. */
import { AgonError } from '@agon/core';
import { openPictures, type PictureDataset } from '@agon/data';
import type { FileStore } from '@agon/learning';
import type { LessonOptions } from './lesson.js';

/** For datasets that are made when they are opened. */
export const NO_FILES: FileStore = { list: async () => [], read: async () => new Uint8Array() };

/**
 * Opens the pictures that a lesson learns from.
 * @throws not-found with what to type where they are not here; unsupported where the lesson was given no files
 */
export async function openLessonPictures(
  spec: string,
  { files }: Pick<LessonOptions, 'files'>,
): Promise<PictureDataset> {
  if (files) return openPictures(spec, files);
  throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
}
