/** The suite that every board game passes: the contract of `Game` and `State`, rule by rule, over random games. */
import { RandomStream } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { drawState } from '../drawings.js';
import { observationArray, observationSize } from '../env.js';
import { TERMINAL_PLAYER, type Game, type State } from '../game.js';
import { formatEnv, makeGame } from '../registry.js';

/** How much is played: 20 games to their ends if not given. */
export interface DescribeGameOptions {
  /** Random games in each test. */
  games?: number;
  /** Plies after which a random game is broken off. */
  plies?: number;
}

/** Everything that a state shows. */
interface Seen {
  player: number;
  terminal: boolean;
  legal: number[];
  hash: number;
  text: string;
  observation: number[];
  returns: number[];
}

/** Declares the suite for games that `make` makes. */
export function describeGame(name: string, make: () => Game, options: DescribeGameOptions = {}): void {
  const { games = 20, plies = Infinity } = options;
  const game = make();

  /** Plays random games from the start; `each` sees every state before its move, and the last one. */
  const playGames = (seed: string, each: (state: State, rng: RandomStream) => void): void => {
    for (let index = 0; index < games; index++) {
      const rng = new RandomStream(`${name} / ${seed} / game ${index}`);
      const state = game.newInitialState();
      each(state, rng);
      while (!state.isTerminal && state.history.length < plies) {
        const legal = state.legalActions();
        state.apply(legal[rng.int(legal.length)]);
        each(state, rng);
      }
    }
  };

  describe(`${name} keeps the contract of Game`, () => {
    it('is made again by its spec', () => {
      const again = makeGame(formatEnv(game));
      expect([again.id, again.version, again.options]).toEqual([game.id, game.version, game.options]);
      expect([again.numActions, again.observation]).toEqual([game.numActions, game.observation]);
      expect(game.playerNames).toHaveLength(game.numPlayers);
    });

    it('agrees with itself about what is legal', () => {
      const mask = new Uint8Array(game.numActions);
      playGames('legal', (state) => {
        mask.fill(9);
        const count = state.legalMaskInto(mask);
        const legal = state.legalActions();
        expect(legal).toHaveLength(count);
        expect(count > 0).toBe(!state.isTerminal);
        const listed = new Set(legal);
        expect([...legal].sort((a, b) => a - b)).toEqual(legal);
        for (let action = 0; action < game.numActions; action++) {
          expect(mask[action]).toBe(listed.has(action) ? 1 : 0);
          expect(state.isLegal(action)).toBe(listed.has(action));
        }
      });
    });

    it('refuses illegal actions with the reason, and stays as it was', () => {
      playGames('illegal', (state) => {
        const before = see(state);
        const wrong = [-1, game.numActions, 0.5, NaN];
        const illegal = Array.from({ length: game.numActions }, (_, action) => action).find(
          (a) => !state.isLegal(a),
        );
        if (illegal !== undefined) wrong.push(illegal);
        for (const action of wrong) {
          expect(() => state.apply(action)).toThrow(expect.objectContaining({ code: 'illegal-action' }));
        }
        expect(see(state)).toEqual(before);
      });
    });

    it('ends every game within its greatest length, with returns that are the sum of rewards', () => {
      const rewards = new Float64Array(game.numPlayers);
      for (let index = 0; index < games; index++) {
        const rng = new RandomStream(`${name} / length / game ${index}`);
        const state = game.newInitialState();
        const sums = new Array<number>(game.numPlayers).fill(0);
        while (!state.isTerminal) {
          expect(state.returns()).toEqual(sums);
          expect(state.currentPlayer).toBeGreaterThanOrEqual(0);
          const legal = state.legalActions();
          state.applyAssumeLegal(legal[rng.int(legal.length)]);
          state.rewardsInto(rewards);
          rewards.forEach((reward, player) => (sums[player] += reward));
        }
        expect(state.history.length).toBeLessThanOrEqual(game.maxGameLength);
        expect(state.currentPlayer).toBe(TERMINAL_PLAYER);
        expect(state.returns()).toEqual(sums);
      }
    });

    it('takes moves back exactly, and plays them again exactly', () => {
      for (let index = 0; index < games; index++) {
        const rng = new RandomStream(`${name} / undo / game ${index}`);
        const state = game.newInitialState();
        const seen = [see(state)];
        while (!state.isTerminal && state.history.length < plies) {
          const legal = state.legalActions();
          state.apply(legal[rng.int(legal.length)]);
          seen.push(see(state));
        }
        const moves = [...state.history];
        for (let ply = moves.length - 1; ply >= 0; ply--) {
          state.undo();
          expect(see(state)).toEqual(seen[ply]);
        }
        expect(() => state.undo()).toThrow(expect.objectContaining({ code: 'illegal-action' }));
        moves.forEach((move, ply) => {
          state.applyAssumeLegal(move);
          expect(see(state)).toEqual(seen[ply + 1]);
        });
      }
    });

    it('undoes single moves in the middle of a game without a trace', () => {
      playGames('look', (state, rng) => {
        if (state.isTerminal) return;
        const before = see(state);
        const legal = state.legalActions();
        state.apply(legal[rng.int(legal.length)]);
        if (!state.isTerminal) {
          const replies = state.legalActions();
          state.apply(replies[rng.int(replies.length)]);
          state.undo();
        }
        state.undo();
        expect(see(state)).toEqual(before);
      });
    });

    it('makes copies that live their own lives', () => {
      playGames('clone', (state, rng) => {
        const before = see(state);
        const copy = state.clone();
        expect(see(copy)).toEqual(before);
        expect(copy.history).toEqual(state.history);
        for (let i = 0; i < 6 && !copy.isTerminal; i++) {
          const legal = copy.legalActions();
          copy.apply(legal[rng.int(legal.length)]);
        }
        while (copy.history.length > Math.max(0, state.history.length - 3)) copy.undo();
        expect(see(state)).toEqual(before);
      });
    });

    it('writes every value of its observation, within the declared range', () => {
      playGames('observe', (state) => {
        const ours = observe(state, 200);
        expect(observe(state, 3)).toEqual(ours);
        const floats = new Float32Array(ours.length).fill(0.5);
        state.observe(floats);
        if (game.observation.dtype === 'uint8') expect(Array.from(floats)).toEqual(ours);
        expect(ours.every((value) => value >= 0 && value <= game.observation.high)).toBe(true);
      });
    });

    it('agrees with its result about who owns the board, where it is a game of territory', () => {
      const [height, width] = game.observation.shape;
      playGames('ownership', (state) => {
        if (!state.ownershipInto) return;
        const owners = new Int8Array(height * width).fill(9);
        const lead = state.ownershipInto(owners);
        const komi = typeof game.options.komi === 'number' ? game.options.komi : 0;
        expect(owners.reduce((sum, owner) => sum + owner, 0) - komi).toBeCloseTo(lead, 6);
        if (state.isTerminal) expect(Math.sign(lead)).toBe(state.returns()[0]);
      });
    });

    it('reads the texts of its own moves, all different', () => {
      playGames('texts', (state) => {
        const legal = state.legalActions();
        const texts = legal.map((action) => state.actionToString(action));
        expect(new Set(texts).size).toBe(texts.length);
        expect(texts.map((text) => state.parseAction(text))).toEqual(legal);
      });
      for (const text of ['', 'nonsense', '-1', '1e9', '\u0000']) {
        expect(() => game.newInitialState().parseAction(text)).toThrow(
          expect.objectContaining({ code: 'illegal-action' }),
        );
      }
    });

    it('looks the same from every symmetry of the board', () => {
      for (const [index, symmetry] of (game.symmetries ?? []).entries()) {
        const { actions, cells } = symmetry;
        expect(Array.from(actions).sort((a, b) => a - b)).toEqual(range(actions.length));
        if (index === 0) expect(Array.from(actions)).toEqual(range(actions.length));
        const rng = new RandomStream(`${name} / symmetry ${index}`);
        const [state, picture] = [game.newInitialState(), game.newInitialState()];
        const planes = observationSize(game.observation) / cells.length;
        while (!state.isTerminal && state.history.length < plies) {
          const [one, other] = [observe(state, 0), observe(picture, 0)];
          cells.forEach((to, from) => {
            expect(other.slice(to * planes, (to + 1) * planes)).toEqual(
              one.slice(from * planes, (from + 1) * planes),
            );
          });
          const legal = state.legalActions();
          expect(legal.map((action) => actions[action]).sort((a, b) => a - b)).toEqual(
            picture.legalActions(),
          );
          const action = legal[rng.int(legal.length)];
          state.apply(action);
          picture.apply(actions[action]);
        }
        expect(picture.returns()).toEqual(state.returns());
      }
    });

    it('is drawn, with a place to click for every move on the board', () => {
      playGames('draw', (state) => {
        const drawing = drawState(state);
        expect(drawing.marks.length).toBeGreaterThan(0);
        expect(drawing.text.trim()).not.toBe('');
        const targets = new Set(drawing.targets?.map((target) => target.action));
        const numCells = game.symmetries?.[0].cells.length ?? game.numActions;
        const missing = state.legalActions().filter((action) => action < numCells && !targets.has(action));
        expect(missing).toEqual([]);
      });
    });
  });
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

function observe(state: State, fill: number): number[] {
  const out = observationArray(state.game.observation);
  out.fill(fill);
  state.observe(out);
  return Array.from(out);
}

function see(state: State): Seen {
  return {
    player: state.currentPlayer,
    terminal: state.isTerminal,
    legal: state.legalActions(),
    hash: state.hash(),
    text: state.toString(),
    observation: observe(state, 0),
    returns: state.returns(),
  };
}
