import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute, type Route } from './route.js';

describe('routes', () => {
  it('reads back every address that it writes', () => {
    const places: Route[] = [
      { page: 'home' },
      { page: 'runs' },
      { page: 'run', name: 'dqn-1' },
      { page: 'replay', name: 'dqn-1', file: '12000.json', step: 0 },
      { page: 'replay', name: 'a b/c?d#e%', file: 'x.json', step: 37 },
      { page: 'compare', names: [] },
      { page: 'compare', names: ['a b&c', 'dqn-2'] },
      { page: 'train' },
      { page: 'shared', code: 'q1-_Z', step: 3 },
      { page: 'own-games' },
      { page: 'own-game', id: 'a1b2', step: 0 },
      { page: 'own-game', id: 'a1b2', step: 17 },
      { page: 'learn', lesson: undefined },
      { page: 'learn', lesson: 'approximation' },
      { page: 'learn', lesson: 'approximation', isEmbedded: true },
      { page: 'lecture' },
      { page: 'learn', lesson: 'look-inside', model: 'runs/my run' },
      { page: 'play', env: undefined, against: undefined },
      { page: 'play', env: 'minatar-breakout:sticky=0', against: undefined },
      { page: 'play', env: 'minatar-breakout', against: undefined, game: 'a1b2' },
      { page: 'play', env: 'go9', against: 'mcts:visits=400', game: 'a1b2' },
      { page: 'play', env: 'tic_tac_toe', against: 'runs/az@400:visits=50,temperature=1' },
    ];
    for (const place of places) expect(parseRoute(formatRoute(place))).toEqual(place);
  });

  it('opens the front door for an empty address, and says so for an unknown one', () => {
    for (const hash of ['', '#', '#/']) expect(parseRoute(hash)).toEqual({ page: 'home' });
    for (const hash of [
      '#/nonsense',
      '#/run',
      '#/run/a/replay',
      '#/run/a/b/c/d/e',
      '#/run/%E0%A4%A',
      '#/play/a/b',
    ]) {
      expect(parseRoute(hash)).toEqual({ page: 'unknown' });
    }
  });

  it('takes a step that is no whole number as the start', () => {
    for (const step of ['-3', '1.5', 'x', '']) {
      expect(parseRoute(`#/run/a/replay/b?step=${step}`)).toMatchObject({ page: 'replay', step: 0 });
    }
  });
});
