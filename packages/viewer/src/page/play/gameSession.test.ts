import { describe, expect, it } from 'vitest';
import type { Territory } from '@agon/agents';
import { makeGame } from '@agon/envs';
import { GameSession } from './gameSession.js';
import type { Answer, Opponent } from './opponent.js';

/** Plays the lowest legal cell; answers when `answer` is called. */
class PatientOpponent implements Opponent {
  private readonly env: string;
  private waiting: (() => void)[] = [];
  readonly asked: number[][] = [];
  /** Of each question in `asked`: whether it was given up. */
  readonly signals: AbortSignal[] = [];
  resigns = false;

  constructor(env: string) {
    this.env = env;
  }

  territory(history: readonly number[]): Promise<Territory> {
    return Promise.resolve({ ownership: [history.length], lead: history.length });
  }

  think(history: readonly number[], signal: AbortSignal): Promise<Answer> {
    this.asked.push([...history]);
    this.signals.push(signal);
    const state = makeGame(this.env).newInitialState();
    for (const action of history) state.apply(action);
    const action = state.legalActions()[0];
    return new Promise((resolve) => {
      this.waiting.push(() =>
        resolve({ action, resigns: this.resigns, account: { value: history.length }, milliseconds: 3 }),
      );
    });
  }

  async answer(): Promise<void> {
    for (const give of this.waiting.splice(0)) give();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

async function session(
  side: number,
  hints = false,
  territory = false,
  env = 'tic_tac_toe',
  knowsTerritory = true,
) {
  const opponent = new PatientOpponent(env);
  let changes = 0;
  const made = new GameSession(makeGame(env), opponent, Promise.resolve({ knowsTerritory }), {
    side,
    hints,
    territory,
    onChange: () => void changes++,
  });
  expect(made.status).toBe('loading');
  await opponent.answer();
  return { session: made, opponent, changes: () => changes };
}

describe('GameSession', () => {
  it('lets person and agent move in turn until the game is over', async () => {
    const { session: game, opponent } = await session(0);
    for (const cell of [4, 2]) {
      expect(game.status).toBe('yours');
      game.play(cell);
      expect(game.status).toBe('thinking');
      await opponent.answer();
    }
    game.play(6);
    expect(game.status).toBe('over');
    expect(game.state.returns()).toEqual([1, -1]);
  });

  it('lets the agent begin where the person plays second', async () => {
    const { session: game, opponent } = await session(1);
    expect(game.status).toBe('thinking');
    await opponent.answer();
    expect([game.status, game.state.history]).toEqual(['yours', [0]]);
  });

  it('ignores illegal moves, and moves out of turn', async () => {
    const { session: game, opponent } = await session(0);
    game.play(4);
    game.play(5);
    await opponent.answer();
    game.play(4);
    game.play(0);
    game.play(99);
    expect([game.state.history, game.status]).toEqual([[4, 0], 'yours']);
  });

  it('takes back to the person’s last turn, also while the agent thinks and after the end', async () => {
    const { session: game, opponent } = await session(0);
    expect(game.canUndo).toBe(false);
    game.play(4);
    game.undo();
    await opponent.answer();
    expect([game.state.history, game.status]).toEqual([[], 'yours']);
    for (const cell of [4, 2]) {
      game.play(cell);
      await opponent.answer();
    }
    game.play(6);
    game.undo();
    expect([game.state.history, game.status]).toEqual([[4, 0, 2, 1], 'yours']);
  });

  it('has nothing to take back before the person has moved', async () => {
    const { session: game, opponent } = await session(1);
    await opponent.answer();
    expect(game.canUndo).toBe(false);
    game.undo();
    expect(game.state.history).toEqual([0]);
  });

  it('drops answers to positions that are gone', async () => {
    const { session: game, opponent } = await session(0);
    game.play(4);
    game.newGame(1);
    await opponent.answer();
    expect([game.state.history, game.side]).toEqual([[0], 1]);
    game.newGame(1);
    game.stop();
    await opponent.answer();
    expect(game.state.history).toEqual([]);
  });

  it('asks for hints at the person’s turns only, when they are wanted', async () => {
    const { session: game, opponent } = await session(0);
    expect(opponent.asked).toEqual([]);
    game.setHints(true);
    await opponent.answer();
    expect(game.hint).toEqual({ value: 0 });
    game.play(4);
    expect(game.hint).toBeUndefined();
    await opponent.answer();
    expect(opponent.asked).toEqual([[], [4], [4, 0]]);
    game.setHints(false);
    await opponent.answer();
    game.play(8);
    await opponent.answer();
    expect(opponent.asked.at(-1)).toEqual([4, 0, 8]);
  });

  it('says whether a hint is on its way', async () => {
    const { session: game, opponent } = await session(0, true);
    expect([game.isHintAwaited, game.hint]).toEqual([true, undefined]);
    game.play(4);
    expect(game.isHintAwaited).toBe(false);
    await opponent.answer();
    expect([game.isHintAwaited, game.hint]).toEqual([true, undefined]);
    await opponent.answer();
    expect([game.isHintAwaited, game.hint]).toEqual([false, { value: 2 }]);
  });

  it.each<[string, (game: GameSession) => void, (number[] | undefined)[]]>([
    [
      'a move is made',
      (game) => game.play(8),
      [
        [4, 0],
        [4, 0, 8],
      ],
    ],
    ['a move is taken back', (game) => game.undo(), [[4, 0], []]],
    ['a new game begins', (game) => game.newGame(1), [[4, 0], []]],
    ['hints are switched off', (game) => game.setHints(false), [[4, 0]]],
    ['the person resigns', (game) => game.resign(), [[4, 0]]],
    ['the page is left', (game) => game.stop(), [[4, 0]]],
  ])('gives the search for a hint up when %s', async (_, act, asked) => {
    const { session: game, opponent } = await session(0, true);
    game.play(4);
    await opponent.answer();
    expect(opponent.signals.at(-1)!.aborted).toBe(false);
    act(game);
    expect(opponent.asked.slice(2)).toEqual(asked);
    expect(opponent.signals.slice(2).map((signal) => signal.aborted)).toEqual(
      [true, false].slice(0, asked.length),
    );
    await opponent.answer();
    expect(game.hint).not.toEqual({ value: 2 });
  });

  it('gives the agent’s own search up when its turn is taken back, but not when hints are switched', async () => {
    const { session: game, opponent } = await session(0);
    game.play(4);
    game.setHints(true);
    game.setHints(false);
    expect(opponent.signals[0].aborted).toBe(false);
    game.undo();
    expect(opponent.signals.map((signal) => signal.aborted)).toEqual([true]);
  });

  it('ends where a player gives up, and what comes later changes nothing', async () => {
    const { session: game, opponent } = await session(0);
    game.play(4);
    game.resign();
    expect([game.status, game.result, game.resigned]).toEqual(['over', -1, 0]);
    await opponent.answer();
    expect(game.state.history).toEqual([4]);
    game.undo();
    expect([game.status, game.result]).toEqual(['yours', undefined]);
    opponent.resigns = true;
    game.play(4);
    await opponent.answer();
    expect([game.status, game.result, game.resigned, game.state.history]).toEqual(['over', 1, 1, [4]]);
  });

  it('asks for the territory at every position while it is wanted, and counts it at the end', async () => {
    const { session: game, opponent } = await session(0, false, false, 'go:size=2,komi=0.5,limit=2');
    expect(game.territory).toBeUndefined();
    game.setTerritory(true);
    await opponent.answer();
    expect(game.territory?.lead).toBe(0);
    game.setTerritory(false);
    game.play(4);
    expect(game.territory).toBeUndefined();
    await opponent.answer();
    expect([game.status, game.territory?.lead]).toEqual(['over', -4.5]); // white's stone owns all four points
  });

  it('does not ask an agent for the territory that does not know it', async () => {
    const env = 'go:size=2,komi=0.5,limit=2';
    const { session: game, opponent } = await session(0, false, true, env, false);
    await opponent.answer();
    expect([game.knowsTerritory, game.territory]).toEqual([false, undefined]);
    game.play(4);
    await opponent.answer();
    expect([game.status, game.territory?.lead]).toEqual(['over', -4.5]);
  });

  it('says what failed, and can be begun anew', async () => {
    const opponent: Opponent = {
      think: () => Promise.reject(new Error('out of memory')),
      territory: () => Promise.reject(new Error('not asked')),
    };
    const ready = Promise.resolve({ knowsTerritory: false });
    const game = new GameSession(makeGame('tic_tac_toe'), opponent, ready, {
      side: 1,
      hints: false,
      territory: false,
      onChange: () => undefined,
    });
    await new Promise((resolve) => setTimeout(resolve));
    expect([game.status, game.failure]).toEqual(['failed', 'out of memory']);
    game.newGame(0);
    expect([game.status, game.failure]).toEqual(['yours', undefined]);
  });

  it('goes on with a game that was begun before, and with one that was given up', async () => {
    const opponent = new PatientOpponent('tic_tac_toe');
    const ready = Promise.resolve({ knowsTerritory: false });
    const told = { value: 0.5 };
    const begin = (resigned: number | undefined): GameSession =>
      new GameSession(makeGame('tic_tac_toe'), opponent, ready, {
        side: 0,
        hints: false,
        territory: false,
        onChange: () => undefined,
        resumed: { actions: [4, 0], accounts: [null, told], resigned },
      });
    const game = begin(undefined);
    await opponent.answer();
    expect([game.status, game.state.history, game.accounts]).toEqual(['yours', [4, 0], [null, told]]);
    game.play(1);
    await opponent.answer();
    expect(game.accounts).toEqual([null, told, null, { value: 3 }]);
    game.undo();
    expect(game.accounts).toEqual([null, told]);

    const given = begin(0);
    await opponent.answer();
    expect([given.status, given.result]).toEqual(['over', -1]);
    given.takeResignationBack();
    expect([given.status, given.result, given.state.history]).toEqual(['yours', undefined, [4, 0]]);
  });
});
