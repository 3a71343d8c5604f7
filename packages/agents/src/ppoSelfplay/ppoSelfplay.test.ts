/** Self-play PPO: the games that it steps, and its training loop on small settings. */
import { parseSettings, RandomStream } from '@agon/core';
import { makeGame, observationArray } from '@agon/envs';
import { describe, expect, it } from 'vitest';
import { makeLiveGames, readLiveGames, type TrainEvent, type TrainOptions } from '@agon/learning';
import { checkpoints, collect, lastCheckpoint, readBack } from '@agon/learning/testing';
import { episodesOf, trained } from '../testing/runs.js';
import { GameActors } from './gameActors.js';
import { ppoSelfplay } from './index.js';

const NO_ACCOUNT = () => ({});

describe('games stepped together', () => {
  it.each(['tic_tac_toe', 'connect_four', 'othello:size=6', 'go:size=3'])(
    'show each mover its position, its legal moves and its reward: %s',
    (spec) => {
      const game = makeGame(spec);
      const actors = new GameActors(game, 3, 0, 'test');
      const size = actors.observations.length / 3;
      const states = [0, 1, 2].map(() => game.newInitialState());
      const seen = observationArray(actors.observation);
      const mask = new Uint8Array(game.numActions);
      const rng = new RandomStream('moves');
      const actions = new Int32Array(3);
      let finished = 0;
      actors.start();
      for (let step = 0; step < 80; step++) {
        for (const [i, state] of states.entries()) {
          state.observe(seen);
          expect(actors.observations.subarray(i * size, (i + 1) * size)).toEqual(seen);
          state.legalMaskInto(mask);
          expect(actors.masks.subarray(i * game.numActions, (i + 1) * game.numActions)).toEqual(mask);
          const legal = state.legalActions();
          actions[i] = legal[rng.int(legal.length)];
        }
        actors.act(actions, NO_ACCOUNT);
        for (const [i, state] of states.entries()) {
          const mover = state.currentPlayer;
          state.apply(actions[i]);
          expect(actors.terminated[i]).toBe(state.isTerminal ? 1 : 0);
          expect(actors.rewards[i]).toBe(state.isTerminal ? state.returns()[mover] : 0);
          if (!state.isTerminal) {
            expect(actors.signs[i]).toBe(state.currentPlayer === mover ? 1 : -1);
            continue;
          }
          expect(actors.episodeReturns[i]).toBe(state.returns()[0]);
          expect(actors.episodeLengths[i]).toBe(state.history.length);
          states[i] = game.newInitialState();
          finished++;
        }
      }
      expect(finished).toBeGreaterThan(3);
    },
  );

  it('are shown while they are played, each under its number, after a break too', () => {
    const game = makeGame('tic_tac_toe');
    const live = makeLiveGames(2, game.maxGameLength);
    const actors = new GameActors(game, 3, 0, 'test', live);
    const rng = new RandomStream('moves');
    const played = new Map<number, number[]>([0, 1, 2].map((number) => [number, []]));
    const numbers = [0, 1, 2];
    let begun = 3;
    const step = (of: GameActors): void => {
      const actions = Int32Array.from(numbers, (_, i) => {
        const mask = of.masks.subarray(i * game.numActions, (i + 1) * game.numActions);
        const legal = [...mask.keys()].filter((action) => mask[action]);
        return legal[rng.int(legal.length)];
      });
      of.act(actions, NO_ACCOUNT);
      for (const [i, action] of actions.entries()) {
        played.get(numbers[i])!.push(action);
        if (of.terminated[i]) {
          numbers[i] = begun++;
          played.set(numbers[i], []);
        }
      }
    };
    const seen = new Set<number>();
    const look = (of: typeof live): void => {
      for (const { game: number, moves, isOver } of readLiveGames(of)) {
        expect(moves).toEqual(played.get(number));
        expect(isOver).toBe(!numbers.includes(number));
        seen.add(number);
      }
    };
    actors.start();
    for (let move = 0; move < 40; move++) {
      step(actors);
      look(live);
    }
    expect(seen.size).toBeGreaterThan(4);
    const again = makeLiveGames(2, game.maxGameLength);
    const resumed = new GameActors(game, 3, 0, 'test', again);
    resumed.load(actors.save());
    for (let move = 0; move < 10; move++) {
      step(resumed);
      look(again);
    }
    expect(Math.max(...seen)).toBeGreaterThanOrEqual(begun - 3);
  });

  it('begin after up to openingMoves random moves', () => {
    const actors = new GameActors(makeGame('tic_tac_toe'), 50, 3, 'openings');
    actors.start();
    const moves = (actors.save() as { histories: number[][] }).histories.map(({ length }) => length);
    expect(new Set(moves)).toEqual(new Set([0, 1, 2, 3]));
  });
});

