/** `agon analyze`: what an agent thinks of a position. */
import { movesInOrder, RESIGN } from '@agon/agents';
import { AgonError, RandomStream } from '@agon/core';
import { formatNumber } from '../format.js';
import { print, printJson } from '../output.js';
import { table } from '../tableText.js';
import { makeAgent } from '../places.js';
import { positionAfter } from '../position.js';

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
    print(`${state.toString()}\n\n${mover} to move: ${spec} plays ${best}${told}\n`);
    print(describeMoves(rows));
  } finally {
    await agent.dispose();
  }
}

function describeMoves(rows: readonly MoveRow[]): string {
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
