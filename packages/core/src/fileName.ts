/** Names of files and folders that come from outside: from a command line, an address, a file. */

/** Names that mean devices on Windows, with any ending. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/**
 * Why a text cannot be the name of one file or folder, on any system; undefined where it can. So no name leads up, to another
 * drive, or to a device, and none is another one's name in disguise.
 */
export function faultOfFileName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (/[/\\]/.test(name)) return 'it has a slash';
  if (name.includes(':')) return 'it has a colon';

  if (/[\u0000-\u001f\u007f]/.test(name)) return 'it has a control character';
  if (/\p{Surrogate}/u.test(name)) return 'it has half of a character';
  if (/[. ]$/.test(name)) return 'it ends with a dot or a space';
  if (DEVICES.test(name)) return 'it means a device on Windows';
  return undefined;
}
