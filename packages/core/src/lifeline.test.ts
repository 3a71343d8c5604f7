import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { Lifeline } from './lifeline.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function failing(): { lifeline: Lifeline; fail: (reason: Error) => void } {
  let fail = (_reason: Error): void => undefined;
  const lifeline = new Lifeline(new Promise((_, reject) => (fail = reject)));
  return { lifeline, fail };
}

const never = new Promise<never>(() => undefined);
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('gives answers, and failures of answers', async () => {
  const { lifeline } = failing();
  expect(await lifeline.holds(Promise.resolve(7))).toBe(7);
  await expect(lifeline.holds(Promise.reject(new Error('no')))).rejects.toThrow('no');
});

it('fails what waits, and all that is asked later, with the reason of the end', async () => {
  const { lifeline, fail } = failing();
  const both = [lifeline.holds(never), lifeline.holds(never)];
  fail(new Error('it died'));
  for (const answer of both) await expect(answer).rejects.toThrow('it died');
  await expect(lifeline.holds(never)).rejects.toThrow('it died');
  const late = lifeline.holds(Promise.reject(new Error('closed')));
  await expect(late).rejects.toThrow('it died');
});

it('lets go of an answer once it is there', async () => {
  const { lifeline } = failing();
  const answers = new Set<WeakRef<object>>();
  for (let i = 0; i < 100; i++) {
    const answer = await lifeline.holds(Promise.resolve(new Uint8Array(1000)));
    answers.add(new WeakRef(answer));
  }
  await turn();
  collectGarbage();
  expect([...answers].filter((answer) => answer.deref()).length).toBeLessThan(3);
});
