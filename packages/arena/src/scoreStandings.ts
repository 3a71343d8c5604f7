/** Agents on the same episodes of a single-player environment: scores, paired differences, probability of improvement. */
import type { GameRecord } from './gameRecord.js';
import { interquartileMean, mean, meanInterval } from './statistics.js';

/** One agent's scores in a single-player environment. */
export interface ScoreRow {
  agent: string;
  episodes: number;
  /** Null without episodes. */
  mean: number | null;
  /** Interquartile mean; null without episodes. */
  iqm: number | null;
  /** 95 % bootstrap interval of the mean: a point where all returns are equal, null of fewer than two episodes. */
  ci95: [low: number, high: number] | null;
}

/** Two agents on the same seeds. */
export interface ScorePairRow {
  a: string;
  b: string;
  /** Mean of a's return − b's return on the same seed; null without such a seed. */
  difference: number | null;
  /** Its 95 % bootstrap interval: a point where all differences are equal, null of fewer than two. */
  ci95: [low: number, high: number] | null;
  /** Share of all pairs of their episodes in which a's return is larger, ties half (Agarwal et al. 2021); null without any. */
  probabilityOfImprovement: number | null;
}

/** The result of a tournament in a single-player environment: one row for each agent, one for each pair. */
export interface ScoreStandings {
  kind: 'env';
  players: ScoreRow[];
  pairs: ScorePairRow[];
  warnings: string[];
}

/** P(X > Y) + P(X = Y) / 2 over all pairs; null without any. */
function probabilityOfImprovement(x: readonly number[], y: readonly number[]): number | null {
  if (x.length === 0 || y.length === 0) return null;
  let sum = 0;
  for (const a of x) for (const b of y) sum += a > b ? 1 : a === b ? 0.5 : 0;
  return sum / (x.length * y.length);
}

/** The table of agents on the same episodes of a single-player environment. */
export function scoreStandings(
  agents: readonly string[],
  records: readonly GameRecord[],
  seed: string | number,
): ScoreStandings {
  const returns = agents.map(() => new Map<string, number>());
  for (const { seats, replay } of records) returns[seats[0]].set(replay.seed, replay.result[0]);
  const lists = returns.map((map) => [...map.values()]);
  const players = agents.map((agent, i): ScoreRow => ({
    agent,
    episodes: lists[i].length,
    mean: lists[i].length ? mean(lists[i]) : null,
    iqm: lists[i].length ? interquartileMean(lists[i]) : null,
    ci95: meanInterval(lists[i], seed),
  }));
  const pairs: ScorePairRow[] = [];
  for (let a = 0; a < agents.length; a++) {
    for (let b = a + 1; b < agents.length; b++) {
      const differences = [...returns[a]]
        .filter(([episode]) => returns[b].has(episode))
        .map(([episode, value]) => value - (returns[b].get(episode) ?? 0));
      pairs.push({
        a: agents[a],
        b: agents[b],
        difference: differences.length ? mean(differences) : null,
        ci95: meanInterval(differences, seed),
        probabilityOfImprovement: probabilityOfImprovement(lists[a], lists[b]),
      });
    }
  }
  const cut = records.filter(({ replay }) => replay.ended?.reason === 'limit').length;
  const warnings = cut ? [`${cut} of ${records.length} episodes were cut by the step limit.`] : [];
  return { kind: 'env', players, pairs, warnings };
}
