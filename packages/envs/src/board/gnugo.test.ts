/** GNU Go as referee: random games until only own eyes are left, every legal move and the final score compared. */
import { spawnSync } from 'node:child_process';
import { RandomStream } from '@agon/core';
import { expect, it } from 'vitest';
import { describeWith } from '../../../../test/requirements.js';
import { makeGame } from '../registry.js';
import type { Go, GoState } from './go.js';
import { resultText } from './resultText.js';

/** Games of each size; the whole match with AGON_SLOW=1. */
const SIZES =
  process.env.AGON_SLOW === '1'
    ? [
        { size: 9, games: 200 },
        { size: 19, games: 50 },
      ]
    : [
        { size: 9, games: 4 },
        { size: 19, games: 1 },
      ];

// Not --allow-all-suicide: GNU Go then calls the suicide of one stone legal, though it brings the position back.
const FLAGS = ['--mode', 'gtp', '--positional-superko', '--allow-suicide', '--chinese-rules', '--seed', '1'];

/** A position without whose turn it is. */
const picture = (state: GoState): string => state.toString().split('\n').slice(2).join('\n');

/** Plays a random game in which nobody fills an own eye. */
function playRandomly(state: GoState, rng: RandomStream): void {
  const { game, board } = state;
  while (!state.isTerminal) {
    const isChoice = (action: number): boolean =>
      action !== game.pass && !board.isEye(game.points.ofCell[action], state.turn);
    const choices = state.legalActions().filter(isChoice);
    state.apply(choices.length ? choices[rng.int(choices.length)] : game.pass);
  }
}

/** GNU Go's answers: the legal moves before each move of a game, then the score. */
function askGnuGo(gnugo: string, state: GoState): string[] {
  const { game, history } = state;
  const commands = [`boardsize ${game.size}`, 'clear_board', `komi ${game.options.komi}`];
  history.forEach((action, ply) => {
    const colour = ['black', 'white'][ply % 2];
    commands.push(`all_legal ${colour}`, `play ${colour} ${state.actionToString(action)}`);
  });
  const { stdout } = spawnSync(gnugo, FLAGS, {
    input: `${commands.join('\n')}\nfinal_score\nquit\n`,
    encoding: 'utf8',
  });
  const answers = stdout.split('\n\n').map((answer) => answer.replace(/^= ?/, ''));
  return [...history.map((_, ply) => answers[3 + 2 * ply]), answers[3 + 2 * history.length]];
}

describeWith('gnugo', 'GNU Go as referee', (gnugo) => {
  it.each(SIZES)(
    'agrees about every legal move and the score of $games games on $size×$size',
    { timeout: 3_600_000 },
    ({ size, games }) => {
      const game = makeGame(`go:size=${size},komi=6.5,suicide=true`) as Go;
      for (let index = 0; index < games; index++) {
        const final = game.newInitialState();
        playRandomly(final, new RandomStream(`referee ${size} ${index}`));
        const answers = askGnuGo(gnugo, final);
        const state = game.newInitialState();
        const seen = new Set([picture(state)]);
        final.history.forEach((move, ply) => {
          const theirs = new Set(
            answers[ply]
              .split(' ')
              .filter(Boolean)
              .map((text) => state.parseAction(text)),
          );
          const ours = state.legalActions().filter((action) => action !== game.pass);
          expect(ours.filter((action) => !theirs.has(action))).toEqual([]);
          // In seven places of the whole match GNU Go overlooks that a position has been: the board itself must show it.
          for (const action of theirs) {
            if (state.isLegal(action)) continue;
            state.applyAssumeLegal(action);
            expect(seen).toContain(picture(state));
            state.undo();
          }
          state.apply(move);
          seen.add(picture(state));
        });
        expect(answers.at(-1)?.trim()).toBe(resultText(state.score()));
      }
    },
  );
});
