/** One game of an SGF file: the position that it begins with and what happens on its main line. */
import type { Action } from '../../env.js';
import type { PlayerId } from '../../game.js';
import { NOBODY } from '../boardState.js';
import type { SetUpStone } from '../go.js';
import { BLACK, WHITE } from '../goBoard.js';
import { MAX_SIZE } from '../goPoints.js';
import { handicapCells, maxHandicap } from '../handicap.js';
import { faultError, type Place } from './faults.js';
import { parseKomi } from './komi.js';
import { rulesOf, type SgfRules } from './rules.js';

/** The komi that a game of Go may have here. */
const MOST_KOMI = 400;

/** What a node puts on the board, or takes off it (NOBODY). */
export type SetUpChange = readonly [cell: number, owner: PlayerId | typeof NOBODY];

/** A node of the main line. What it sets up comes before its move. */
export interface SgfNode extends Place {
  /** All properties as written, unescaped: { C: ["a comment"] }. */
  properties: Readonly<Record<string, readonly string[]>>;
  /** AB, AW and AE after the root; those of the root are the game's `setUp`. */
  setUp?: readonly SetUpChange[];
  /** Whose turn it is after the node, where stones are set up or PL stands last in the game. Else moves tell by their colours. */
  toMove?: PlayerId;
  move?: { player: PlayerId; action: Action };
}

/** One game. */
export interface SgfGame {
  size: number;
  /** Points for white; absent where the file does not say. */
  komi?: number;
  /** HA: how many handicap stones the file speaks of. */
  handicap: number;
  /** Stones on the board before the first move, those of a handicap that names no points among them. */
  setUp: SetUpStone[];
  /** Who begins. */
  toMove: PlayerId;
  /** Black's and white's names; empty where unknown. */
  players: [black: string, white: string];
  /** RE as written: "B+3.5", "W+R", …; empty where unknown. */
  result: string;
  /** What RU says. */
  rules: SgfRules;
  /** The main line, the root first. */
  nodes: readonly SgfNode[];
}

/** A node whose properties are text. */
export type TextNode = Pick<SgfNode, 'line' | 'column' | 'properties'>;

/** Makes a game of the nodes of its main line. @throws bad-file with line and column */
export function gameOfNodes(written: readonly TextNode[]): SgfGame {
  const [root] = written;
  // FF[4] allows game information on any node of a line.
  const value = (key: string): string =>
    written.find(({ properties }) => properties[key]?.length)?.properties[key][0].trim() ?? '';
  if (value('GM') && value('GM') !== '1') throw faultError(root, `GM[${value('GM')}] is not Go (GM[1])`);
  const size = parseSize(value('SZ'), root);
  const rules = rulesOf(value('RU'));
  const komi = parseKomi(value('KM'), value('AP'), rules);
  if (komi !== undefined && Math.abs(komi) > MOST_KOMI)
    throw faultError(root, `KM[${value('KM')}] is more komi than ${MOST_KOMI} points`);
  const nodes = withTurns(written.map((node, index) => toNode(node, size, index === 0)));
  const handicap = /^\d{1,3}$/.test(value('HA')) ? Number(value('HA')) : 0;
  const placed = changesOf(root, size);
  const setUp = placed.length ? stonesOf(placed) : handicapOf(handicap, size, nodes);
  return {
    size,
    ...(komi === undefined ? {} : { komi }),
    handicap,
    setUp,
    toMove: firstToMove(nodes, colourOf(root.properties.PL?.[0] ?? ''), handicap),
    players: [value('PB'), value('PW')],
    result: value('RE'),
    rules,
    nodes,
  };
}

/** Who begins: the first move's colour, where no stones come before it; else PL; else white where black has handicap stones. */
function firstToMove(nodes: readonly SgfNode[], named: PlayerId | undefined, handicap: number): PlayerId {
  const first = nodes.find(({ move, setUp }) => move ?? setUp);
  if (first?.move && !first.setUp) return first.move.player;
  return named ?? (handicap > 1 ? WHITE : BLACK);
}

/** Has `toMove` told by the next move where there is one, since moves have colours; PL and it may differ. */
function withTurns(nodes: SgfNode[]): SgfNode[] {
  let next: PlayerId | undefined;
  for (const node of [...nodes].reverse()) {
    const { move, setUp } = node;
    const mover: PlayerId | undefined = setUp ? (move?.player ?? next) : next;
    if (mover !== undefined) delete node.toMove;
    if (mover !== undefined && setUp) node.toMove = mover;
    next = setUp ? undefined : (move?.player ?? next);
  }
  return nodes;
}

