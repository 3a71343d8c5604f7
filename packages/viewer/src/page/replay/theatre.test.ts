import { describe, expect, it } from 'vitest';
import { drawEnv, makeEnv, makeGame, playMoves } from '@agon/envs';
import type { Replay } from '@agon/runs';
import { Theatre } from './theatre.js';

/** Breakout's paddle to the left and right for a while; the account says 2 for the action taken, 1 for the others. */
function breakoutReplay(): Replay {
  const env = makeEnv('minatar-breakout:sticky=0');
  env.reset('theatre');
  const replay: Replay = {
    format: 1,
    env: env.id,
    options: { ...env.options } as Replay['options'],
    version: env.version,
    players: ['tester'],
    seed: 'theatre',
    actions: [],
    hashes: [],
    result: [0],
    account: [],
  };
  for (let done = false; !done && replay.actions.length < 250;) {
    const action = [1, 3, 0][Math.floor(replay.actions.length / 3) % 3];
    replay.account!.push({ q: env.actionNames.map((_, i) => (i === action ? 2 : 1)) });
    const { reward, terminated } = env.step(action);
    replay.result[0] += reward;
    replay.actions.push(action);
    if (replay.actions.length % 100 === 0) replay.hashes.push(env.hash());
    done = terminated;
  }
  replay.hashes.push(env.hash());
  if (replay.actions.length === 250) replay.ended = { reason: 'limit' };
  return replay;
}

/** x wins on the middle row; values are for the player to move. */
function noughtsReplay(): Replay {
  const state = makeGame('tic_tac_toe').newInitialState();
  const actions = [4, 0, 3, 1, 5];
  for (const action of actions) state.apply(action);
  return {
    format: 1,
    env: 'tic_tac_toe',
    options: {},
    version: state.game.version,
    players: ['a', 'b'],
    seed: 's',
    actions,
    hashes: [state.hash()],
    result: [1, -1],
    account: [null, { value: -0.5 }, { value: 0.75 }, { value: -1 }, { value: 1 }],
  };
}

