/** The solver: plays small two-player games exactly, from a table of every position that it has met, and Connect Four. */
import { AgonError, count, described, MOST_STEPS, type Rng } from '@agon/core';
import type { Action, State } from '@agon/envs';
import * as v from 'valibot';
import { gameSituation, type Analysis, type Agent, type Situation } from '../agent.js';
import { defineAgent } from '../agentKind.js';
import { ConnectFourSolver } from './connectFourSolver.js';

/** A position's exact outcome for the player to move (+1, 0, −1) and the number of plies until then under best play. */
interface Outcome {
  value: number;
  plies: number;
}

/**
 * Negamax over all positions (by their text, so that no two share an entry): the winner takes the shortest way, the loser
 * the longest. Also the oracle that learned players are measured against.
 */
export class Solver {
  private readonly table = new Map<string, Outcome>();
  private readonly maxPositions: number;

  /** @param maxPositions how many positions the table may hold before the game counts as too large */
  constructor(maxPositions: number) {
    this.maxPositions = maxPositions;
  }

  /** The outcome of a position. The state is searched in place and left as it was. @throws unsupported for large games */
  solve(state: State): Outcome {
    if (state.isTerminal) return { value: 0, plies: 0 };
    const key = `${state.currentPlayer} ${state.toString()}`;
    const known = this.table.get(key);
    if (known) return known;
    let best: Outcome | undefined;
    for (const action of state.legalActions()) {
      const outcome = this.solveAction(state, action);
      if (!best || isBetter(outcome, best)) best = outcome;
    }
    if (this.table.size >= this.maxPositions) {
      const { id } = state.game;
      throw new AgonError(
        'unsupported',
        `the solver gave up on "${id}" after ${this.maxPositions} positions: it solves small games such as tic_tac_toe. Use mcts:visits=800 for large ones, or raise solver:maxPositions.`,
        { details: { game: id, maxPositions: this.maxPositions } },
      );
    }
    this.table.set(key, best!);
    return best!;
  }

  /** The outcome of an action for the player who plays it. */
  solveAction(state: State, action: Action): Outcome {
    const mover = state.currentPlayer;
    state.applyAssumeLegal(action);
    const next = this.solve(state);
    const value = state.isTerminal
      ? state.returns()[mover]
      : state.currentPlayer === mover
        ? next.value
        : 0 - next.value;
    state.undo();
    return { value, plies: next.plies + 1 };
  }

  /** Every action that is as good as the best, in increasing order. */
  bestActions(state: State): Action[] {
    let best: Outcome | undefined;
    let actions: Action[] = [];
    for (const action of state.legalActions()) {
      const outcome = this.solveAction(state, action);
      if (!best || isBetter(outcome, best)) [best, actions] = [outcome, [action]];
      else if (!isBetter(best, outcome)) actions.push(action);
    }
    return actions;
  }
}

/** Wins quick before slow, then draws, then losses slow before quick. */
function isBetter(a: Outcome, b: Outcome): boolean {
  if (a.value !== b.value) return a.value > b.value;
  return a.value > 0 ? a.plies < b.plies : a.value < 0 && a.plies > b.plies;
}

/** What is known of a position: exact values of all legal actions for the player to move, and which are best. */
interface Judgement {
  best: Action[];
  account: Analysis;
}

type Judge = (state: State) => Judgement;

/** Judges the positions of any game by its `Solver`. The state is searched in place and left as it was. */
function judgeWith(solver: Solver): Judge {
  return (state) => ({
    best: solver.bestActions(state),
    account: {
      value: solver.solve(state).value,
      q: Array.from({ length: state.game.numActions }, (_, action) =>
        state.isLegal(action) ? solver.solveAction(state, action).value : null,
      ),
    },
  });
}

/** Judges positions of Connect Four; the account also has `scores`: 22 − the stones that the winner will have played. */
function judgeConnectFour(solver: ConnectFourSolver): Judge {
  return (state) => {
    const scores = solver.scores(state.history);
    const score = scores.reduce((best: number, each) => Math.max(best, each ?? -Infinity), -Infinity);
    return {
      best: scores.flatMap((each, action) => (each === score ? [action] : [])),
      account: {
        value: Math.sign(score),
        q: scores.map((each) => (each === null ? null : Math.sign(each))),
        scores,
      },
    };
  };
}

class SolverAgent implements Agent {
  readonly name: string;
  private readonly judge: Judge;
  private thought: Analysis | undefined;

  constructor(judge: Judge, name: string) {
    this.judge = judge;
    this.name = name;
  }

  reset(): void {
    this.thought = undefined;
  }

  act(situation: Situation, rng: Rng): Action {
    const { best, account } = this.judge(gameSituation(situation, this.name).state.clone());
    this.thought = account;
    return best[rng.int(best.length)];
  }

  analysis(): Analysis | undefined {
    return this.thought;
  }

  async dispose(): Promise<void> {}
}

/** Where `maxPositions` is not given. */
const MAX_POSITIONS = { any: 200_000, connectFour: 30_000_000 };

/** The most that a table of JavaScript holds. */
const MOST_TABLED = 2 ** 24 - 1;

/** `solver`: exact play; among equally good actions one at random (one draw). */
export const solver = defineAgent({
  title: 'exact play in small games and Connect Four, random among the best actions',
  plays: 'game',
  schema: v.strictObject({
    maxPositions: v.optional(
      described(
        count(1, MOST_STEPS),
        'positions to look at before giving up (200,000 in all; in Connect Four 30 million per question)',
      ),
    ),
  }),
  make({ game }, { maxPositions }, name) {
    if (game.numPlayers !== 2) {
      throw new AgonError('unsupported', 'the solver plays games of two players only.');
    }
    const isTabled = game.id !== 'connect_four';
    if (isTabled && maxPositions !== undefined && maxPositions > MOST_TABLED) {
      throw new AgonError(
        'bad-option',
        `agent "${name}": its table holds at most ${MOST_TABLED} positions, and "maxPositions" is ${maxPositions}; set fewer.`,
      );
    }
    const judge =
      game.id === 'connect_four'
        ? judgeConnectFour(new ConnectFourSolver(maxPositions ?? MAX_POSITIONS.connectFour))
        : judgeWith(new Solver(maxPositions ?? MAX_POSITIONS.any));
    return new SolverAgent(judge, name);
  },
});
