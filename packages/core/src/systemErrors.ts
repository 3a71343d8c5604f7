/** What the operating system refuses (no room, no permission, a drive that is gone), told from faults of the program. */

/** An error as Node throws it where a system call fails. */
export interface SystemError extends Error {
  /** "ENOSPC" */
  code: string;
  syscall?: string;
  path?: string;
  dest?: string;
}

/** Refusals that only a wrong call can get, and what Node refuses in the system's place. */
const OURS = new Set(['EBADF', 'EFAULT']);
const OF_NODE = new Set(['ERR_FS_FILE_TOO_LARGE', 'ERR_WORKER_INIT_FAILED', 'ERR_SYSTEM_ERROR']);

/** Whether the operating system refused something that it was asked rightly. */
export function isSystemError(error: unknown): error is SystemError {
  const code = error instanceof Error ? (error as Partial<SystemError>).code : undefined;
  if (typeof code !== 'string') return false;
  return OF_NODE.has(code) || (/^E(?!RR_)[A-Z0-9]+$/.test(code) && !OURS.has(code));
}

/** What could not be done, by the name of the system call. */
const DEEDS: Readonly<Record<string, string>> = {
  access: 'reach',
  close: 'write',
  copyfile: 'copy',
  fsync: 'write',
  ftruncate: 'write',
  futime: 'write',
  link: 'write',
  lstat: 'read',
  mkdir: 'make',
  mkdtemp: 'make',
  open: 'open',
  opendir: 'list',
  read: 'read',
  rename: 'write',
  rm: 'remove',
  rmdir: 'remove',
  scandir: 'list',
  stat: 'read',
  unlink: 'remove',
  write: 'write',
};

const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'Allow this user to write there',
  EDQUOT: 'Make room in your quota',
  EFBIG: 'Allow larger files (the file system, or ulimit -f)',
  EIO: 'See whether the drive is sound',
  EMFILE: 'Allow more open files (ulimit -n)',
  ENAMETOOLONG: 'Choose a shorter name',
  ENFILE: 'Close other programs: the machine has too many open files',
  ENODEV: 'Bring the drive back',
  ENOENT: 'Put the folder back',
  ENOSPC: 'Make room on the disk',
  ENOTDIR: 'Put the folder back',
  ENXIO: 'Bring the drive back',
  EPERM: 'Allow this user to write there',
  EROFS: 'Make the file system writable',
  ESTALE: 'Bring the drive back',
};

/** "cannot write runs/a/metrics.jsonl: no space left on device (ENOSPC)" */
export function systemErrorText({ code, message, syscall, path, dest }: SystemError): string {
  const [, meaning] = /^E\w+: (.+?), \w+/.exec(message) ?? [];
  const deed = DEEDS[syscall ?? ''];
  if (meaning === undefined || deed === undefined) return message;
  const what = dest ?? path;
  return `cannot ${deed}${what === undefined ? '' : ` ${what}`}: ${meaning} (${code})`;
}

/** What a person can do about it: a sentence without its full stop; undefined where nobody knows. */
export const systemErrorAdvice = ({ code }: SystemError): string | undefined => ADVICE[code];
