/** `agon nets`: the networks. */
import { listNetworks } from '@agon/nets';
import { print, printJson, table } from '../output.js';
import { formatSettings } from '../settingsText.js';

export function nets(flags: { json?: boolean }): void {
  const list = listNetworks();
  if (flags.json) return printJson(list);
  const rows = list.map(({ id, heads, title, settings }) => [id, heads, title, formatSettings(settings)]);
  print(table([{ head: 'id' }, { head: 'heads' }, { head: 'title' }, { head: 'options' }], rows));
}
