/**
 * A recorded table: what every network of a space comes to after each of some budgets, so that methods of search can be compared without
 * training (the idea of NAS-Bench-101, Ying et al. 2019).
 */
import { parseJson, RandomStream, wholeNumber } from '@agon/core';
import * as v from 'valibot';
import { makeMethod, type MethodSettings } from './methods/makeMethod.js';
import type { Trial } from './methods/method.js';
import { Space } from './space.js';

const schema = v.object({
  space: v.string(),
  /** Updates, increasing. */
  budgets: v.pipe(v.array(wholeNumber), v.minLength(1)),
  /** By network: a score for each budget (null: it diverged), then the number of its parameters. */
  networks: v.record(v.string(), v.array(v.nullable(v.number()))),
});

/** What every network of a space comes to. */
export type CellTable = v.InferOutput<typeof schema>;

/** Reads a table. @param path as it reads in an error @throws bad-file */
export const parseCellTable = (text: string, path: string): CellTable => parseJson(schema, text, path);

/** Of a trial in the table; −∞ where it diverged. */
function scoreIn({ networks, budgets }: CellTable, network: string, updates: number): number {
  const at = budgets.indexOf(updates);
  const scores = networks[network];
  if (at < 0 || scores === undefined) throw new Error(`the table has no ${network} after ${updates} updates`);
  return scores[at] ?? -Infinity;
}

/** The networks whose scores after the largest budget are the best share of all, at least one. */
export function topNetworks(table: CellTable, share: number): Set<string> {
  const last = table.budgets.length - 1;
  const names = Object.keys(table.networks);
  const score = (network: string): number => table.networks[network][last] ?? -Infinity;
  const ranked = names.sort((a, b) => score(b) - score(a));
  return new Set(ranked.slice(0, Math.max(1, Math.floor(share * names.length))));
}

/**
 * Updates that a method spends, one trial after the other, until it has trained one of the top networks for the largest budget.
 * @param share of all networks that are the top
 */
export function updatesToTop(
  table: CellTable,
  settings: Omit<MethodSettings, 'budget'>,
  seed: number,
  share: number,
): number {
  const space = new Space(table.space);
  const budget = table.budgets[table.budgets.length - 1];
  const top = topNetworks(table, share);
  const method = makeMethod(space, new RandomStream(`run ${seed} / search`), { ...settings, budget });
  let spent = 0;
  for (;;) {
    const trial: Trial | undefined = method.ask();
    if (!trial) throw new Error('the method has tried the whole space and found no top network');
    const network = space.network(trial.genotype);
    spent += trial.updates;
    method.tell(trial, scoreIn(table, network, trial.updates));
    if (trial.updates === budget && top.has(network)) return spent;
  }
}
