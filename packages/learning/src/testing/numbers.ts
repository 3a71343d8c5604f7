/** A kind of work for tests: sums up numbers, and does what workers should not. */
import { AgonError, breath } from '@agon/core';
import type { JobHandler, PlainWork } from '../jobs/work.js';

export type Numbers = PlainWork<{
  setup: { offset: number };
  common: { factor: Float32Array };
  job: {
    numbers: Float32Array;
    /** 'fail': with an error of ours; 'break': with another; 'die': the thread leaves; 'wait': until it is stopped. */
    how?: 'fail' | 'break' | 'die' | 'wait';
  };
  result: { sum: number; parts: Float32Array };
  progress: { seen: number };
}>;

export const numbers: JobHandler<Numbers> = {
  name: 'numbers',
  async open({ offset }) {
    if (offset < 0) throw new AgonError('bad-option', `offset must be from 0 on, got ${offset}.`);
    return {
      async run({ numbers: values, how }, { factor }, { signal, report }) {
        if (how === 'fail') throw new AgonError('not-finite', 'a sum is not finite.', { details: { at: 3 } });
        if (how === 'break') throw new Error('a sum broke');
        if (how === 'die') process.exit(3);
        while (how === 'wait' && !signal.aborted) await (breath() ?? new Promise((go) => setTimeout(go, 1)));
        let sum = offset;
        for (let i = 0; i < values.length; i++) {
          if (signal.aborted) return undefined;
          sum += factor[0] * values[i];
          report?.({ seen: i + 1 });
        }
        return { sum, parts: values.map((value) => factor[0] * value) };
      },
      close: async () => undefined,
    };
  },
};
