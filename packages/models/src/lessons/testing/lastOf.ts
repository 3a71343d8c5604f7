/** What a lesson shows at its end. */
import type { CheckpointSource, FileStore } from '@agon/learning';
import type { Lesson, Shown } from '../lesson.js';

export async function lastOf(
  lesson: Lesson,
  settings: Readonly<Record<string, unknown>>,
  seed: number,
  files?: FileStore,
  checkpoints?: CheckpointSource,
): Promise<Shown> {
  let last: Shown | undefined;
  for await (last of lesson.run(settings, { seed, files, checkpoints }));
  if (!last) throw new Error(`lesson "${lesson.id}" showed nothing`);
  return last;
}
