/**
 * SGF: Go games as files, through @sabaki/sgf. Reads variations, set-up stones, handicaps, old passes ("tt") and encodings; every
 * fault is reported with line and column. The face of '@agon/envs/sgf', apart from the main one, so that a page loads it when needed.
 */
import { AgonError } from '@agon/core';
import sgf, { type SgfNode, type SgfOutput, type SgfToken } from '@sabaki/sgf';
import type { Action } from '../env.js';
import type { PlayerId } from '../game.js';
import { makeGame } from '../registry.js';
import { Go, type GoState, type SetUpStone } from './go.js';
import { resultText } from './go.draw.js';
import { BLACK, WHITE } from './goBoard.js';
import { MAX_SIZE } from './goPoints.js';
import { decodeSgf } from './sgfEncoding.js';

/** One node of a game tree; the first child goes on with the main line. */
export interface SgfTree {
  /** Where the node begins in the file, from 1. */
  line: number;
  column: number;
  /** All properties as written, unescaped: { C: ["a comment"] }. */
  properties: Readonly<Record<string, readonly string[]>>;
  move?: { player: PlayerId; action: Action };
  children: SgfTree[];
}

/** One game of a file. */
export interface SgfGame {
  size: number;
  /** Absent where the file does not say. */
  komi?: number;
  /** HA: how many handicap stones the file speaks of. */
  handicap: number;
  /** Stones on the board before the first move. */
  setUp: SetUpStone[];
  /** Who begins. */
  toMove: PlayerId;
  /** Black's and white's names; empty where unknown. */
  players: [black: string, white: string];
  /** RE as written: "B+3.5", "W+R", …; empty where unknown. */
  result: string;
  /** RU as written. */
  rules: string;
  root: SgfTree;
}

/**
 * Reads a file's games.
 * @param contents text, or bytes in the encoding that the file names (UTF-8 where it names none)
 * @throws bad-file with line and column
 */
export function parseSgf(contents: string | Uint8Array): SgfGame[] {
  const text = withoutPreface(typeof contents === 'string' ? contents : decodeSgf(contents));
  const places: { line: number; column: number }[] = [];
  let token = { row: 0, col: 0 };
  const tokens = (function* () {
    for (token of sgf.tokenizeIter(text)) yield token as SgfToken;
  })();
  const getId = (): number => places.push({ line: token.row + 1, column: token.col + 1 }) - 1;
  let roots: SgfNode[];
  try {
    roots = sgf.parseTokens(tokens, { getId });
  } catch (error) {
    throw wrongSyntax(error, { line: token.row + 1, column: token.col + 1 });
  }
  if (roots.length === 0)
    throw new AgonError('bad-file', 'SGF: there is no game in the file; a game begins with "(;".');
  return roots.map((root) => toGame(root, places));
}

/** The nodes of the main line, the root first. */
export function mainLine(game: SgfGame): SgfTree[] {
  const nodes = [game.root];
  for (const node of nodes) if (node.children.length) nodes.push(node.children[0]);
  return nodes;
}

/**
 * Plays a game's main line. Where one player moves twice in a row the other one passes in between; passes after the end are left
 * out. Komi, suicide and superko are the file's where it names them, unless `options` set them.
 * @throws bad-file with line and column where a move is illegal
 */
export function sgfState(
  game: SgfGame,
  options: { komi?: number; suicide?: boolean; superko?: boolean } = {},
): GoState {
  const komi = options.komi ?? game.komi;
  const suicide = options.suicide ?? /sui1|tromp|new zealand/i.test(game.rules);
  const superko = options.superko ?? !/koSIMPLE/i.test(game.rules);
  const spec = `go:size=${game.size},suicide=${suicide},superko=${superko}`;
  const go = makeGame(komi === undefined ? spec : `${spec},komi=${komi}`) as Go;
  const state = attempt(game.root, () => go.newStateFrom(game.setUp, game.toMove));
  for (const node of mainLine(game)) {
    if (!node.move) continue;
    const { player, action } = node.move;
    if (state.isTerminal && action === go.pass) continue;
    attempt(node, () => {
      if (!state.isTerminal && player !== state.currentPlayer) state.apply(go.pass);
      state.apply(action);
    });
  }
  return state;
}