/**
 * The stones of a handicap that names no points: at the usual places, unless the game has them placed later, or played one after
 * the other, by black alone.
 */
function handicapOf(handicap: number, size: number, nodes: readonly SgfNode[]): SetUpStone[] {
  if (handicap < 2) return [];
  let played = 0;
  for (const { setUp, move } of nodes) {
    if (setUp) return [];
    if (!move) continue;
    if (move.player !== BLACK || move.action === size * size) break;
    if (++played === handicap) return [];
  }
  if (handicap > maxHandicap(size)) {
    const most = maxHandicap(size);
    throw faultError(
      nodes[0],
      `HA[${handicap}] names no points (AB), and ${size}×${size} has usual places for ${most ? `2 to ${most}` : 'no'} stones`,
    );
  }
  return handicapCells(size, handicap).map((cell) => [cell, BLACK]);
}

function toNode(node: TextNode, size: number, isRoot: boolean): SgfNode {
  const { properties } = node;
  const converted: SgfNode = { line: node.line, column: node.column, properties };
  if (!isRoot) {
    const changes = changesOf(node, size);
    if (changes.length) converted.setUp = changes;
    const toMove = colourOf(properties.PL?.[0] ?? '');
    if (toMove !== undefined) converted.toMove = toMove;
  }
  const { B, W } = properties;
  if (B && W) throw faultError(node, 'a node has moves of both colours');
  const moves = B ?? W;
  if (moves) {
    if (moves.length !== 1) throw faultError(node, `a node has ${moves.length} moves of one colour`);
    converted.move = { player: B ? BLACK : WHITE, action: parseMove(moves[0], size, node) };
  }
  return converted;
}

/** What AB, AW and AE change, in the order in which they are written. */
function changesOf(node: TextNode, size: number): SetUpChange[] {
  const changes: SetUpChange[] = [];
  for (const [key, values] of Object.entries(node.properties)) {
    const owner = key === 'AB' ? BLACK : key === 'AW' ? WHITE : key === 'AE' ? NOBODY : undefined;
    if (owner === undefined) continue;
    for (const text of values) {
      if (text.trim() === '') continue; // an empty list
      for (const cell of parseCells(text, size, node)) changes.push([cell, owner]);
    }
  }
  return changes;
}

/** The stones that are left when all changes are made, later ones replacing earlier ones. */
export function stonesOf(changes: Iterable<SetUpChange>): SetUpStone[] {
  const owners = new Map<number, PlayerId>();
  for (const [cell, owner] of changes) {
    if (owner === NOBODY) owners.delete(cell);
    else owners.set(cell, owner);
  }
  return [...owners];
}

function colourOf(text: string): PlayerId | undefined {
  return /^\s*[b1]/i.test(text) ? BLACK : /^\s*[w2]/i.test(text) ? WHITE : undefined;
}

function parseSize(text: string, place: Place): number {
  if (text === '') return 19;
  const match = /^(\d+)(?:\s*:\s*(\d+))?$/.exec(text);
  const size = Number(match?.[1]);
  if (!match || Number(match[2] ?? size) !== size || size < 2 || size > MAX_SIZE) {
    throw faultError(place, `SZ[${text}] is not a square board of 2 to ${MAX_SIZE} points a side`);
  }
  return size;
}

/** A point or a pass: empty, or "tt" as FF[3] writes it. */
function parseMove(text: string, size: number, place: Place): Action {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'tt') return size * size;
  if (trimmed.includes(':')) throw faultError(place, `"${trimmed}" is no single point`);
  return parseCells(trimmed, size, place)[0];
}

/** The cells of "aa", or of the rectangle "aa:cc". */
function parseCells(text: string, size: number, place: Place): number[] {
  const trimmed = text.trim();
  const match = /^([a-z])([a-z])(?:\s*:\s*([a-z])([a-z]))?$/.exec(trimmed);
  const [x1, y1, x2, y2] = match
    ? [1, 2, 3, 4].map((i) => (match[i] ?? match[i - 2]).charCodeAt(0) - 97)
    : [size];
  if (!match || Math.max(x1, y1, x2, y2) >= size)
    throw faultError(place, `"${trimmed}" is no point of a ${size}×${size} board`);
  const cells: number[] = [];
  for (let x = Math.min(x1, x2); x <= Math.max(x1, x2); x++) {
    for (let y = Math.min(y1, y2); y <= Math.max(y1, y2); y++) cells.push(y * size + x);
  }
  return cells;
}
