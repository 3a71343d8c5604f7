/** Games that networks play by drawing moves from their policies, many side by side. */
import { categorical, type Rng } from '@agon/core';
import type { Action, GoState } from '@agon/envs';
import type { Evaluator } from '@agon/mcts';

/**
 * Draws a move from the policy in a slot among the legal moves that fill no own eye; a pass can be drawn like any other, and is what
 * is left where nothing else is. `scratch`: [A].
 */
export function drawMove(
  state: GoState,
  { logits }: Evaluator,
  slot: number,
  temperature: number,
  scratch: Float32Array,
  rng: Rng,
): Action {
  const { game, board, turn } = state;
  const { ofCell } = game.points;
  const start = slot * game.numActions;
  scratch.fill(0);
  let max = logits[start + game.pass];
  const isOpen = (cell: number): boolean => !board.isEye(ofCell[cell], turn) && state.isLegal(cell);
  const legal = state.legalActions().filter((action) => action === game.pass || isOpen(action));
  for (const action of legal) max = Math.max(max, logits[start + action]);
  let sum = 0;
  for (const action of legal) sum += scratch[action] = Math.exp((logits[start + action] - max) / temperature);
  for (const action of legal) scratch[action] /= sum;
  return categorical(rng, scratch);
}

/** What is told while games are played. */
interface Listeners {
  /** Before each drawn move. */
  onMove?(index: number, state: GoState, action: Action): void;
  /** When each game has got its next move. */
  onRound?(): void;
}

/** Who plays: `evaluator` of game `index` at its position now. */
type Mover = (index: number, state: GoState) => Evaluator;

/**
 * Plays all games to their end. Positions that wait for the same evaluator are answered together; its capacity is at least the
 * number of games.
 */
export async function playOn(
  states: readonly GoState[],
  mover: Mover,
  temperature: number,
  rng: Rng,
  listeners: Listeners = {},
): Promise<void> {
  const scratch = new Float32Array(states[0]?.game.numActions ?? 0);
  for (;;) {
    const waiting = new Map<Evaluator, number[]>();
    states.forEach((state, index) => {
      if (state.isTerminal) return;
      const evaluator = mover(index, state);
      const group = waiting.get(evaluator) ?? [];
      waiting.set(evaluator, group);
      evaluator.add(state, group.length);
      group.push(index);
    });
    if (waiting.size === 0) return;
    for (const [evaluator, group] of waiting) {
      await evaluator.evaluate(group.length);
      group.forEach((index, slot) => {
        const state = states[index];
        const action = drawMove(state, evaluator, slot, temperature, scratch, rng);
        listeners.onMove?.(index, state, action);
        state.applyAssumeLegal(action);
      });
    }
    listeners.onRound?.();
  }
}

/** The share of points that the first of two players gets in `numGames` games, colours in turn, moves drawn from both policies. */
export async function matchScore(
  start: () => GoState,
  first: Evaluator,
  second: Evaluator,
  numGames: number,
  rng: Rng,
): Promise<number> {
  const states = Array.from({ length: numGames }, start);
  await playOn(states, (index, state) => (state.turn === index % 2 ? first : second), 1, rng);
  const scores = states.map((state, index) => (state.returns()[index % 2] + 1) / 2);
  return scores.reduce((sum, score) => sum + score, 0) / numGames;
}
