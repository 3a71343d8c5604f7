/** The lines of a tournament's `games.jsonl`: what each must hold, and whether it fits the plan. */
import { AgonError, integers, parseJson } from '@agon/core';
import { unwrapped, type Environment } from '@agon/envs';
import * as v from 'valibot';
import { replaySchema } from '@agon/runs';
import { contests } from './contests.js';
import type { GameRecord } from './gameRecord.js';
import { seatsInPlan } from './tournament.js';
import type { TournamentPlan } from './tournamentPlan.js';

/** What a line must hold, whatever the plan is. */
export const gameRecordSchema = v.object({
  id: v.string(),
  seats: integers,
  opening: integers,
  random: v.boolean(),
  replay: replaySchema,
}) satisfies v.GenericSchema<unknown, GameRecord>;

/** Reads the lines of one tournament, in their order. */
export class GameLines {
  private readonly plan: TournamentPlan;
  private readonly kind: Environment['kind'];
  private readonly env: string;
  private readonly seen = new Set<string>();

  constructor(plan: TournamentPlan, environment: Environment) {
    this.plan = plan;
    this.kind = environment.kind;
    this.env = unwrapped(environment).id;
  }

  /**
   * A game as its line tells it.
   * @param where the path and the number of the line
   * @throws bad-file where it is no game, one that is not in the plan, one of other agents, one whose result cannot be, or one
   *   that was there before
   */
  read(line: string, where: string): GameRecord {
    const record = parseJson(gameRecordSchema, line, where);
    const fault = this.faultOf(record);
    if (fault !== undefined) throw new AgonError('bad-file', `${where} is damaged: ${fault}.`);
    this.seen.add(record.id);
    return record;
  }

  private faultOf({ id, seats, opening, replay }: GameRecord): string | undefined {
    const { actions, ended, env, players, result } = replay;
    const planned = seatsInPlan(id, this.plan, this.kind);
    const name = `game ${JSON.stringify(id.slice(0, 40))}`;
    if (!planned) return `${name} is not in the plan`;
    if (this.seen.has(id)) return `${name} was there before`;
    if (seats.join() !== planned.join())
      return `${name} is between ${planned.join(' and ')}, not ${seats.join(' and ')}`;
    if (env !== this.env) return `${name} is ${JSON.stringify(env.slice(0, 40))}, not ${this.env}`;
    if (players.length !== seats.length) return `"replay.players" must be ${seats.length} names`;
    if (opening.some((action, i) => actions[i] !== action)) return `${name} does not begin with its opening`;
    if (ended?.player !== undefined && ended.player >= seats.length) {
      return `"replay.ended.player" must be below ${seats.length}, got ${ended.player}`;
    }
    const { isPossible, results } = contests[this.kind];
    if (isPossible(result)) return undefined;
    return `"replay.result" must be ${results}, got ${result.slice(0, 4).join(' : ') || 'nothing'}`;
  }
}
