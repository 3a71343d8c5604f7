/** An agent behind a port, as the page asks it in its worker, but in this thread: searches that are given up. */
import { expose, type Endpoint } from 'comlink';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stoppedBy, type Answer, type OpponentService } from './opponent.js';
import { opponentService } from './opponentService.js';
import { WorkerCalls } from './workerCalls.js';

/** A search that would take minutes, and moves that take no time. */
const LONG = 'mcts:visits=100000';
const QUICK = 'mcts:visits=5';

describe('an opponent that is asked and given up', () => {
  let calls: WorkerCalls<OpponentService>;
  beforeEach(() => {
    const { port1, port2 } = new MessageChannel();
    expose(opponentService, port1 as unknown as Endpoint);
    const worker = Object.assign(port2 as unknown as Endpoint, { terminate: () => port1.close() });
    calls = new WorkerCalls<OpponentService>(worker);
  });
  afterEach(() => calls.dispose());

  const load = (agent: string) =>
    calls.inOrder((service) => service.load({ base: '', isStatic: false }, 'go9', agent, 'seed'));
  const think = (history: number[], signal: AbortSignal): Promise<Answer> =>
    calls.inOrder((service) => service.think(history), stoppedBy(signal));
  const soon = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));

  it('ends the search under way, skips those that wait, and goes on with the next question', async () => {
    await load(LONG);
    const [old, next] = [new AbortController(), new AbortController()];
    const given = [think([], old.signal), think([0], old.signal)].map((answer) =>
      answer.then(
        () => 'answered',
        (error: Error) => error.name,
      ),
    );
    await soon(300); // the first is under way
    const began = performance.now();
    old.abort();
    const load2 = load(QUICK);
    const answer = load2.then(() => think([0], next.signal));
    expect(await Promise.all(given)).toEqual(['AbortError', 'AbortError']);
    expect((await answer).account?.visits).toHaveLength(82);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('does not let an answer through that came before the signal was heard', async () => {
    await load(QUICK);
    const controller = new AbortController();
    const late = calls.inOrder(async (service) => {
      const answer = await service.think([]);
      controller.abort();
      return answer;
    }, stoppedBy(controller.signal));
    await expect(late).rejects.toMatchObject({ name: 'AbortError' });
    expect((await think([], new AbortController().signal)).action).toBeGreaterThanOrEqual(0);
  });

  it('says as soon as it is loaded whether it knows territory', async () => {
    expect(await load(QUICK)).toEqual({ knowsTerritory: false });
    await expect(calls.inOrder((service) => service.territory([]))).rejects.toThrow(
      /does not know territory/,
    );
  });
});
