import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Shuffler } from './shuffler.js';

const take = (shuffler: Shuffler, count: number): number[] =>
  Array.from({ length: count }, () => shuffler.next(1)[0]);

describe('a shuffler', () => {
  it('gives every index once an epoch, each epoch in another order', () => {
    const shuffler = new Shuffler(50, 'seed');
    const epochs = [take(shuffler, 50), take(shuffler, 50)];
    for (const epoch of epochs) expect([...epoch].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    expect(epochs[0]).not.toEqual(epochs[1]);
    expect(epochs[0]).not.toEqual([...Array(50).keys()]);
    expect(shuffler.epoch).toBe(1);
  });

  it('gives the same indices in whatever batches they are asked for, and others for another seed', () => {
    const [one, many] = [new Shuffler(7, 3), new Shuffler(7, 3)];
    const batches = [1, 5, 14, 30].flatMap((size) => [...many.next(size)]);
    expect(batches).toEqual(take(one, 50));
    expect(take(new Shuffler(7, 4), 50)).not.toEqual(batches);
  });

  it('goes on from any position as if it had never stopped', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 100 }),
        fc.nat(9),
        (size, before, seed) => {
          const whole = new Shuffler(size, seed);
          take(whole, before);
          const resumed = new Shuffler(size, 'another seed');
          resumed.restore(JSON.parse(JSON.stringify(whole.state())));
          expect(take(resumed, 70)).toEqual(take(whole, 70));
          expect(resumed.epoch).toBe(whole.epoch);
        },
      ),
    );
  });

  it('refuses the position in a split of another size, and what is none', () => {
    const shuffler = new Shuffler(5, 1);
    expect(() => shuffler.restore(new Shuffler(6, 1).state())).toThrow('must be of a split of 5 pictures');
    expect(() => shuffler.restore({ ...(shuffler.state() as object), index: 6 })).toThrow(
      'must lie in the split',
    );
    expect(() => shuffler.restore({})).toThrow('damaged');
  });
});
