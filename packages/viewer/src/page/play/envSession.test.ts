import { describe, expect, it } from 'vitest';
import { makeEnv } from '@agon/envs';
import { parseReplay, Resimulation } from '@agon/runs';
import { EnvSession } from './envSession.js';

const breakout = () => new EnvSession(makeEnv('minatar-breakout:sticky=0'), 'by hand');
const LEFT = 1;
const RIGHT = 3;

describe('EnvSession', () => {
  it('takes no step before it has begun, while it is paused, and after the end', () => {
    const session = breakout();
    session.step();
    expect(session.actions).toEqual([]);
    session.toggle();
    session.step();
    session.toggle();
    session.step();
    expect([session.actions.length, session.status]).toEqual([1, 'paused']);
    session.toggle();
    for (let i = 0; i < 500; i++) session.step();
    const { length } = session.actions;
    expect(session.status).toBe('over');
    session.press(LEFT);
    session.toggle();
    session.step();
    expect([session.status, session.actions.length]).toEqual(['over', length]);
  });

  it('plays the key that was pressed last, and a tap between two steps once', () => {
    const session = breakout();
    session.press(LEFT);
    session.step();
    session.press(RIGHT);
    session.step();
    session.release(RIGHT);
    session.step();
    session.release(LEFT);
    session.step();
    session.press(RIGHT);
    session.release(RIGHT);
    session.step();
    session.step();
    expect(session.actions).toEqual([LEFT, RIGHT, LEFT, 0, RIGHT, 0]);
  });

  it('records a replay that re-simulates to the same score, whenever it is saved', () => {
    const session = breakout();
    session.toggle();
    for (let i = 0; i < 250 && session.status === 'running'; i++) {
      if (i === 5) {
        const early = parseReplay(JSON.stringify(session.replay('a person')));
        expect(new Resimulation(early).seek(Infinity).returns).toEqual([session.score]);
      }
      session.press(i % 7 < 3 ? LEFT : RIGHT);
      session.step();
      session.release(LEFT);
      session.release(RIGHT);
    }
    const replay = parseReplay(JSON.stringify(session.replay('a person')));
    const end = new Resimulation(replay).seek(Infinity);
    expect(end.index).toBe(session.actions.length);
    expect(end.returns).toEqual([session.score]);
  });

  it('begins a new game with nothing left of the old one', () => {
    const session = breakout();
    session.press(LEFT);
    for (let i = 0; i < 200; i++) session.step();
    session.newGame('again');
    expect([session.status, session.score, session.actions]).toEqual(['ready', 0, []]);
    expect(session.replay('x').actions).toEqual([]);
    session.toggle();
    session.step();
    expect(session.actions).toEqual([0]);
  });

  it('lets time stand still where nothing is pressed and every action does something', () => {
    const session = new EnvSession(makeEnv('cart-pole'), 'by hand');
    session.toggle();
    session.step();
    expect([session.status, session.actions]).toEqual(['waiting', []]);
    session.press(1);
    session.step();
    session.step();
    session.release(1);
    session.step();
    expect([session.status, session.actions]).toEqual(['waiting', [1, 1]]);
  });

  it('goes on with a game that was begun before, paused, to the same end', () => {
    const [whole, begun, resumed] = [breakout(), breakout(), breakout()];
    whole.toggle();
    begun.toggle();
    for (let i = 0; i < 500; i++) whole.step();
    for (let i = 0; i < 4; i++) begun.step();
    resumed.resume(begun.replay('x'));
    expect([resumed.status, resumed.score]).toEqual(['paused', begun.score]);
    resumed.toggle();
    for (let i = 0; i < 500; i++) resumed.step();
    expect(resumed.replay('x')).toEqual(whole.replay('x'));
    resumed.resume(whole.replay('x'));
    expect(resumed.status).toBe('over');
  });
});
