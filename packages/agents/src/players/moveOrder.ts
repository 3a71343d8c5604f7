/** The order in which every analysis lists moves. */
import type { Action } from '@agon/envs';
import type { Analysis } from '../agent.js';

/**
 * `actions` as an analysis lists them. First comes the move that is played: `account.move`, or where that is not told, the first
 * move of the expected line. Then come moves that are proved won, then all others, then moves that are proved lost; of
 * these the one with more visits first, then the higher score, value and prior, then the lower action. Allocates.
 */
export function movesInOrder(account: Analysis, actions: readonly Action[]): Action[] {
  const { visits, scores, q, prior, proven } = account;
  const played = playedMove(account, actions);
  const rank = (action: Action): number => (action === played ? 2 : Math.sign(proven?.[action] ?? 0));
  const keys = (action: Action): number[] => [
    rank(action),
    visits?.[action] ?? 0,
    scores?.[action] ?? 0,
    q?.[action] ?? -Infinity,
    prior?.[action] ?? 0,
  ];
  return actions
    .map((action) => ({ action, keys: keys(action) }))
    .sort((a, b) => {
      const differing = a.keys.findIndex((key, i) => key !== b.keys[i]);
      return differing < 0 ? a.action - b.action : b.keys[differing] > a.keys[differing] ? 1 : -1;
    })
    .map(({ action }) => action);
}

function playedMove({ move, principalVariation }: Analysis, actions: readonly Action[]): Action | undefined {
  return [move, principalVariation?.[0]].find((each) => each !== undefined && actions.includes(each));
}
