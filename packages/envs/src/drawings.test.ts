import { AgonError } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { drawEnv, drawState, playerColours } from './drawings.js';
import { listEnvironments, makeEnv, makeEnvironment, makeGame } from './registry.js';
import { TimeLimit } from './wrappers/timeLimit.js';
import { innermost } from './wrappers/wrapper.js';

describe('drawings', () => {
  it.each(listEnvironments().map(({ id }) => id))('%s has one', (id) => {
    const environment = makeEnvironment(id);
    if (environment.kind === 'env') environment.env.reset(1);
    const drawing =
      environment.kind === 'env' ? drawEnv(environment.env) : drawState(environment.game.newInitialState());
    expect(drawing.marks.length).toBeGreaterThan(0);
  });

  it('are of the game inside the wrappers', () => {
    const env = makeEnv('pixel-pong');
    env.reset(1);
    expect(innermost(env)).not.toBe(env);
    expect(drawEnv(env)).toEqual(drawEnv(innermost(env)));
  });

  it('show stones in the colours of their players', () => {
    const game = makeGame('go9');
    const state = game.newInitialState();
    state.apply(0);
    const fills = drawState(state).marks.map((mark) => ('fill' in mark ? mark.fill : undefined));
    const [black, white] = playerColours(game)!;
    expect(fills).toContain(black);
    expect(fills).not.toContain(white);
    expect(playerColours(makeGame('tic_tac_toe'))).toBeUndefined();
  });

  it('are missed by name where there is none', () => {
    const own = Object.assign(new TimeLimit(makeEnv('t-maze'), 5), { id: 'my-maze' });
    expect(() => drawEnv(own)).toThrow(AgonError);
    expect(() => drawEnv(own)).toThrow('"my-maze" has no drawing');
  });
});