function optionsOf(more: Partial<TrainOptions>): TrainOptions {
  const small = { network: 'board-mlp:hidden=16', numEnvs: 4, rolloutSteps: 16, minibatches: 2, epochs: 2 };
  const settings = parseSettings(ppoSelfplay.schema, { ...small, decaySteps: 4_000 }, 'test');
  return { env: 'tic_tac_toe', settings, seed: 3, workers: 0, checkpointEvery: 400, ...more };
}

const train = (options: TrainOptions): Promise<TrainEvent[]> => collect(ppoSelfplay.train(options));

describe('training by self-play', () => {
  it('goes on after a break as if there had been none, byte for byte', async () => {
    const unbroken = lastCheckpoint(await train(optionsOf({ steps: 2_000 })));
    const resume = readBack(checkpoints(await train(optionsOf({ steps: 901 }))));
    const second = lastCheckpoint(await train(optionsOf({ steps: 2_000, resume })));
    expect(second.weights).toEqual(unbroken.weights);
    expect(second.state.json).toEqual(unbroken.state.json);
  });

  it('records whole games, with what was thought at each move that was chosen', async () => {
    const episodes = episodesOf(await train(optionsOf({ steps: 3_000 })));
    expect(episodes.length).toBeGreaterThanOrEqual(3);
    for (const { actions, hashes, result, accounts = [] } of episodes) {
      const state = makeGame('tic_tac_toe').newInitialState();
      for (const action of actions) state.apply(action);
      expect([state.isTerminal, state.returns(), state.hash()]).toEqual([true, result, hashes.at(-1)]);
      expect(accounts.length).toBe(actions.length);
      // Illegal moves have no probability.
      const { prior = [] } = accounts.at(-1) ?? {};
      for (const action of actions.slice(0, -1)) expect(prior[action]).toBe(0);
      expect(prior.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 2);
    }
  });

  it('refuses single-player environments', async () => {
    await expect(train(optionsOf({ env: 'minatar-breakout', steps: 10 }))).rejects.toThrow(
      /needs a board game/,
    );
  });

  it('learns not to lose to a random player at tic-tac-toe', async () => {
    const settings = parseSettings(ppoSelfplay.schema, ppoSelfplay.presets.tic_tac_toe, 'test');
    const options = optionsOf({ settings, steps: 40_000, checkpointEvery: 1e9 });
    const checkpoint = await trained(ppoSelfplay, options);
    const agent = await ppoSelfplay.loadAgent('runs/test', checkpoint, {});
    const rng = new RandomStream('games');
    let lost = 0;
    for (let g = 0; g < 100; g++) {
      const state = makeGame('tic_tac_toe').newInitialState();
      agent.reset();
      while (!state.isTerminal) {
        const legal = state.legalActions();
        const isOurs = state.currentPlayer === g % 2;
        state.apply(isOurs ? await agent.act({ kind: 'game', state }, rng) : legal[rng.int(legal.length)]);
      }
      if (state.returns()[g % 2] < 0) lost++;
    }
    await agent.dispose();
    // Two random players: 43 or so are lost. Seeds 1, 2 and 3 lost none when this was written.
    expect(lost).toBeLessThan(4);
  }, 120_000);
});
