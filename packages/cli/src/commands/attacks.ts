/** `agon attacks`: what models and agents can be attacked with. */
import { listAgentAttacks } from '@agon/agents';
import { listAttacks } from '@agon/models';
import { print, printJson } from '../output.js';
import { formatValue } from '../settingsText.js';
import { table } from '../tableText.js';

/** Prints every attack with what it is on, and a line for each of its options; `json`: as one document. */
export function attacks(flags: { json?: boolean }): void {
  const list = [
    ...listAttacks().map((each) => ({ on: 'model', ...each })),
    ...listAgentAttacks().map((each) => ({ on: 'agent', ...each })),
  ];
  if (flags.json) return printJson(list);
  const rows = list.flatMap(({ on, id, title, settings }) => [
    [on, id, '', title],
    ...settings.map(({ key, default: value, description }) => [
      ...['', ''],
      `${key}=${formatValue(value)}`,
      description,
    ]),
  ]);
  print(table([{ head: 'on' }, { head: 'id' }, { head: 'option' }, { head: '' }], rows));
}
