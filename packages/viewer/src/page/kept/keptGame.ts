/** A person's game as the browser keeps it: its moves as a replay, and what is needed to go on with it. */
import type { Analysis } from '@agon/agents';
import type { Game } from '@agon/envs';
import { gameEpisode } from '@agon/learning';
import { replayOfEpisode, type Replay } from '@agon/runs';

/** What changes while a game is played. */
export interface GameContent {
  /** The environment as the address names it. */
  env: string;
  /** The agent on the other side, as a spec; absent where one plays alone. */
  against?: string;
  /** The person's seat. */
  side: number;
  isOver: boolean;
  /** The file that it was opened from; absent where the person has played it here. */
  source?: string;
  /** The moves so far; one that is not over has ended by the reason `limit`. */
  replay: Replay;
}

/** One game in the browser's database. */
export interface KeptGame extends GameContent {
  format: 1;
  id: string;
  /** How often it was written. A page that knows an older one goes on with a copy (`Keeper`). */
  revision: number;
  /** Milliseconds since 1970. */
  begun: number;
  changed: number;
}

/** How a board game stands. */
export interface BoardGame {
  game: Game;
  seed: string;
  actions: readonly number[];
  /** What was thought before each action; null where nobody told. */
  accounts: readonly (Analysis | null)[];
  /** Who gave up. */
  resigned: number | undefined;
  isOver: boolean;
  /** In order of their seats. */
  players: readonly string[];
}

/** A board game as a replay. */
export function boardReplay(played: BoardGame): Replay {
  const { game, seed, actions, resigned, isOver } = played;
  const accounts = actions.map((_, index) => played.accounts[index] ?? null);
  const isTold = accounts.some((account) => account !== null);
  const episode = gameEpisode(game, seed, [...actions], isTold ? accounts : null);
  const replay = replayOfEpisode({ kind: 'game', game }, '', episode);
  replay.players = [...played.players];
  if (actions.length === 0) replay.hashes = [game.newInitialState().hash()];
  if (resigned !== undefined) {
    replay.ended = { reason: 'resign', player: resigned };
    replay.result = replay.players.map((_, player) => (player === resigned ? -1 : 1));
  } else if (!isOver) replay.ended = { reason: 'limit' };
  return replay;
}

/** The player who gave a kept game up; undefined where nobody did. */
export const resignedIn = ({ ended }: Replay): number | undefined =>
  ended?.reason === 'resign' ? ended.player : undefined;
