/** Whole games recorded by OpenSpiel: at every state the same players, legal actions, returns and text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith } from '../../../../test/requirements.js';
import { makeGame } from '../registry.js';
import { parsePlaythrough } from '../testing/playthrough.js';

interface Golden {
  /** Our spec from OpenSpiel's parameters. */
  spec: (parameters: Record<string, string>) => string;
  /** OpenSpiel's number of an action as ours; default the same. */
  ours?: (theirs: number, size: number) => number;
  /** What is compared of a state's text; absent where our text is of our own form. */
  text?: (text: string) => string;
  /** Whether actions are written in the same way. */
  sameActionTexts?: boolean;
}

const same = (text: string): string => text;

/** Without spaces at the ends of lines, which the files have lost. */
const trimmed = (text: string): string => text.replace(/ +$/gm, '');

/** OpenSpiel numbers Go's points from the bottom left. */
const fromBottomLeft = (theirs: number, size: number): number =>
  theirs === size * size ? theirs : (size - 1 - Math.floor(theirs / size)) * size + (theirs % size);

/** By OpenSpiel's name of the game: any playthrough of these games that lies in the folder is compared. */
const GOLDENS: Readonly<Record<string, Golden>> = {
  connect_four: { spec: () => 'connect_four', text: same },
  go: {
    spec: ({ board_size, komi, handicap, max_game_length }) =>
      `go:size=${board_size},komi=${komi},handicap=${handicap},limit=${max_game_length}`,
    ours: fromBottomLeft,
    text: trimmed,
  },
  gomoku: { spec: ({ size, connect }) => `gomoku:size=${size},connect=${connect}`, text: trimmed },
  hex: { spec: ({ board_size }) => `hex:size=${board_size}`, text: trimmed, sameActionTexts: true },
  othello: { spec: () => 'othello', text: trimmed, sameActionTexts: true },
  tic_tac_toe: { spec: () => 'tic_tac_toe', text: same, sameActionTexts: true },
};

/** The game's name and parameters, as the head of a playthrough tells them. */
function headOf(text: string): { name: string; parameters: Record<string, string> } {
  const name = /^game: (\w+)/m.exec(text)?.[1] ?? '';
  const [, list = ''] = /^GetParameters\(\) = \{(.*)\}$/m.exec(text) ?? [];
  return {
    name,
    parameters: Object.fromEntries(list.split(',').map((pair) => pair.split('=') as [string, string])),
  };
}

describeWith('fixtures', 'OpenSpiel playthroughs', (folder) => {
  const files = readdirSync(join(folder, 'openspiel')).filter((file) => file.endsWith('.txt'));

  it('are there for five games', () => expect(files.length).toBeGreaterThanOrEqual(5));

  it.each(files)('%s agrees at every state', (file) => {
    const playthrough = readFileSync(join(folder, 'openspiel', file), 'utf8');
    const { name, parameters } = headOf(playthrough);
    const { spec, ours: number = (action) => action, text, sameActionTexts } = GOLDENS[name];
    const ours = (theirs: number): number => number(theirs, Number(parameters.board_size));
    const states = parsePlaythrough(playthrough);
    expect(states.length).toBeGreaterThan(5);
    const state = makeGame(spec(parameters)).newInitialState();
    for (const { facts, action } of states) {
      if (facts) {
        const legal = facts.legalActions.map(ours);
        expect([state.isTerminal, state.currentPlayer]).toEqual([facts.isTerminal, facts.currentPlayer]);
        expect(state.legalActions()).toEqual(legal.toSorted((a, b) => a - b));
        expect(state.returns()).toEqual(facts.returns);
        if (text) expect(text(state.toString())).toBe(text(facts.text));
        if (sameActionTexts) expect(legal.map((one) => state.actionToString(one))).toEqual(facts.legalTexts);
      }
      if (action !== undefined) state.apply(ours(action));
    }
    expect(state.isTerminal).toBe(true);
  });
});
