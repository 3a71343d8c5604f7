/** Writes SGF (FF[4]). */
import type { PlayerId } from '../../game.js';
import type { GoState } from '../go.js';
import { BLACK, WHITE } from '../goBoard.js';
import { resultText } from '../resultText.js';

/** What a written file says besides the moves. */
export interface SgfInfo {
  black?: string;
  white?: string;
  /** Default: the score of a finished game. */
  result?: string;
  /** A comment on the position before each move; the one after the last move may follow. */
  comments?: readonly (string | undefined)[];
}

type Properties = Record<string, readonly string[]>;

/** A game as SGF text in UTF-8; `parseSgf` and `sgfState` read it back. */
export function formatSgf(state: GoState, info: SgfInfo = {}): string {
  const { game, history, setUp } = state;
  const { size, options, pass } = game;
  const vertex = (cell: number): string =>
    cell === pass ? '' : letter(cell % size) + letter(Math.floor(cell / size));
  const placed = (colour: PlayerId): string[] =>
    setUp.filter((stone) => stone[1] === colour).map(([cell]) => vertex(cell));
  const root: Properties = {
    FF: ['4'],
    GM: ['1'],
    CA: ['UTF-8'],
    AP: ['Agon'],
    SZ: [String(size)],
    KM: [String(options.komi)],
    RU: [`ko${options.superko ? 'POSITIONAL' : 'SIMPLE'}scoreAREAtaxNONEsui${options.suicide ? 1 : 0}`],
  };
  if (info.black) root.PB = [info.black];
  if (info.white) root.PW = [info.white];
  const result = info.result ?? (state.isTerminal ? resultText(state.score()) : undefined);
  if (result) root.RE = [result];
  if (options.handicap) root.HA = [String(options.handicap)];
  if (placed(BLACK).length) root.AB = placed(BLACK);
  if (placed(WHITE).length) root.AW = placed(WHITE);
  if (setUp.length || state.firstToMove !== BLACK) root.PL = ['BW'[state.firstToMove]];

  const comment = (index: number): Properties => {
    const text = info.comments?.[index];
    return text ? { C: [text] } : {};
  };
  const moves = history.map((action, ply): Properties => {
    const colour = 'BW'[(state.firstToMove + ply) % 2];
    return { [colour]: [vertex(action)], ...comment(ply + 1) };
  });
  return `(\n${[{ ...root, ...comment(0) }, ...moves].map(nodeText).join('')})\n`;
}

function nodeText(properties: Properties): string {
  const texts = Object.entries(properties).map(([name, values]) => name + values.map(valueText).join(''));
  return `  ;${texts.join('')}\n`;
}

/** A value in brackets; those in it are escaped, the opening ones for readers that look for forgotten ones. "\r" would end a line. */
function valueText(value: string): string {
  return `[${value.replace(/\r\n?/g, '\n').replace(/[\\[\]]/g, '\\$&')}]`;
}

function letter(index: number): string {
  return String.fromCharCode(97 + index);
}
