/**
 * The claim: on 3×3 Go with komi 8, where Black wins by taking the whole board (best play: 9 points), a few seconds of training with
 * every head and accelerator find the opening in the centre, and know afterwards who wins, by how much, and whose the board is.
 */
import { RandomStream } from '@agon/core';
import { compile, Parameters } from '@agon/engine';
import { makeGame, observationSize } from '@agon/envs';
import { batchOf, makeNetwork } from '@agon/nets';
import { describe, expect, it } from 'vitest';
import { trained } from '../testing/runs.js';
import { alphazero } from './alphazero.js';

const ENV = 'go:size=3,komi=8';
const STEPS = 12_000;
const CENTRE = 4;
const network = 'residual-tower:blocks=2,channels=16,pooling=4,policyHead=points,territory=true';
const SEEDS = process.env.AGON_SLOW === '1' ? [1, 2, 3] : [1];

const settings = {
  ...alphazero.presets.go5,
  network,
  visitsStart: 8,
  visits: 24,
  visitsRiseGames: 400,
  gamesPerIteration: 32,
  windowStart: 2000,
  batchSize: 64,
  learningRate: 0.003,
  matchGames: 0,
};

describe('AlphaZero at 3×3 Go', () => {
  it.each(SEEDS)(
    'opens in the centre and knows what it wins, seed %i',
    async (seed) => {
      const options = { env: ENV, settings, seed, steps: STEPS, workers: 0, checkpointEvery: STEPS };
      const checkpoint = await trained(alphazero, options);
      const game = makeGame(ENV);
      const state = game.newInitialState();
      const agent = await alphazero.loadAgent('trained', checkpoint, { visits: 50 });
      const action = await agent.act({ kind: 'game', state }, new RandomStream('move'));
      expect(action).toBe(CENTRE);
      await agent.dispose();

      state.apply(action);
      const net = makeNetwork(network, 'policy-value', {
        input: game.observation.shape,
        actions: game.numActions,
      });
      const parameters = new Parameters(net.parameters);
      parameters.loadSafetensors(checkpoint.weights);
      const program = await compile(net.apply, {
        inputs: batchOf(net, 1),
        parameters,
        threads: 1,
      });
      const observation = new Float32Array(observationSize(game.observation));
      state.observe(observation);
      program.inputs.observation.set(observation);
      await program.run();
      const { value, score, ownership } = program.outputs;
      // White is to move: all of it is lost.
      expect(value[0]).toBeLessThan(-0.8);
      expect(9 * score[0]).toBeLessThan(-0.4); // in truth −1
      for (const owner of ownership) expect(owner).toBeLessThan(-0.7);
      await program.dispose();
    },
    240_000,
  );
});
