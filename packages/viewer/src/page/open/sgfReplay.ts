/** Games of SGF files, of any program, as replays: the main line, by the rules of this page. */
import { AgonError, formatSpec, type Json } from '@agon/core';
import { faultText, goOf, playSgf, readSgf, type SgfGame } from '@agon/envs/sgf';
import { makeGame } from '@agon/envs';
import type { Replay, ReplayEnd } from '@agon/runs';
import { playAgain } from '../share/playAgain.js';
import { openWords } from './words.js';

/** One game that can be shown. */
export interface OpenedGame {
  replay: Replay;
  /** What of the file is shown otherwise than it says, in sentences. */
  notes: string[];
}

const [BLACK, WHITE] = [0, 1];

/** All games of a file that can be shown, and what is wrong with the others, as "FILE:LINE:COLUMN: what". */
export function gamesOfSgf(
  contents: string | Uint8Array,
  file: string,
): { games: OpenedGame[]; faults: string[] } {
  const games: OpenedGame[] = [];
  const faults: string[] = [];
  for (const { game, fault } of readSgf(contents)) {
    if (fault) faults.push(faultText(file, fault));
    else {
      try {
        games.push(replayOfSgf(game));
      } catch (error) {
        if (!(error instanceof AgonError)) throw error;
        faults.push(error.message);
      }
    }
  }
  return { games, faults };
}

/** @throws bad-file with line and column where not even the first position can be shown */
export function replayOfSgf(game: SgfGame): OpenedGame {
  const notes: string[] = [];
  const { options } = goOf(game);
  const handicap = usualHandicap(game, options);
  const { actions: moves, note } = movesOf(game);
  if (note !== undefined) notes.push(note);
  const prelude = handicap === 0 ? placing(game) : [];
  if (prelude.length > 0) notes.push(openWords.setUp(game.setUp.length));
  const go = makeGame(formatSpec('go', { ...options, handicap }));
  const played = playAgain({ kind: 'game', game: go }, 'sgf', [...prelude, ...moves]);
  const players = game.players.map((name, player) => name || go.playerNames[player]);
  const end: End =
    note === undefined ? endOf(game.result, played.result, go.playerNames) : { ended: { reason: 'limit' } };
  if (end.note !== undefined) notes.push(end.note);
  const { ended, result } = { result: played.result, ...end };
  return { replay: { ...played, players, result, ...(ended && { ended }) }, notes };
}

/** How many handicap stones stand at the usual places, with white to move; 0 where others stand there. */
function usualHandicap({ setUp, size, toMove }: SgfGame, options: Readonly<Record<string, Json>>): number {
  if (toMove !== WHITE || setUp.length < 2 || setUp.some(([, colour]) => colour !== BLACK)) return 0;
  try {
    const go = makeGame(formatSpec('go', { ...options, size, handicap: setUp.length }));
    const { setUp: usual } = go.newInitialState() as unknown as { setUp: SgfGame['setUp'] };
    const cells = new Set(usual.map(([cell]) => cell));
    return setUp.every(([cell]) => cells.has(cell)) ? setUp.length : 0;
  } catch {
    return 0; // more stones than there are usual places for
  }
}

/** The moves of the main line, as far as one game goes. */
function movesOf(game: SgfGame): { actions: number[]; note?: string } {
  let first: unknown;
  let actions: number[] = [];
  try {
    for (const { state } of playSgf(game)) {
      first ??= state;
      const isAnew = state !== first;
      if (isAnew && actions.length > 0) return { actions, note: openWords.cutAt(actions.length) };
      if (isAnew) throw new AgonError('bad-file', openWords.cutAt(0));
      actions = [...state.history];
    }
  } catch (error) {
    if (!(error instanceof AgonError) || actions.length === 0) throw error;
    return { actions, note: openWords.brokenAt(actions.length, error.message) };
  }
  return { actions };
}

/** Stones as moves of their own colour, the other one passing in between; never two passes in a row. */
function placing({ setUp, size, toMove }: SgfGame): number[] {
  const pass = size * size;
  const of = (colour: number): number[] => setUp.filter(([, each]) => each === colour).map(([cell]) => cell);
  const [black, white] = [of(BLACK), of(WHITE)];
  const actions: number[] = [];
  for (let i = 0; i < Math.max(black.length, white.length); i++)
    actions.push(black[i] ?? pass, white[i] ?? pass);
  if (toMove === BLACK) return actions;
  return black.length > white.length ? actions.slice(0, -1) : [...actions, pass];
}

/** What the file says of the end otherwise than the board. */
interface End {
  ended?: ReplayEnd;
  result?: number[];
  note?: string;
}

/** @param text RE as written. @param counted the result by the rules of this page; zeros where nobody has won */
function endOf(text: string, counted: readonly number[], names: readonly string[]): End {
  const [, winner, how = ''] = /^([BW])\+(.*)$/i.exec(text) ?? [];
  const isOver = counted.some((value) => value !== 0);
  if (winner === undefined) {
    if (/^(0|draw|jigo)$/i.test(text)) return { ended: { reason: 'agreed' }, result: [0, 0] };
    return isOver ? {} : { ended: { reason: 'limit' } };
  }
  const player = winner.toUpperCase() === 'B' ? BLACK : WHITE;
  const result = player === BLACK ? [1, -1] : [-1, 1];
  const loser = 1 - player;
  if (/^R/i.test(how)) return { ended: { reason: 'resign', player: loser }, result };
  if (/^[TF]/i.test(how)) {
    const why = /^T/i.test(how) ? openWords.onTime : text;
    return { ended: { reason: 'forfeit', player: loser, text: why }, result };
  }
  if (isOver && counted[player] > 0) return {};
  const note = openWords.fileSays(text);
  return { ended: { reason: 'agreed', text: `${names[player]} ${how}`.trim() }, result, note };
}
