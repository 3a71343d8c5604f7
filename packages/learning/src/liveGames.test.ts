import { describe, expect, it } from 'vitest';
import { LiveReporter, makeLiveGames, readLiveGames } from './liveGames.js';

const game = (...moves: number[]) => ({ state: { history: moves }, over: false });

describe('games that are watched while they are played', () => {
  it('show their moves as they come, and stay when they are over until another game takes the board', () => {
    const live = makeLiveGames(2, 9);
    expect(readLiveGames(live)).toEqual([]);
    const reporter = new LiveReporter(live);
    const games = [game(4), game(0, 8), game(1)];
    reporter.begin(games, 10);
    reporter.update();
    expect(readLiveGames(live)).toEqual([
      { game: 10, moves: [4], isOver: false },
      { game: 11, moves: [0, 8], isOver: false },
    ]);
    games[0].state.history.push(3);
    games[0].over = true;
    reporter.update();
    expect(readLiveGames(live)[0]).toEqual({ game: 10, moves: [4, 3], isOver: true });

    const other = new LiveReporter(live);
    other.begin([game(7), game(6)], 20); // one board is free
    other.update();
    expect(readLiveGames(live).map((each) => each.game)).toEqual([20, 11]);
    expect(readLiveGames(live)[0].moves).toEqual([7]);
    reporter.end();
    other.end();
    expect(readLiveGames(live).every(({ isOver }) => isOver)).toBe(true);
  });
});
