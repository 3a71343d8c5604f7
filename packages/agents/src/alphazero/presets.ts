/** Sets of AlphaZero's settings, named like the environments that they are for; `--preset NAME` chooses another. */
import type { AlphazeroSettings } from './settings.js';

/** Few simulations a move and a policy improved by their values (Danihelka et al. 2022). */
const GUMBEL: Partial<AlphazeroSettings> = { selection: 'gumbel', visitsStart: 16 };

/** What games of territory add: whose each cell is at the end, and the lead (Wu 2020). */
const TERRITORY: Partial<AlphazeroSettings> = { ownershipWeight: 1, scoreWeight: 1 };

/** Costs nearly nothing; docs/results.md has what it is worth on 7×7. */
const AVERAGED: Partial<AlphazeroSettings> = { averaging: 0.998 };

const territoryTower = (blocks: number, channels: number): string =>
  `residual-tower:blocks=${blocks},channels=${channels},pooling=${channels >> 2},policyHead=points,territory=true`;

/** Two cores, an hour and more. */
const GO: Partial<AlphazeroSettings> = {
  ...GUMBEL,
  ...TERRITORY,
  visits: 48,
  visitsRiseGames: 20_000,
  gamesPerIteration: 64,
  resignBelow: 0.95,
  window: 300_000,
  windowStart: 20_000,
  reuse: 4,
  learningRate: 0.001,
};

/** Changes to the schema's defaults, by name. */
export const alphazeroPresets: Readonly<Record<string, Partial<AlphazeroSettings>>> = {
  /** Perfect with 64 visits within a minute on two cores; the recipe of AlphaZero.jl with a smaller network. */
  tic_tac_toe: {
    network: 'board-mlp:hidden=128/128',
    visits: 64,
    gamesPerIteration: 512,
    parallelGames: 64,
    temperatureMoves: 9,
    openingMoves: 6,
    window: 20_000,
    batchSize: 128,
    reuse: 4,
    learningRate: 0.002,
  },
  /** With 64 visits, the outcome alone for the value, or no discount it learns more slowly: docs/results.md. */
  connect_four: {
    ...GUMBEL,
    network: 'residual-tower:blocks=3,channels=32,pooling=8',
    visits: 32,
    visitsRiseGames: 10_000,
    searchValueShare: 0.5,
    discount: 0.98,
    gamesPerIteration: 96,
    openingMoves: 4,
    window: 200_000,
    windowStart: 10_000,
    reuse: 4,
    learningRate: 0.001,
  },
  /** For 6×6. */
  othello: {
    ...GUMBEL,
    ...TERRITORY,
    network: territoryTower(3, 32),
    visits: 48,
    visitsRiseGames: 10_000,
    gamesPerIteration: 96,
    openingMoves: 4,
    window: 200_000,
    windowStart: 10_000,
    learningRate: 0.001,
  },
  /** For 9×9. */
  go: { ...GO, ...AVERAGED, network: territoryTower(4, 48) },
  /** For `go:size=5,komi=24`: Black wins by 25 with best play, so that every point counts. */
  go5: { ...GO, network: territoryTower(3, 32), visitsRiseGames: 10_000, resignBelow: 1 },
  go7: { ...GO, ...AVERAGED, network: territoryTower(4, 32) },
};
