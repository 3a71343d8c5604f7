/** Agents on the same episodes of a single-player environment: scores, paired differences, probability of improvement. */
import type { GameRecord } from './gameRecord.js';
import { bootstrapInterval, interquartileMean, mean } from './statistics.js';

/** One agent's scores in a single-player environment. */
export interface ScoreRow {
  agent: string;
  episodes: number;
  mean: number;
  /** Interquartile mean. */
  iqm: number;
  /** 95 % bootstrap interval of the mean. */
  ci95: [low: number, high: number];
}

/** Two agents on the same seeds. */
export interface ScorePairRow {
  a: string;
  b: string;
  /** Mean of a's return − b's return on the same seed, and its 95 % bootstrap interval. */
  difference: number;
  ci95: [low: number, high: number];
  /** P(a's return > b's) over all pairs of their episodes, ties half (Agarwal et al. 2021). */
  probabilityOfImprovement: number;
}

/** The result of a tournament in a single-player environment: one row for each agent, one for each pair. */
export interface ScoreStandings {
  kind: 'env';
  players: ScoreRow[];
  pairs: ScorePairRow[];
  warnings: string[];
}

/** P(X > Y) + P(X = Y) / 2 over all pairs. */
function probabilityOfImprovement(x: readonly number[], y: readonly number[]): number {
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
    mean: mean(lists[i]),
    iqm: interquartileMean(lists[i]),
    ci95: bootstrapInterval(lists[i], seed),
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
        difference: mean(differences),
        ci95: bootstrapInterval(differences, seed),
        probabilityOfImprovement: probabilityOfImprovement(lists[a], lists[b]),
      });
    }
  }
  const cut = records.filter(({ replay }) => replay.ended?.reason === 'limit').length;
  const warnings = cut ? [`${cut} of ${records.length} episodes were cut by the step limit.`] : [];
  return { kind: 'env', players, pairs, warnings };
}
