/** What a move of Go does on the board. */
import { LadderReader, type Action, type GoBoard, type GoState } from '@agon/envs';
import type { Deed } from './facts.js';

type Chain = readonly number[];

const EMPTY = 2;

/** The chains of a colour beside a point, each once. */
function chainsBeside(board: GoBoard, point: number, colour: number): Chain[] {
  const chains: Chain[] = [];
  for (const neighbour of board.neighbours(point))
    if (board.colours[neighbour] === colour && !chains.some((chain) => chain.includes(neighbour)))
      chains.push(board.chainOf(neighbour));
  return chains;
}

const stonesOf = (chains: readonly Chain[]): number => chains.reduce((sum, chain) => sum + chain.length, 0);

/** Deeds that are of some stones, where there are any. */
const some = (kind: 'captures' | 'atari' | 'ladder' | 'saves', stones: number): Deed[] =>
  stones > 0 ? [{ kind, stones }] : [];

/** @param action a legal one; the state is as before afterwards */
export function goDeeds(state: GoState, action: Action): Deed[] {
  const { board, turn, game } = state;
  if (action === game.pass) return [{ kind: 'passes' }];
  const point = game.points.ofCell[action];
  const move = state.actionToString(action);
  const other = 1 - turn;
  const liberties = (chain: Chain): number => board.libertiesOf(chain[0]).size;
  const own = chainsBeside(board, point, turn);
  const inDanger = stonesOf(own.filter((chain) => liberties(chain) === 1));
  const reader = new LadderReader(board);
  const caught = chainsBeside(board, point, other).filter(
    (chain) => liberties(chain) === 2 && reader.catches(board, chain[0], point, turn),
  );
  const lost = board.captured[other];
  const before = board.captured[turn];
  state.applyAssumeLegal(action);
  const taken = board.captured[other] - lost;
  const died = board.captured[turn] - before;
  const deeds: Deed[] = [{ kind: 'plays', move }, ...some('captures', taken)];
  if (died > 0) deeds.push({ kind: 'suicide', stones: died });
  else {
    const free = board.libertiesOf(point);
    const [left] = free;
    const isKo = taken === 1 && free.size === 1 && board.chainSize(point) === 1 && isForbidden(state, left);
    const inAtari = chainsBeside(board, point, other).filter((chain) => liberties(chain) === 1);
    deeds.push(...some('ladder', stonesOf(caught)));
    deeds.push(...some('atari', stonesOf(inAtari) - stonesOf(caught)));
    if (free.size > 1) deeds.push(...some('saves', inDanger));
    if (own.length > 1) deeds.push({ kind: 'connects', chains: own.length });
    if (isKo) deeds.push({ kind: 'ko' });
    else if (free.size === 1) deeds.push({ kind: 'selfAtari', stones: board.chainSize(point) });
  }
  state.undo();
  return deeds;
}

/** Whether the rules keep the player to move from a free point. */
function isForbidden(state: GoState, point: number): boolean {
  const { board, game, isTerminal } = state;
  return !isTerminal && board.colours[point] === EMPTY && !state.isLegal(game.points.cellOf[point]);
}
