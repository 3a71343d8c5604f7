import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openBytes } from './openBytes.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const config = { format: 1, algorithm: 'dqn', env: 'minatar-breakout', settings: { gamma: 0.9 } };

describe('a file that is dropped', () => {
  it('is an agent where it is the zip of a run or of the zoo, with the newest weights', async () => {
    const run = zipSync({
      'mine/config.json': bytes(JSON.stringify(config)),
      'mine/checkpoints/200.safetensors': bytes('two'),
      'mine/checkpoints/1000.safetensors': bytes('ten'),
    });
    expect(await openBytes('mine.zip', run)).toMatchObject({
      kind: 'agent',
      name: 'mine',
      checkpoint: { algorithm: 'dqn', env: 'minatar-breakout', step: 1000, weights: bytes('ten') },
    });
    const zoo = zipSync({
      'config.json': bytes(JSON.stringify({ ...config, step: 7 })),
      'weights.safetensors': bytes('seven'),
    });
    expect(await openBytes('small.zip', zoo)).toMatchObject({ name: 'small', checkpoint: { step: 7 } });
  });

  it('is what it looks like, whatever its name', async () => {
    expect(await openBytes('game.txt', bytes(' \n(;SZ[9];B[ee])'))).toMatchObject({ kind: 'games' });
    const games = await openBytes('all.zip', zipSync({ 'a.sgf': bytes('(;SZ[9];B[ee])') }));
    expect(games).toMatchObject({ kind: 'games', faults: [] });
  });

  it('is refused with what to do instead', async () => {
    for (const [name, content, why] of [
      ['a.sgf', '', /it is empty/],
      ['a.sgf', 'hello', /no game in it can be shown.*there is no game/],
      ['a.png', '\x89PNG', /no SGF, no replay/],
      ['a.json', '{"format":1', /a\.json/],
      ['a.json', '{"format":1}', /a\.json/],
      ['a.safetensors', 'weights', /weights alone/],
      ['a.zip', 'PK\x03\x04 nothing', /./],
    ] as const) {
      await expect(openBytes(name, bytes(content)), name + content).rejects.toMatchObject({
        code: 'bad-file',
        message: expect.stringMatching(why) as string,
      });
    }
    await expect(openBytes('a.zip', zipSync({ 'b.txt': bytes('x') }))).rejects.toThrow(/no config\.json/);
    const data = zipSync({
      'config.json': bytes(JSON.stringify({ ...config, env: undefined, data: 'mnist' })),
      'weights.safetensors': bytes('x'),
    });
    await expect(openBytes('a.zip', data)).rejects.toThrow(/plays nothing/);
  });
});
