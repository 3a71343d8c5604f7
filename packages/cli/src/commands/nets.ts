/** `agon nets`: the networks; `agon nets show`: one of them. */
import { AgonError } from '@agon/core';
import { listNetworks } from '@agon/nets';
import { print, printJson } from '../output.js';
import { table } from '../tableText.js';
import { formatSettings } from '../settingsText.js';
import { netsShow, type NetsShowFlags } from './netsShow.js';

/**
 * Prints every network with its settings, or with the action `show` what one of them consists of.
 * @throws bad-option for another action, or `show` without a name
 */
export function nets(action: string | undefined, spec: string | undefined, flags: NetsShowFlags): void {
  if (action !== undefined) {
    if (action !== 'show' || spec === undefined) {
      throw new AgonError(
        'bad-option',
        `agon nets lists the networks, \`agon nets show NAME\` tells of one; got "${[action, spec].filter(Boolean).join(' ')}".`,
      );
    }
    return netsShow(spec, flags);
  }
  const list = listNetworks();
  if (flags.json) return printJson(list);
  const rows = list.map(({ id, kinds, title, settings }) => [
    id,
    kinds.join(' '),
    title,
    formatSettings(settings),
  ]);
  print(table([{ head: 'id' }, { head: 'kind' }, { head: 'title' }, { head: 'options' }], rows));
}