/** What a written file says besides the moves. */
export interface SgfInfo {
  black?: string;
  white?: string;
  /** Default: the score of a finished game. */
  result?: string;
  /** A comment on the position before each move; the one after the last move may follow. */
  comments?: readonly (string | undefined)[];
}

/** A game as SGF text; `parseSgf` and `sgfState` read it back. */
export function formatSgf(state: GoState, info: SgfInfo = {}): string {
  const { game, history, setUp } = state;
  const { size, options, pass } = game;
  const vertex = (cell: number): string =>
    cell === pass ? '' : sgf.stringifyVertex([cell % size, Math.floor(cell / size)]);
  const placed = (colour: PlayerId): string[] =>
    setUp.filter((stone) => stone[1] === colour).map(([cell]) => vertex(cell));
  const root: Record<string, string[]> = {
    FF: ['4'],
    GM: ['1'],
    CA: ['UTF-8'],
    AP: ['Agon'],
    SZ: [String(size)],
  };
  root.KM = [String(options.komi)];
  root.RU = [`ko${options.superko ? 'POSITIONAL' : 'SIMPLE'}scoreAREAtaxNONEsui${options.suicide ? 1 : 0}`];
  if (info.black) root.PB = [info.black];
  if (info.white) root.PW = [info.white];
  const result = info.result ?? (state.isTerminal ? resultText(state.score()) : undefined);
  if (result) root.RE = [result];
  if (options.handicap) root.HA = [String(options.handicap)];
  if (placed(BLACK).length) root.AB = placed(BLACK);
  if (placed(WHITE).length) root.AW = placed(WHITE);
  if (setUp.length || state.firstToMove !== BLACK) root.PL = ['BW'[state.firstToMove]];

  const comment = (index: number): Record<string, string[]> => {
    const text = info.comments?.[index];
    return text ? { C: [text] } : {};
  };
  let child: SgfOutput | undefined;
  for (let ply = history.length - 1; ply >= 0; ply--) {
    const colour = (state.firstToMove + ply) % 2;
    const data = { ['BW'[colour]]: [vertex(history[ply])], ...comment(ply + 1) };
    child = { data, children: child ? [child] : [] };
  }
  return sgf.stringify([{ data: { ...root, ...comment(0) }, children: child ? [child] : [] }]);
}

/** Blanks what stands before the first game (a letter, say), keeping lines and columns. @throws bad-file where there is no game */
function withoutPreface(text: string): string {
  const start = text.search(/\(\s*;/);
  if (start < 0)
    throw new AgonError('bad-file', 'SGF: there is no game in the file; a game begins with "(;".');
  return text.slice(0, start).replace(/[^\n]/g, ' ') + text.slice(start);
}

function toGame(root: SgfNode, places: readonly { line: number; column: number }[]): SgfGame {
  const place = places[root.id] ?? { line: 1, column: 1 };
  const value = (key: string): string => root.data[key]?.[0]?.trim() ?? '';
  if (value('GM') && value('GM') !== '1') throw fault(place, `GM[${value('GM')}] is not Go (GM[1])`);
  const size = parseSize(value('SZ'), place);
  const tree = toTree(root, size, places);
  const handicap = Number(value('HA')) || 0;
  const setUp = setUpOf(root, size, place);
  const first = tree.move ?? tree.children[0]?.move;
  // PL says who begins; else the first move's colour; else white where black has handicap stones.
  const begins = /^[Bb1]/.test(value('PL')) ? BLACK : /^[Ww2]/.test(value('PL')) ? WHITE : undefined;
  const komi = parseKomi(value('KM'));
  return {
    size,
    ...(komi === undefined ? {} : { komi }),
    handicap,
    setUp,
    toMove: begins ?? first?.player ?? (handicap > 1 ? WHITE : BLACK),
    players: [value('PB'), value('PW')],
    result: value('RE'),
    rules: value('RU'),
    root: tree,
  };
}

/** Turns Sabaki's nodes into ours, without recursion: games may be long. */
function toTree(root: SgfNode, size: number, places: readonly { line: number; column: number }[]): SgfTree {
  const convert = (node: SgfNode): SgfTree => {
    const place = places[node.id] ?? { line: 1, column: 1 };
    const tree: SgfTree = { ...place, properties: node.data, children: [] };
    for (const [key, player] of [['B', BLACK] as const, ['W', WHITE] as const]) {
      const values = node.data[key];
      if (!values) continue;
      if (tree.move) throw fault(place, 'a node has moves of both colours');
      if (values.length !== 1) throw fault(place, `a node has ${values.length} moves of one colour`);
      tree.move = { player, action: parseMove(values[0], size, place) };
    }
    if (node.id !== root.id && (node.data.AB || node.data.AW || node.data.AE) && tree.move) {
      throw fault(place, 'a node has a move and set-up stones');
    }
    return tree;
  };
  const tree = convert(root);
  const open: [SgfNode, SgfTree][] = [[root, tree]];
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [node, ours] = pair;
    for (const child of node.children) {
      const converted = convert(child);
      ours.children.push(converted);
      open.push([child, converted]);
    }
  }
  return tree;
}

