/** Where the page shows what a person names: a run, a replay file, a tournament, an agent or a model of the zoo. */
import { AgonError, nearest } from '@agon/core';
import { specByHand } from '@agon/envs';
import { listRun, readReplay, readZooConfig, tournamentDirectory } from '@agon/runs/node';
import { sep } from 'node:path';

/** Where runs and the zoo lie. */
interface Places {
  runsDir: string;
  zooDirs: readonly string[];
}

const KINDS = ['runs', 'zoo', 'tournaments'];

/** A hash that the page's `parseRoute` reads. */
const hash = (...parts: string[]): string => `#/${parts.map(encodeURIComponent).join('/')}`;

/**
 * The hash of the page's address for what a path or spec names.
 * @param what "runs/NAME" or "NAME", "runs/NAME/replays/FILE", "tournaments/NAME" (in the runs' folder or not), "zoo/NAME"
 * @throws not-found with the near name; bad-option for what the page has no place for
 */
export function pageAddress(what: string, { runsDir, zooDirs }: Places): string {
  const parts = what.replaceAll(sep, '/').split('/').filter((part) => part !== '' && part !== '.'); // prettier-ignore
  if (parts[0] === runsDir && parts[1] === 'tournaments') parts.shift();
  const [kind, name, folder, file] = parts.length === 1 && parts[0] !== runsDir ? ['runs', parts[0]] : parts;
  if (name !== undefined && kind === 'runs' && parts.length <= 2) {
    const [run] = name.split('@');
    listRun(runsDir, run);
    return hash('run', run);
  }
  if (name !== undefined && kind === 'runs' && folder === 'replays' && file !== undefined) {
    readReplay(runsDir, name, file);
    return hash('run', name, 'replay', file);
  }
  if (name !== undefined && kind === 'tournaments') {
    tournamentDirectory(runsDir, name);
    return hash('tournament', name);
  }
  if (name !== undefined && kind === 'zoo' && parts.length === 2) {
    const { env } = readZooConfig(zooDirs, name);
    return env === undefined
      ? `${hash('learn', 'look-inside')}?model=${encodeURIComponent(`zoo/${name}`)}`
      : `${hash('play', specByHand(env))}?against=${encodeURIComponent(`zoo/${name}`)}`;
  }
  const near = nearest(kind, KINDS);
  const guess =
    near !== undefined && near !== kind ? ` Did you mean "${[near, ...parts.slice(1)].join('/')}"?` : '';
  throw new AgonError(
    'bad-option',
    `the page has no place for "${what}".${guess} Name a run (runs/NAME), a replay of it (runs/NAME/replays/FILE), a tournament (tournaments/NAME) or an agent of the zoo (zoo/NAME).`,
  );
}
