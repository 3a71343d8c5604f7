/** The story of an episode in a single-player environment. */
import type { Analysis } from '@agon/agents';
import { RandomStream } from '@agon/core';
import { commentOnReward } from '@agon/data';
import type { Env } from '@agon/envs';
import type { Replay } from '@agon/runs';
import { actionName } from '../board/actionName.js';
import type { Seat } from '../board/seats.js';
import { actionValues, type Thoughts } from '../board/thoughts.js';
import { boardWords } from '../board/words.js';
import type { GraphLine } from '../charts/episodeGraph.js';
import type { Returns, Story, Told } from './story.js';
import { replayWords } from './words.js';

/** Names of actions, Q-values, the return so far. */
export class EnvStory implements Story {
  readonly playerNames: readonly string[];
  private readonly actions: readonly string[];
  private readonly replay: Replay;

  constructor(env: Env, replay: Replay) {
    this.actions = env.actionNames.map(actionName);
    this.replay = replay;
    this.playerNames = [replay.players[0]];
  }

  moveTo(position: number): string | undefined {
    return this.actions[this.replay.actions[position - 1]];
  }

  seats(): Seat[] {
    return [];
  }

  thoughts(account: Analysis, chosen: number | undefined): Thoughts | undefined {
    return actionValues(account, this.actions, chosen);
  }

  lastAction(_position: number, text: string): string {
    return boardWords.lastAction(text);
  }

  commentary(position: number, { now, before }: Returns): string | undefined {
    const rng = new RandomStream(`${this.replay.seed} / comment ${position}`);
    return commentOnReward(now[0] - before[0], rng);
  }

  /** The return and, where the player tells it, the largest Q-value. */
  graphs({ accounts, returns }: Told): GraphLine[] {
    const score = { label: replayWords.graph.score, values: returns.map(([value]) => value) };
    const q = accounts.map((account) => largest(account?.q));
    return q.some((value) => value !== null) ? [score, { label: replayWords.graph.q, values: q }] : [score];
  }

  finalLead(): undefined {
    return undefined;
  }

  result(): undefined {
    return undefined;
  }
}

function largest(values: readonly (number | null)[] | undefined): number | null {
  let result: number | null = null;
  for (const value of values ?? []) if (value !== null && (result === null || value > result)) result = value;
  return result;
}
