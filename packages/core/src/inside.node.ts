/** The one place that decides whether a path stays in its folder. */
import { lstatSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { AgonError } from './errors.js';
import { faultOfFileName } from './fileName.js';

/**
 * The path of something in a folder. Each part must be one plain name (see `faultOfFileName`), and a link on the way may not
 * lead out of the folder. The folder itself may be a link: whoever put it there (`runs/NAME` that lies on another disk) meant
 * what it leads to, and nothing that is read from a file or an address has chosen it. What lies in it may be somebody else's: a
 * run that was copied or unpacked.
 * @param parts the names on the way; what they name need not exist
 * @throws bad-file with the name, or where the link leads
 */
export function inside(folder: string, ...parts: readonly string[]): string {
  let path = folder;
  for (const part of parts) {
    const fault = faultOfFileName(part);
    if (fault !== undefined) {
      throw new AgonError('bad-file', `${JSON.stringify(part)} cannot name a file in ${folder}: ${fault}.`);
    }
    path = join(path, part);
    if (isLink(path)) checkLink(folder, path);
  }
  return path;
}

const isLink = (path: string): boolean => {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false; // whoever opens it hears why
  }
};

function checkLink(folder: string, path: string): void {
  let to: string;
  try {
    to = realpathSync(path);
  } catch (cause) {
    // A file would be made where it leads.
    throw new AgonError('bad-file', `${path} is a link that leads nowhere. Put what it stands for there.`, {
      cause,
    });
  }
  const way = relative(realpathSync(folder), to);
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return;
  throw new AgonError(
    'bad-file',
    `${path} is a link that leads out of ${folder}, to ${to}. Put what it stands for there.`,
  );
}
