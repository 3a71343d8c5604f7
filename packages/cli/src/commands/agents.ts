/** `agon agents`: the players. */
import { listAgents } from '@agon/agents';
import { engineKinds } from '@agon/arena/node';
import { print, printJson, say } from '../output.js';
import { table } from '../tableText.js';
import { formatSettings } from '../settingsText.js';

const PLAYS = { env: 'environments', game: 'board games', both: 'everything' };

/** Prints every agent with what it plays and its settings; `json`: as one document. */
export function agents(flags: { json?: boolean }): void {
  const list = listAgents(engineKinds);
  if (flags.json) return printJson(list);
  const rows = list.map(({ id, plays, title, settings }) => [
    id,
    PLAYS[plays],
    title,
    formatSettings(settings),
  ]);
  print(table([{ head: 'id' }, { head: 'plays' }, { head: 'title' }, { head: 'options' }], rows));
  say('runs/NAME@STEP is an earlier checkpoint of a run, zoo/NAME an agent of the zoo.');
}
