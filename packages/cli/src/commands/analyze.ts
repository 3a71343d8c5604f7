/** `agon analyze`: what an agent thinks of a position. */
import { movesInOrder, RESIGN } from '@agon/agents';
import { AgonError, RandomStream } from '@agon/core';
import { drawState } from '@agon/envs';
import { formatCount, formatNumber } from '../format.js';
import { folded } from '../lineRoom.js';
import { print, printJson } from '../output.js';
import { table } from '../tableText.js';
import { makeAgent } from '../places.js';
import { positionAfter } from '../position.js';
import { pictureRows } from '../terminal/picture.js';

/** The command's flags. `moves`: the position, from the start; in the game's text, separated by commas or spaces. */
export interface AnalyzeFlags {
  env: string;
  agent: string;
  moves?: string;
  seed: number;
  json?: boolean;
}

/** One legal move; null where the agent does not tell. Values are for the player to move. */
interface MoveRow {
  action: number;
  text: string;
  prior: number | null;
  visits: number | null;
  q: number | null;
  /** Where the agent knows how far a win or a loss is: the higher the sooner won, the later lost. */
  score?: number | null;
}

/**
 * Asks the agent for a move and prints its account, that move first.
 * @throws bad-option where the game is over; what making the agent throws
 */
export async function analyze({ env, agent: spec, moves, seed, json }: AnalyzeFlags): Promise<void> {
  const state = positionAfter(env, moves);
  if (state.isTerminal) {
    throw new AgonError(
      'bad-option',
      `the game is over after "${moves}": ${state.returns().join(' : ')}. Leave the last move away.`,
    );
  }
  const agent = await makeAgent(spec, { kind: 'game', game: state.game });
  try {
    agent.reset();
    const move = await agent.act(
      { kind: 'game', state: state.clone() },
      new RandomStream(`${seed} / analyze`),
    );
    const account = { ...agent.analysis(), move };
    const { prior, visits, q, scores, value = null } = account;
    const rows = movesInOrder(account, state.legalActions()).map((action): MoveRow => ({
      action,
      text: state.actionToString(action),
      prior: prior?.[action] ?? null,
      visits: visits?.[action] ?? null,
      q: q?.[action] ?? null,
      ...(scores && { score: scores[action] }),
    }));
    const best = move === RESIGN ? 'resign' : state.actionToString(move);
    const score = scores && { score: scores[move] ?? null };
    if (json) return printJson({ value, ...score, best, moves: rows });
    const mover = state.game.playerNames[state.currentPlayer];
    const told = value === null ? '' : `, value ${formatNumber(value)} for ${mover} (1 is a win)`;
    const head = `${pictureRows(drawState(state)).join('\n')}\n\n${folded(`${mover} to move: ${spec} plays ${best}${told}`)}\n`;
    print(head);
    print(describeMoves(rows, head.split('\n').length));
  } finally {
    await agent.dispose();
  }
}

/** The fewest rows that are shown on a terminal, however small. */
const FEWEST_ROWS = 5;
/** Lines on a terminal beside the board and the moves: the head of the table, what is left out, the next prompt. */
const OTHER_LINES = 4;

/**
 * The moves that were looked at, all where nobody counts visits; on a terminal as many as it has lines for.
 * @param linesAbove what the terminal has to show too
 */
function describeMoves(all: readonly MoveRow[], linesAbove: number): string {
  const visited = all.filter(({ visits }, i) => i === 0 || visits === null || visits > 0);
  const { isTTY, rows: lines = 24 } = process.stdout;
  const shown = isTTY ? visited.slice(0, Math.max(FEWEST_ROWS, lines - linesAbove - OTHER_LINES)) : visited;
  const left = visited.length - shown.length;
  const unvisited = all.length - visited.length;
  const more = [
    ...(left > 0 ? [formatCount(left, 'more move')] : []),
    ...(unvisited > 0 ? [`${formatCount(unvisited, 'move')} without a visit`] : []),
  ];
  return [movesTable(shown), ...(more.length > 0 ? [`… ${more.join(', ')} (--json)`] : [])].join('\n');
}

function movesTable(rows: readonly MoveRow[]): string {
  const cell = (value: number | null): string => (value === null ? '–' : formatNumber(value));
  const hasScore = rows.some(({ score }) => score !== undefined);
  const heads = ['visits', 'value', 'prior', ...(hasScore ? ['score'] : [])];
  return table(
    [{ head: 'move' }, ...heads.map((head) => ({ head, align: 'right' as const }))],
    rows.map(({ text, visits, q, prior, score }) => [
      ...[text, cell(visits), cell(q), cell(prior)],
      ...(hasScore ? [cell(score ?? null)] : []),
    ]),
  );
}
