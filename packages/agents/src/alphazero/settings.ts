/** AlphaZero's settings, one schema for the command line, files and help texts, and the presets for each game. */
import type { Settings } from '@agon/core';
import { searchSchema, type SearchSettings } from '@agon/mcts';
import * as v from 'valibot';

const whole = (least: number, text: string) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.description(text));
const real = (least: number, text: string) => v.pipe(v.number(), v.minValue(least), v.description(text));

export const alphazeroSchema = v.strictObject({
  network: v.optional(
    v.pipe(v.string(), v.description('the network with its options, as residual-tower:blocks=4,channels=64')),
    'residual-tower',
  ),
  visits: v.optional(whole(2, 'simulations of the search for each move of self-play'), 64),
  gamesPerIteration: v.optional(whole(1, 'games played between two rounds of training'), 64),
  parallelGames: v.optional(whole(1, 'games that share inference batches'), 32),
  cInit: searchSchema.entries.cInit,
  firstPlay: searchSchema.entries.firstPlay,
  firstPlayReduction: searchSchema.entries.firstPlayReduction,
  dirichletAlpha: v.optional(searchSchema.entries.dirichletAlpha.wrapped, 1),
  dirichletFraction: v.optional(searchSchema.entries.dirichletFraction.wrapped, 0.25),
  prove: searchSchema.entries.prove,
  temperatureMoves: v.optional(
    whole(0, 'first moves of a game that are drawn in proportion to visits; later ones are the most visited'),
    10,
  ),
  openingMoves: v.optional(
    whole(0, 'a game begins with up to so many random moves, which nothing is learned from'),
    0,
  ),
  window: v.optional(whole(1, 'positions kept for training'), 50_000),
  batchSize: v.optional(whole(1, 'positions in a minibatch'), 128),
  reuse: v.optional(real(0, 'how often each new position is trained on, on average'), 4),
  learningRate: v.optional(real(0, 'step size of Adam'), 0.002),
  l2: v.optional(real(0, 'weight of the sum of squared parameters in the loss'), 1e-4),
  valueWeight: v.optional(real(0, 'weight of the squared value error in the loss'), 1),
  clipNorm: v.optional(real(0, 'largest norm of the gradient; 0 = not clipped'), 0),
  matchGames: v.optional(
    whole(0, 'games of the bare network against a random player at each checkpoint'),
    20,
  ),
});

export type AlphazeroSettings = Settings<typeof alphazeroSchema>;

/** What a search of self-play is made of. */
export function searchSettings(settings: AlphazeroSettings): Partial<SearchSettings> {
  const { cInit, firstPlay, firstPlayReduction, dirichletAlpha, dirichletFraction, prove } = settings;
  return { cInit, firstPlay, firstPlayReduction, dirichletAlpha, dirichletFraction, prove };
}

/** By environment id; every other game begins with the schema's defaults. */
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
};