describe('Theatre', () => {
  it('shows at every position what playing the game shows there, forwards and backwards', () => {
    const replay = breakoutReplay();
    const theatre = new Theatre(replay);
    const env = makeEnv('minatar-breakout:sticky=0');
    env.reset('theatre');
    const texts = [drawEnv(env).text];
    for (const action of replay.actions) {
      env.step(action);
      texts.push(drawEnv(env).text);
    }
    const positions = texts.map((_, position) => position);
    for (const position of [...positions, ...positions.toReversed()]) {
      expect(theatre.scene(position, 0).drawing.text).toBe(texts[position]);
    }
    expect(theatre.divergence).toBeUndefined();
    expect(theatre.finalReturns).toEqual(replay.result);
  });

  it('comments on every move of a game, and on every reward of an episode, the same each time', () => {
    const game = new Theatre(noughtsReplay());
    const said = [0, 1, 2, 3, 4, 5].map((position) => game.scene(position, 0).commentary);
    expect(said[0]).toBeUndefined();
    expect(said[3]).toMatch(/^X .*x\(1,0\).*\.$/);
    expect(said[3]).toMatch(/win/);
    expect(said[5]).toMatch(/wins|won/);
    expect([5, 4, 3].map((position) => game.scene(position, 1).commentary)).toEqual([
      said[5],
      said[4],
      said[3],
    ]);
    const episode = new Theatre(breakoutReplay());
    let told = 0;
    for (let position = 1; position <= episode.length; position++) {
      const [now, before] = [position, position - 1].map((at) => episode.scene(at, 0).returns[0]);
      const { commentary } = episode.scene(position, 0);
      expect(commentary !== undefined).toBe(now !== before);
      told += now - before;
    }
    expect(told).toBe(episode.finalReturns[0]);
  });

  it('says what the player thinks before the action that it takes next, and nothing at the end', () => {
    const replay = breakoutReplay();
    const theatre = new Theatre(replay);
    const { thoughts, lastAction } = theatre.scene(3, 0);
    expect(lastAction).toBe('left');
    expect(thoughts).toMatchObject({ kind: 'env' });
    const chosen = thoughts?.kind === 'env' ? thoughts.actions.filter(({ isChosen }) => isChosen) : [];
    expect(chosen).toEqual([{ action: 3, text: 'right', q: 2, isChosen: true }]);
    expect(theatre.scene(theatre.length, 0).thoughts).toBeUndefined();
    expect(theatre.qRange()).toEqual([0, 2]);
  });

  it('graphs return and largest Q-value of an environment', () => {
    const replay = breakoutReplay();
    const [score, q] = new Theatre(replay).graphs(0);
    expect(score.values.at(-1)).toBe(replay.result[0]);
    expect(q.values).toEqual([...replay.actions.map(() => 2), null]);
  });

  it('graphs the win rate of a board game in percent from one point of view, up to the result', () => {
    const theatre = new Theatre(noughtsReplay());
    expect(theatre.graphs(0)[0].values).toEqual([null, 75, 87.5, 100, 100, 100]);
    expect(theatre.graphs(1)[0].values).toEqual([null, 25, 12.5, 0, 0, 0]);
  });

  it('marks values with few visits behind them as unsure', () => {
    const visits = (count: number) => new Array<number>(9).fill(0).with(0, count);
    const account = [1, 9, 10, 200, 5].map((count) => ({ value: 0, visits: visits(count) }));
    const [graph] = new Theatre({ ...noughtsReplay(), account }).graphs(0);
    expect(graph.isUnsure).toEqual([false, true, false, false, true, false]);
  });

  it('says who sits where, who is to move, and by how much a game of territory was won', () => {
    const theatre = new Theatre(noughtsReplay());
    expect(theatre.scene(1, 0).seats.map(({ name, agent, isToMove }) => [name, agent, isToMove])).toEqual([
      ['x', 'a', false],
      ['o', 'b', true],
    ]);
    expect(theatre.finalLead).toBeUndefined();
    const game = makeGame('go:size=3,komi=1.5');
    const state = game.newInitialState();
    // White's stone in the corner is taken; black owns the board.
    playMoves(state, 'A2 A1 B1 pass pass');
    const replay: Replay = {
      ...noughtsReplay(),
      env: 'go',
      options: { ...game.options },
      version: game.version,
      actions: [...state.history],
      hashes: [state.hash()],
      account: undefined,
    };
    const go = new Theatre(replay);
    expect(go.divergence).toBeUndefined();
    expect(go.finalLead).toBe(9 - 1.5);
    expect([0, 2, 3].map((position) => go.scene(position, 0).seats[0].captures)).toEqual([0, 0, 1]);
  });

  it('names moves in the game’s own text wherever it goes', () => {
    const theatre = new Theatre(noughtsReplay());
    for (const [position, text] of [
      [5, 'x(1,2)'],
      [1, 'x(1,1)'],
      [4, 'o(0,1)'],
      [0, undefined],
      [2, 'o(0,0)'],
    ] as const) {
      expect(theatre.scene(position, 0).lastAction).toBe(text);
    }
  });

  it('stops at the first divergence and says why', () => {
    const replay = noughtsReplay();
    replay.hashes = [replay.hashes[0] ^ 1];
    const wrongEnd = new Theatre(replay);
    expect([wrongEnd.length, wrongEnd.divergence?.code]).toEqual([4, 'diverged']);
    const illegal = new Theatre({ ...noughtsReplay(), actions: [4, 0, 4, 1, 5] });
    expect([illegal.length, illegal.divergence?.code]).toEqual([2, 'diverged']);
    expect(illegal.scene(99, 0).position).toBe(2);
  });

  it('takes the recorded result where the game was resigned', () => {
    const state = makeGame('tic_tac_toe').newInitialState();
    state.apply(4);
    const replay = { ...noughtsReplay(), actions: [4], hashes: [state.hash()], account: [null] };
    const theatre = new Theatre({ ...replay, ended: { reason: 'resign', player: 1 } });
    expect(theatre.divergence).toBeUndefined();
    expect(theatre.finalReturns).toEqual([1, -1]);
  });
});
