import type { TournamentResult } from '@agon/arena';
import { expect, it } from 'vitest';
import { describeStandings } from './standingsText.js';

const pipe = {} as NodeJS.WriteStream;

it('a tournament of games is a table with the strongest first, pairs and warnings below', () => {
  const result = {
    env: 'tic_tac_toe',
    seed: 1,
    kind: 'game',
    players: [
      {
        agent: 'random',
        elo: -200.4,
        ci95: [-300, -100],
        games: 4,
        wins: 0,
        draws: 1,
        losses: 3,
        forfeits: 0,
      },
      { agent: 'solver', elo: 200.4, ci95: [100, 300], games: 4, wins: 3, draws: 1, losses: 0, forfeits: 0 },
    ],
    pairs: [
      {
        a: 'random',
        b: 'solver',
        games: 4,
        wins: 0,
        draws: 1,
        losses: 3,
        score: 0.125,
        pentanomial: [1, 1, 0, 0, 0],
        difference: -400.8,
        ci95: [-500, -300],
        superiority: 0.01,
      },
    ],
    duplicates: 0,
    firstPlayerScore: 0.5,
    sprt: { elo0: 0, elo1: 10, llr: -0.001, lower: -2.944, upper: 2.944, decision: 'continue' },
    warnings: ['something to know.'],
  } as unknown as TournamentResult;
  expect(describeStandings(result, pipe).split('\n')).toEqual([
    '   agent    Elo          95 %   score  games  wins  draws  losses',
    '1  solver  +200  +100 to +300  87.5 %      4     3      1       0',
    '2  random  -200  -300 to -100  12.5 %      4     0      1       3',
    '',
    'pair                     games                     Elo                  superior  pairs of 0 ½ 1 1½ 2',
    'random  against  solver  0 wins, 1 draw, 3 losses  -401 (-500 to -300)  1 %       1 1 0 0 0',
    'sequential test of 0 against 10 Elo (normalised): LLR 0.00 (-2.94, 2.94), not decided yet',
    'note: something to know.',
  ]);
});

it('a comparison of scores is a table with the best first, and says who does better', () => {
  const result: TournamentResult = {
    env: 'minatar-breakout',
    seed: 1,
    kind: 'env',
    players: [
      { agent: 'random', episodes: 9, mean: 0.5, iqm: 0.25, ci95: [0.1, 0.9] },
      { agent: 'scripted', episodes: 9, mean: 90.3, iqm: 96.71, ci95: [72, 108] },
    ],
    pairs: [
      { a: 'random', b: 'scripted', difference: -89.8, ci95: [-107, -71], probabilityOfImprovement: 0.125 },
    ],
    warnings: [],
  };
  expect(describeStandings(result, pipe).split('\n')).toEqual([
    '   agent     mean return            95 %    IQM  episodes',
    '1  scripted         90.3       72 to 108   96.7         9',
    '2  random          0.500  0.100 to 0.900  0.250         9',
    '',
    'pair',
    'scripted  does better than  random  in 87.5 % of pairs of episodes',
  ]);
});

it('few games and episodes are told as such: no certainty, no infinite rating', () => {
  const player = { wins: 0, draws: 0, losses: 0, forfeits: 0, games: 1 };
  const games = {
    ...{ env: 'tic_tac_toe', seed: 1, kind: 'game', duplicates: 0, firstPlayerScore: 1, warnings: [] },
    players: [
      { ...player, agent: 'a', elo: null, ci95: null, losses: 1, unrated: 'below' },
      { ...player, agent: 'b', elo: null, ci95: null, wins: 1, unrated: 'above' },
      { ...player, agent: 'c', elo: 1000, ci95: [1000, 1000], games: 0 },
    ],
    pairs: [
      {
        ...{ a: 'a', b: 'b', games: 1, wins: 0, draws: 0, losses: 1, pentanomial: [0, 0, 0, 0, 0] },
        ...{ difference: null, ci95: null, superiority: 1 },
      },
    ],
  } as unknown as TournamentResult;
  expect(describeStandings(games, pipe).split('\n')).toEqual([
    '   agent    Elo   95 %   score  games  wins  draws  losses',
    '1  b      above      –  1 of 1      1     1      0       0',
    '2  c      +1000  given       –      0     0      0       0',
    '3  a      below      –  0 of 1      1     0      0       1',
    '',
    'pair              games                    Elo  superior   pairs of 0 ½ 1 1½ 2',
    'a     against  b  0 wins, 0 draws, 1 loss  –    > 99.99 %  0 0 0 0 0',
  ]);
  const scores: TournamentResult = {
    ...{ env: 'cart-pole', seed: 1, kind: 'env', warnings: [] },
    players: [
      { agent: 'a', episodes: 1, mean: 9, iqm: 9, ci95: null },
      { agent: 'b', episodes: 2, mean: 5, iqm: 5, ci95: [5, 5] },
      { agent: 'c', episodes: 0, mean: null, iqm: null, ci95: null },
    ],
    pairs: [
      { a: 'a', b: 'b', difference: 4, ci95: null, probabilityOfImprovement: 1 },
      { a: 'a', b: 'c', difference: null, ci95: null, probabilityOfImprovement: null },
    ],
  };
  expect(describeStandings(scores, pipe).split('\n')).toEqual([
    '   agent  mean return       95 %  IQM  episodes',
    '1  a                9          –    9         1',
    '2  b                5  all equal    5         2',
    '3  c                –          –    –         0',
    '',
    'pair',
    'a     does better than  b  in 2 of 2 pairs of episodes',
  ]);
});
