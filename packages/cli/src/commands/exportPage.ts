/** `agon export --page`: the page as a folder of files. */
import { AgonError, formatBytes } from '@agon/core';
import { exportPage } from '@agon/viewer';
import { formatNumber } from '../format.js';
import { print, say } from '../output.js';
import { paint } from '../paint.js';
import { RUNS_DIR, ZOO_DIRS } from '../places.js';

/** @param what runs/NAME or tournaments/NAME: what the page shows beside the agents of the zoo */
export async function writePage(what: readonly string[], directory: string): Promise<void> {
  const named = (place: string): string[] =>
    what.filter((path) => path.startsWith(place)).map((path) => path.slice(place.length).replace(/\/$/, ''));
  const [runs, tournaments] = [named('runs/'), named('tournaments/')];
  const other = what.find((path) => !/^(runs|tournaments)\/./.test(path));
  if (other !== undefined) {
    throw new AgonError(
      'bad-option',
      `"${other}" cannot be put into the page; name runs/NAME or tournaments/NAME.`,
    );
  }
  const options = { directory, runsDir: RUNS_DIR, zooDirs: ZOO_DIRS, runs, tournaments };
  const { files, bytes, leftOut, withoutData } = await exportPage(options);
  for (const text of leftOut) say(`${paint('yellow', 'warning:')} left out: ${text}`);
  for (const text of withoutData) say(`not in the page: ${text}`);
  print(`${directory}: ${formatNumber(files)} files, ${formatBytes(bytes)}`);
  say(`  any file server will do:  python3 -m http.server --bind 127.0.0.1 --directory ${directory}`);
}
