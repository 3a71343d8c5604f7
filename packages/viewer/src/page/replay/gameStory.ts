/** The story of a board game. */
import type { Analysis } from '@agon/agents';
import { RandomStream } from '@agon/core';
import { commentOn, factsOf } from '@agon/data';
import type { Game, State } from '@agon/envs';
import type { Replay } from '@agon/runs';
import { seatOf, type Seat } from '../board/seats.js';
import { moveThoughts, seenBy, winRate, type Thoughts } from '../board/thoughts.js';
import { boardWords } from '../board/words.js';
import type { GraphLine } from '../charts/episodeGraph.js';
import type { Story, Told } from './story.js';
import { replayWords } from './words.js';

/** Values of searches with fewer visits are shown as unsure; a single visit is the bare network, which stands for itself. */
export const SURE_VISITS = 10;

/** Names of moves, seats, win rates. */
export class GameStory implements Story {
  private readonly game: Game;
  private readonly replay: Replay;
  /** The position with its history, for legal moves and their names. */
  private readonly state: State;
  /** Who is to move at each position that was asked for. */
  private readonly players: number[];

  constructor(game: Game, replay: Replay) {
    this.game = game;
    this.replay = replay;
    this.state = game.newInitialState();
    this.players = [this.state.currentPlayer];
  }

  get playerNames(): readonly string[] {
    return this.game.playerNames;
  }

  moveTo(position: number): string | undefined {
    const { state } = this;
    const { actions } = this.replay;
    while (state.history.length >= Math.max(1, position)) state.undo();
    while (state.history.length < position - 1) state.apply(actions[state.history.length]);
    if (position === 0) return undefined;
    const text = state.actionToString(actions[position - 1]);
    state.apply(actions[position - 1]);
    return text;
  }

  seats(): Seat[] {
    return this.replay.players.map((agent, player) => seatOf(this.state, player, agent));
  }

  /** An analysis names its own move; the account of whoever played is of the move that was played. */
  thoughts(account: Analysis, chosen: number | undefined, viewer: number): Thoughts | undefined {
    return moveThoughts({ move: chosen, ...account }, this.state, viewer, chosen);
  }

  lastAction(position: number, text: string): string {
    return replayWords.lastMove(position, this.playerNames[this.playerAt(position - 1)], text);
  }

  commentary(position: number): string | undefined {
    const { state, replay } = this;
    if (position === 0) return undefined;
    const action = replay.actions[position - 1];
    state.undo();
    const facts = factsOf(state, action);
    state.apply(action);
    return commentOn(facts, this.playerNames, new RandomStream(`${replay.seed} / comment ${position}`));
  }

  /** The win rate; nothing where no player tells a value. */
  graphs({ accounts, isWhole }: Told, viewer: number): GraphLine[] {
    const { game, replay } = this;
    const values = accounts.map((account, position) =>
      account?.value === undefined
        ? null
        : 100 * winRate(seenBy(game, viewer, this.playerAt(position), account.value)),
    );
    if (values.every((value) => value === null)) return [];
    if (isWhole) values[values.length - 1] = 100 * winRate(replay.result[viewer]);
    const isUnsure = accounts.map((account) => {
      const visits = account?.visits?.reduce((sum, count) => sum + count, 0) ?? 0;
      return visits > 1 && visits < SURE_VISITS;
    });
    const label = replayWords.graph.winRate(game.playerNames[viewer]);
    return [{ label, values, range: [-3, 103], middle: 50, isUnsure }];
  }

  result(lead: number | undefined): string {
    const { result } = this.replay;
    const best = result.indexOf(Math.max(...result));
    if (result.every((value) => value === result[best])) return boardWords.drawn;
    const winner = this.playerNames[best];
    return lead ? boardWords.wonBy(winner, Math.abs(lead)) : boardWords.won(winner);
  }

  finalLead(): number | undefined {
    const state = this.game.newInitialState();
    for (const action of this.replay.actions) state.applyAssumeLegal(action);
    const { observation } = state.game;
    return state.ownershipInto?.(new Int8Array(observation.shape[0] * observation.shape[1]));
  }

  /** Who is to move at a position. */
  private playerAt(position: number): number {
    if (this.players.length === 1) {
      const state = this.game.newInitialState();
      for (const action of this.replay.actions) {
        if (!state.isLegal(action)) break; // a damaged replay: it is not shown beyond this position
        state.applyAssumeLegal(action);
        this.players.push(state.currentPlayer);
      }
    }
    return this.players[position] ?? 0;
  }
}
