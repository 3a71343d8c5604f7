/** `agon envs`: the environments. */
import { listEnvironments } from '@agon/envs';
import { kinds } from '../kinds.js';
import { print, printJson } from '../output.js';
import { table } from '../tableText.js';
import { formatSettings } from '../settingsText.js';

/** Prints every environment with its version and settings; `json`: as one document. */
export function envs(flags: { json?: boolean }): void {
  const list = listEnvironments();
  if (flags.json) return printJson(list);
  const rows = list.map(({ id, kind, version, title, settings }) => [
    id,
    kinds[kind].noun,
    String(version),
    title,
    formatSettings(settings),
  ]);
  print(
    table(
      [{ head: 'id' }, { head: 'kind' }, { head: 'version' }, { head: 'title' }, { head: 'options' }],
      rows,
    ),
  );
}
