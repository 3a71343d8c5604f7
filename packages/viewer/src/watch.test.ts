import { describe, expect, it } from 'vitest';
import { Watch } from './watch.node.js';

const POLL_MS = 2;

describe('a watch', () => {
  it('looks once for all who watch, and not at all when nobody does', async () => {
    let looks = 0;
    const watch = new Watch(() => ++looks > 0, POLL_MS);
    const follow = () =>
      watch.during(async () => {
        const { signal } = new AbortController();
        while (watch.version < 3) await watch.changed(watch.version, signal);
      });
    await Promise.all(Array.from({ length: 50 }, follow));
    expect(watch.isWatched).toBe(false);
    expect(looks).toBe(4); // one at the start, three changes
    await new Promise((resolve) => setTimeout(resolve, 10 * POLL_MS));
    expect(looks).toBe(4);
  });

  it('lets a watcher go that leaves, while the others stay', async () => {
    const watch = new Watch(() => false, POLL_MS);
    const [one, other] = [new AbortController(), new AbortController()];
    const follow = ({ signal }: AbortController) => watch.during(() => watch.changed(watch.version, signal));
    const [leaving, staying] = [follow(one), follow(other)];
    one.abort();
    await leaving;
    expect(watch.isWatched).toBe(true);
    other.abort();
    await staying;
    expect(watch.isWatched).toBe(false);
  });

  it('tells all who watch of what a look throws, and looks anew for the next', async () => {
    let broken = false;
    const watch = new Watch(() => {
      if (broken) throw new Error('gone');
      return false;
    }, POLL_MS);
    const { signal } = new AbortController();
    const follow = () => watch.during(() => watch.changed(watch.version, signal));
    const both = Promise.allSettled([follow(), follow()]);
    broken = true;
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(follow()).rejects.toThrow('gone');
    broken = false;
    const end = new AbortController();
    const again = watch.during(() => watch.changed(watch.version, end.signal));
    end.abort();
    await again;
    expect(watch.isWatched).toBe(false);
  });
});