function setUpOf(node: SgfNode, size: number, place: { line: number; column: number }): SetUpStone[] {
  const stones = new Map<number, PlayerId>();
  for (const [key, colour] of [['AB', BLACK] as const, ['AW', WHITE] as const]) {
    for (const text of node.data[key] ?? []) {
      for (const cell of parseCells(text, size, place)) stones.set(cell, colour);
    }
  }
  return [...stones];
}

function parseSize(text: string, place: { line: number; column: number }): number {
  if (text === '') return 19;
  const match = /^(\d+)(?::(\d+))?$/.exec(text);
  const size = Number(match?.[1]);
  if (!match || (match[2] !== undefined && match[2] !== match[1]) || size < 2 || size > MAX_SIZE) {
    throw fault(place, `SZ[${text}] is not a square board of 2 to ${MAX_SIZE} points a side`);
  }
  return size;
}

/** Komi, with the ways in which real files write it: 3.75 stones of the Chinese count, and Fox's hundredths. */
function parseKomi(text: string): number | undefined {
  const komi = Number(text.replace(',', '.'));
  if (text === '' || !Number.isFinite(komi)) return undefined;
  const points = Math.abs(komi) >= 100 ? komi / 100 : komi;
  return Math.abs(points % 1) === 0.75 || Math.abs(points % 1) === 0.25 ? 2 * points : points;
}

function parseMove(text: string, size: number, place: { line: number; column: number }): Action {
  const trimmed = text.trim();
  if (trimmed === '' || (trimmed === 'tt' && size <= 19)) return size * size;
  const [cell, ...more] = parseCells(trimmed, size, place);
  if (more.length) throw fault(place, `"${trimmed}" is no single point`);
  return cell;
}

function parseCells(text: string, size: number, place: { line: number; column: number }): number[] {
  return sgf.parseCompressedVertices(text.trim()).map(([x, y]) => {
    if (!(x >= 0 && y >= 0 && x < size && y < size)) {
      throw fault(place, `"${text}" is no point of a ${size}×${size} board`);
    }
    return y * size + x;
  });
}

function fault({ line, column }: { line: number; column: number }, what: string): AgonError {
  return new AgonError('bad-file', `SGF ${line}:${column}: ${what}.`, { details: { line, column } });
}

function wrongSyntax(error: unknown, place: { line: number; column: number }): AgonError {
  if (error instanceof RangeError) return fault(place, 'variations are nested too deeply');
  const found = /at (\d+):(\d+)$/.exec(error instanceof Error ? error.message : '');
  const at = found ? { line: Number(found[1]), column: Number(found[2]) } : place;
  return fault(at, 'this is not SGF; expected "(", ";", a property such as B[dd], or ")"');
}

/** Runs a step of replaying; illegal moves become faults of the file. */
function attempt<T>(node: SgfTree, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof AgonError)) throw error;
    const [first] = error.message.split(' Legal are:');
    throw new AgonError('bad-file', `SGF ${node.line}:${node.column}: ${first}`, {
      cause: error,
      details: { line: node.line, column: node.column },
    });
  }
}
