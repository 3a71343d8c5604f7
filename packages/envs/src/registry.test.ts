import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MinAtarEnv } from './arcade/minatar.js';
import { unwrapped } from './environment.js';
import { formatEnv, listEnvironments, makeEnv, makeEnvironment, makeGame } from './registry.js';

describe('the registry of environments', () => {
  it('makes every environment that it lists, of the kind and version that it lists', () => {
    for (const { id, kind, version, title, settings } of listEnvironments()) {
      const made = makeEnvironment(id);
      expect(made.kind).toBe(kind);
      const environment = unwrapped(made);
      expect([environment.id, environment.version]).toEqual([id, version]);
      expect(title).not.toBe('');
      expect(Object.keys(environment.options)).toEqual(settings.map((setting) => setting.key));
      for (const setting of settings) expect(setting.description).not.toBe('');
    }
  });

  it('writes the whole spec with every option', () => {
    expect(formatEnv(makeEnv('minatar-breakout:sticky=0'))).toBe(
      'minatar-breakout:sticky=0,ramping=true,minimal=false,limit=0',
    );
    expect(formatEnv(makeGame('tic_tac_toe'))).toBe('tic_tac_toe');
  });

  it('is described whole in docs/environments.md', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../docs/environments.md'), 'utf8');
    for (const { id, settings, aliases } of listEnvironments()) {
      for (const name of [id, ...aliases, ...settings.map(({ key }) => key)])
        expect(text).toContain(`\`${name}\``);
      const made = makeEnvironment(id);
      if (made.kind === 'env' && made.env instanceof MinAtarEnv)
        expect(text).toContain(made.env.channels.join(', '));
    }
  });

  it('knows short names, whose options can be overridden', () => {
    expect(listEnvironments().find(({ id }) => id === 'go')?.aliases).toEqual(['go9', 'go13', 'go19']);
    expect(formatEnv(makeGame('go9:komi=7'))).toBe(
      'go:size=9,komi=7,handicap=0,suicide=false,superko=true,limit=0',
    );
    expect(makeGame('go9:size=7').options.size).toBe(7);
  });

  it('suggests the near name for a wrong id', () => {
    expect(() => makeEnvironment('minatar-brekout')).toThrow(
      /did you mean "minatar-breakout"\? `agon envs` lists all/,
    );
    expect(() => makeEnvironment('minatar-brekout')).toThrow(
      expect.objectContaining({ code: 'unknown-env' }),
    );
    expect(() => makeEnvironment('constructor')).toThrow(expect.objectContaining({ code: 'unknown-env' }));
  });

  it('says how to ask for a board of another size', () => {
    expect(() => makeEnvironment('go5')).toThrow(/unknown environment "go5"; did you mean "go:size=5"\?/);
    expect(() => makeEnvironment('othello6')).toThrow(/did you mean "othello:size=6"/);
    expect(() => makeEnvironment('go20')).toThrow(/did you mean "go"/);
  });

  it('refuses options that there are not, and values out of range', () => {
    expect(() => makeEnv('minatar-breakout:stiky=0.1')).toThrow(/did you mean "sticky"/);
    for (const wrong of ['sticky=2', 'sticky=abc', 'minimal=maybe', 'limit=-1', 'limit=1.5']) {
      expect(() => makeEnv(`minatar-breakout:${wrong}`)).toThrow(
        expect.objectContaining({ code: 'bad-option' }),
      );
    }
  });

  it('says which kind is needed where the other one is given', () => {
    expect(() => makeEnv('tic_tac_toe')).toThrow(/is a board game; this needs a single-player environment/);
    expect(() => makeGame('minatar-breakout')).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});
