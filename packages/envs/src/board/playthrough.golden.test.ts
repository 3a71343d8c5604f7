/** Whole games recorded by OpenSpiel: at every state the same players, legal actions, returns and text. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith } from '../../../../test/requirements.js';
import { makeGame } from '../registry.js';
import { parsePlaythrough } from '../testing/playthrough.js';

interface Golden {
  /** File name without ending. */
  file: string;
  spec: string;
  /** OpenSpiel's number of an action as ours; default the same. */
  ours?: (theirs: number) => number;
  /** What is compared of a state's text; absent where our text is of our own form. */
  text?: (text: string) => string;
  /** OpenSpiel's text of our text of an action; absent where they have nothing in common. */
  actionTexts?: (text: string) => string;
}

const same = (text: string): string => text;

/** Without spaces at the ends of lines, which the files have lost. */
const trimmed = (text: string): string => text.replace(/ +$/gm, '');

/** OpenSpiel numbers Go's points from the bottom left. */
const fromBottomLeft = (size: number) => (theirs: number) =>
  theirs === size * size ? theirs : (size - 1 - Math.floor(theirs / size)) * size + (theirs % size);

const GOLDENS: readonly Golden[] = [
  { file: 'gomoku', spec: 'gomoku', text: trimmed },
  { file: 'hex5', spec: 'hex:size=5', text: trimmed, actionTexts: same },
  { file: 'go', spec: 'go:size=7,komi=4.5', ours: fromBottomLeft(7), text: trimmed },
  { file: 'othello', spec: 'othello', text: trimmed, actionTexts: same },
  { file: 'tic_tac_toe', spec: 'tic_tac_toe', text: same, actionTexts: same },
];

describeWith('fixtures', 'OpenSpiel playthroughs', (folder) => {
  it.each(GOLDENS)(
    '$file agrees at every state',
    ({ file, spec, ours = (action) => action, text, actionTexts }) => {
      const states = parsePlaythrough(readFileSync(join(folder, 'openspiel', `${file}.txt`), 'utf8'));
      expect(states.length).toBeGreaterThan(5);
      const state = makeGame(spec).newInitialState();
      for (const { facts, action } of states) {
        if (facts) {
          const legal = facts.legalActions.map(ours);
          expect([state.isTerminal, state.currentPlayer]).toEqual([facts.isTerminal, facts.currentPlayer]);
          expect(state.legalActions()).toEqual(legal.toSorted((a, b) => a - b));
          expect(state.returns()).toEqual(facts.returns);
          if (text) expect(text(state.toString())).toBe(text(facts.text));
          if (actionTexts)
            expect(legal.map((one) => actionTexts(state.actionToString(one)))).toEqual(facts.legalTexts);
        }
        if (action !== undefined) state.apply(ours(action));
      }
      expect(state.isTerminal).toBe(true);
    },
  );
});
