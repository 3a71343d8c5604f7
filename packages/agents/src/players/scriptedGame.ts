/** A scripted player for every board game: wins at once where it can, else stops the opponent from doing so. */
import type { Rng } from '@agon/core';
import type { Action, Game, State } from '@agon/envs';
import { gameSituation, type Agent, type Situation } from '../agent.js';

/** How much a game's scripted player likes an action before any thought; the most liked of the sound ones is played. */
type Preference = (action: Action) => number;

/** Tic-tac-toe: the centre, then a corner, then an edge. */
const PREFERENCES: Readonly<Record<string, Preference>> = {
  tic_tac_toe: (action) => (action === 4 ? 2 : action % 2 === 0 ? 1 : 0),
};

/**
 * Looks two plies ahead: an action that wins at once; else one after which no opponent can win at once; of these the most
 * liked, ties at random. Cost: one state copied and at most numActions² moves played for each action.
 */
export class ScriptedGameAgent implements Agent {
  readonly name: string;
  private readonly preference: Preference;

  constructor(game: Game, name: string) {
    this.name = name;
    this.preference = PREFERENCES[game.id] ?? (() => 0);
  }

  reset(): void {}

  act(situation: Situation, rng: Rng): Action {
    const state = gameSituation(situation, this.name).state.clone();
    const legal = state.legalActions();
    const winning = legal.filter((action) => winsAtOnce(state, action));
    const sound = winning.length ? winning : legal.filter((action) => !losesAtOnce(state, action));
    return this.mostLiked(sound.length ? sound : legal, rng);
  }

  analysis(): undefined {
    return undefined;
  }

  async dispose(): Promise<void> {}

  private mostLiked(actions: readonly Action[], rng: Rng): Action {
    const most = Math.max(...actions.map(this.preference));
    const liked = actions.filter((action) => this.preference(action) === most);
    return liked[rng.int(liked.length)];
  }
}

/** True where the action ends the game in the mover's favour. Leaves the state as it was. */
function winsAtOnce(state: State, action: Action): boolean {
  const mover = state.currentPlayer;
  state.applyAssumeLegal(action);
  const wins = state.isTerminal && state.returns()[mover] > 0;
  state.undo();
  return wins;
}

/** True where the action lets the next player win at once, or ends the game in a loss. Leaves the state as it was. */
function losesAtOnce(state: State, action: Action): boolean {
  const mover = state.currentPlayer;
  state.applyAssumeLegal(action);
  const loses = state.isTerminal
    ? state.returns()[mover] < 0
    : state.legalActions().some((reply) => winsAtOnce(state, reply));
  state.undo();
  return loses;
}
