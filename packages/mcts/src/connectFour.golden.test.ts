/** Pascal Pons' Connect Four positions: does the search find a best move within a stated budget? */
import { RandomStream } from '@agon/core';
import { makeGame, playMoves, type State } from '@agon/envs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith } from '../../../test/requirements.js';
import { runSearch, Search, UniformEvaluator, type SearchSettings } from './index.js';

const game = makeGame('connect_four');

/** The outcome for the player to move under best play, 1, 0 or −1, by looking at everything. */
function outcome(state: State, known: Map<string, number>): number {
  if (state.isTerminal) return state.returns()[0] === 0 ? 0 : -1; // the last move won
  const key = state.toString();
  const before = known.get(key);
  if (before !== undefined) return before;
  let best = -1;
  for (const action of state.legalActions()) {
    state.applyAssumeLegal(action);
    best = Math.max(best, -outcome(state, known));
    state.undo();
    if (best === 1) break;
  }
  known.set(key, best);
  return best;
}

describeWith('fixtures', 'the end games of Test_L3_R1', (folder) => {
  const lines = readFileSync(join(folder, 'connect-four', 'Test_L3_R1'), 'utf8')
    .trim()
    .split('\n');

  const known = new Map<string, number>();

  it.each([
    ['with proofs', 800, {}],
    ['without proofs', 2000, { prove: false }],
    ['by Gumbel search', 2000, { selection: 'gumbel', gumbelScale: 0 }],
  ] as [string, number, Partial<SearchSettings>][])(
    'are played best in at least 99 of 100 positions, %s and %i visits',
    async (_name, visits, settings) => {
      const evaluator = new UniformEvaluator(game);
      let mistakes = 0;
      let wrongProofs = 0;
      for (const line of lines) {
        const [moves, score] = line.split(' ');
        const state = game.newInitialState();
        playMoves(state, moves);
        const search = new Search(game, settings, new RandomStream('unused'));
        search.setRoot(state);
        await runSearch(search, evaluator, visits);
        if (search.provenValue !== undefined && search.provenValue !== Math.sign(Number(score)))
          wrongProofs++;
        state.apply(search.chooseAction(0, new RandomStream('unused')));
        // A lost position has no mistakes left.
        if (Number(score) >= 0 && -outcome(state, known) < Math.sign(Number(score))) mistakes++;
      }
      expect(wrongProofs).toBe(0);
      expect(mistakes).toBeLessThanOrEqual(lines.length * 0.01);
    },
  );
});
