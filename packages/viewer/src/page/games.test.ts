import { describe, expect, it } from 'vitest';
import { formatEnv, listEnvironments, makeEnv, makeEnvironment, unwrapped } from '@agon/envs';
import {
  byHandSpec,
  environmentsOf,
  firstSpec,
  isGame,
  isSameBoard,
  optionsOf,
  shortSpec,
  titleOf,
  watchSpec,
} from './games.js';

describe('names of environments', () => {
  it('leaves out options that are the defaults, and no others', () => {
    expect(shortSpec(formatEnv(makeEnv('minatar-breakout')))).toBe('minatar-breakout');
    expect(shortSpec(formatEnv(makeEnv('minatar-breakout:sticky=0.25')))).toBe(
      'minatar-breakout:sticky=0.25',
    );
    expect(shortSpec('unknown-game:size=3')).toBe('unknown-game:size=3');
  });

  it('names the same environment in its short form', () => {
    for (const { id } of listEnvironments()) {
      const whole = formatEnv(unwrapped(makeEnvironment(id)));
      expect(formatEnv(unwrapped(makeEnvironment(shortSpec(whole))))).toBe(whole);
    }
  });

  it('tells board games from environments', () => {
    expect([isGame('tic_tac_toe'), isGame('minatar-breakout:sticky=0'), isGame('nonsense')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(titleOf('tic_tac_toe')).toBe('Tic-tac-toe');
  });

  it('knows which agents can play a board', () => {
    expect([isGame('go9'), isSameBoard('go9', 'go:size=9,komi=6'), isSameBoard('go9', 'go:size=7')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([isSameBoard('othello', 'go9'), isSameBoard('hex', 'hex')]).toEqual([false, true]);
    for (const info of environmentsOf('game')) expect(isGame(firstSpec(info)), info.id).toBe(true);
    expect(optionsOf('go9')).toContainEqual({ key: 'komi', value: '7.5' });
    expect(optionsOf('tic_tac_toe')).toEqual([]);
  });

  it('lets a person play with the actions that matter', () => {
    for (const info of environmentsOf('env')) {
      const { actionNames } = makeEnv(byHandSpec(info));
      expect(actionNames.length).toBeLessThanOrEqual(makeEnv(info.id).actionNames.length);
    }
    expect(
      makeEnv(byHandSpec(environmentsOf('env').find(({ id }) => id === 'minatar-breakout')!)).actionNames,
    ).toEqual(['no-op', 'left', 'right']);
  });

  it('an agent is watched by the rules of its game, whatever made its training easier', () => {
    const trained = formatEnv(makeEnv('pixel-breakout:episodicLife,clipRewards,sticky=0.1'));
    expect(watchSpec(trained)).toBe('pixel-breakout:sticky=0.1');
  });
});
