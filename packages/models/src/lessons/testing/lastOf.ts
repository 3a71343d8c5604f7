/** What a lesson shows at its end. */
import type { Lesson, Shown } from '../lesson.js';

export async function lastOf(
  lesson: Lesson,
  settings: Readonly<Record<string, unknown>>,
  seed: number,
): Promise<Shown> {
  let last: Shown | undefined;
  for await (last of lesson.run(settings, { seed }));
  if (!last) throw new Error(`lesson "${lesson.id}" showed nothing`);
  return last;
}
