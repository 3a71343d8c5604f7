/** The half second in which a command's packages load: a terminal shows that something happens. */
import { canRedraw, paint } from './paint.js';

const ERASE_LINE = '\r\u001b[2K';

/** Loads a module; on a terminal says so until it is there. */
export async function load<T>(start: () => Promise<T>): Promise<T> {
  if (!canRedraw(process.stderr)) return start();
  process.stderr.write(paint('dim', 'loading …'));
  try {
    return await start();
  } finally {
    process.stderr.write(ERASE_LINE);
  }
}
