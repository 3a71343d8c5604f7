/** What the server tells the page of tournaments: plain data. */
import type { Analysis } from '@agon/agents';
import type { TournamentResult } from '@agon/arena';
import type { ReplayEnd } from '@agon/runs';

type TournamentStatus = 'running' | 'finished' | 'interrupted' | 'damaged';

/** A tournament as the list shows it. */
export interface TournamentSummary {
  name: string;
  env: string;
  /** Specs of the agents. */
  agents: string[];
  /** Games played so far, and games of the whole plan. */
  played: number;
  total: number;
  status: TournamentStatus;
  /** ISO time at which it was begun. */
  created: string;
  /** What is wrong with single games, which are not counted; absent where nothing is. */
  damage?: string[];
  /** Why nothing more is known of it: its files are damaged, or of another version. */
  error?: string;
}

/** A game without its moves. */
export interface TournamentGame {
  id: string;
  /** Indices of the agents, in order of their seats. */
  seats: number[];
  /** Returns, one for each seat. */
  result: number[];
  /** Moves, or steps of an episode. */
  length: number;
  /** Why it did not end by the rules; absent where it did. */
  ended?: ReplayEnd;
  /** True where it repeats another game and is not counted. */
  isDuplicate?: boolean;
  /** The position before the move at which the value swung most; absent where the players did not tell their values. */
  turningPoint?: number;
}

/** A tournament as its own view shows it. */
export interface TournamentView extends TournamentSummary {
  result: TournamentResult;
  /** In the order in which they were played. */
  games: TournamentGame[];
  /** The command that goes on with it. */
  resume: string;
}

/**
 * The position before the move at which the value swung most, in a game of two players who move in turn. Each player's
 * value is compared with its own at its next turn, never with the other's: two agents rarely agree. Where it fell, its own
 * move is named; where it rose, the other's reply. Undefined where no player told two values.
 * @param account what the player to move thought before each action
 */
export function turningPoint(account: readonly (Analysis | null)[] | undefined): number | undefined {
  let best: number | undefined;
  let largest = 0;
  for (let i = 0; account && i + 2 < account.length; i++) {
    const [before, after] = [account[i]?.value, account[i + 2]?.value];
    if (before === undefined || after === undefined) continue;
    const swing = after - before;
    if (Math.abs(swing) <= largest) continue;
    largest = Math.abs(swing);
    best = swing < 0 ? i : i + 1;
  }
  return best;
}
