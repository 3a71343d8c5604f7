/** What the system says of a path that cannot be read, in words. */
import { AgonError } from '@agon/core';

const WRONG_PATH: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'it is a link that leads in a circle',
  ENOTDIR: 'it is no folder, or lies in none',
  ENXIO: 'it is no ordinary file',
  EPERM: 'this user may not read it',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
};

/** Reads a path. @throws not-found; bad-file; what is wrong with the disk as the system says it */
export function readingFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new AgonError('not-found', `there is no "${path}".`, { cause });
    if (!Object.hasOwn(WRONG_PATH, code)) throw cause;
    throw new AgonError('bad-file', `"${path}" cannot be read: ${WRONG_PATH[code]}.`, { cause });
  }
}
