import { makeEnvironment } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { numberOfGames, planTournament, seatsInPlan } from './tournament.js';
import type { TournamentPlan } from './tournamentPlan.js';

describe('a plan', () => {
  it.each<Partial<TournamentPlan>>([
    { agents: ['a', 'b'], games: 5 },
    { agents: ['a', 'b', 'c', 'd'], games: 4 },
    { agents: ['a', 'b', 'c', 'd'], games: 3, schedule: 'gauntlet' },
    { env: 'cart-pole', agents: ['a', 'b', 'c'], games: 4 },
  ])('tells of %j how many games it has, and who plays each, without being made', (more) => {
    const plan = { env: 'tic_tac_toe', agents: [], games: 1, seed: 1, ...more };
    const jobs = planTournament(plan);
    const { kind } = makeEnvironment(plan.env);
    expect(numberOfGames(plan)).toBe(jobs.length);
    for (const { id, seats } of jobs) expect(seatsInPlan(id, plan, kind)).toEqual(seats);
    const others = [
      '',
      '0',
      '0-',
      '0-1',
      '0-1-9',
      '0-9-0',
      '1-0-0',
      '0-0-0',
      '0-1-01',
      '0-1--1',
      '0-1-0-0',
      '../x',
      '0-1-1e0',
    ];
    const ids = new Set(jobs.map(({ id }) => id));
    for (const id of others) if (!ids.has(id)) expect(seatsInPlan(id, plan, kind), id).toBeUndefined();
  });
});
