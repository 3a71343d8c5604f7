import { afterEach, describe, expect, it, vi } from 'vitest';
import { drive, type Kept, type Limits, type Run } from './drive.js';
import type { SavedState, TrainEvent } from './trainer.js';

const kept = (step: number): Kept => ({
  weights: Uint8Array.of(step),
  state: { json: step, arrays: {}, segments: {} },
});
const saved = (step: number): SavedState => kept(step).state;

/** A run whose pieces are of `size` steps; `log` is what `drive` asked of it. */
class ToyRun implements Run {
  step = 0;
  readonly log: string[] = [];
  protected readonly size: number;

  constructor(size = 1) {
    this.size = size;
  }
  info() {
    return { size: this.size };
  }
  begin(resume: SavedState | undefined): void {
    this.log.push('begin');
    if (resume) this.step = resume.json as number;
  }
  async advance(): Promise<readonly TrainEvent[]> {
    this.step += this.size;
    this.log.push(`advance to ${this.step}`);
    return [];
  }
  checkpoint(): Kept {
    this.log.push(`save ${this.step}`);
    return kept(this.step);
  }
  async close(): Promise<void> {
    this.log.push('close');
  }
}

async function eventsOf(
  run: Run,
  limits: Partial<Limits>,
  onEvent?: (event: TrainEvent) => void,
): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of drive(run, { checkpointEvery: Infinity, ...limits })) {
    events.push(event);
    onEvent?.(event);
  }
  return events;
}

/** "kind step" of each event. */
const told = (events: readonly TrainEvent[]): string[] =>
  events.map((event) => (event.kind === 'warning' ? event.text : `${event.kind} ${event.step}`));

afterEach(() => void vi.restoreAllMocks());

it('hears of an abort while pieces of work never wait', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 1);
  await eventsOf(new ToyRun(), { signal: controller.signal });
  expect(controller.signal.aborted).toBe(true);
}, 10_000);

it('ends a run that has nothing left to do, whatever its limits, also one that has nothing to begin with', async () => {
  class Ending extends ToyRun {
    get isDone() {
      return this.step >= 3;
    }
  }
  const run = new Ending();
  expect(told(await eventsOf(run, { steps: 100 }))).toEqual(['start 0', 'checkpoint 3']);
  expect(told(await eventsOf(new Ending(), { steps: 100, resume: saved(3) }))).toEqual(['start 3']);
  expect(run.log.at(-1)).toBe('close');
});

describe('a limit of steps', () => {
  it('ends the run after the piece that reaches it, with a last checkpoint', async () => {
    const run = new ToyRun(2);
    const events = await eventsOf(run, { steps: 5 });
    expect(told(events)).toEqual(['start 0', 'checkpoint 6']);
    expect(events[0]).toEqual({ kind: 'start', step: 0, info: { size: 2 } });
    expect(events[1]).toEqual({ kind: 'checkpoint', step: 6, ...kept(6) });
    expect(run.log).toEqual(['begin', 'advance to 2', 'advance to 4', 'advance to 6', 'save 6', 'close']);
  });

  it('makes a checkpoint at each multiple that is passed, and none twice', async () => {
    expect(told(await eventsOf(new ToyRun(2), { steps: 6, checkpointEvery: 3 }))).toEqual([
      'start 0',
      'checkpoint 4',
      'checkpoint 6',
    ]);
  });

  it('saves a run of no steps once', async () => {
    expect(told(await eventsOf(new ToyRun(), { steps: 0 }))).toEqual(['start 0', 'checkpoint 0']);
  });
});

describe('a limit of minutes', () => {
  /** A run whose pieces take so many minutes each, by a clock that nothing else moves. */
  function slow(minutes: number, beginning = 0): ToyRun {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    return new (class extends ToyRun {
      override begin(resume: SavedState | undefined): void {
        now += beginning * 60_000;
        super.begin(resume);
      }
      override advance(): Promise<readonly TrainEvent[]> {
        now += minutes * 60_000;
        return super.advance();
      }
    })();
  }

  it.each([
    { piece: 4, minutes: 10, steps: 2 }, // after 8, exactly half of the third would fit
    { piece: 4, minutes: 10.1, steps: 3 },
    { piece: 3, minutes: 0.5, steps: 1 }, // nobody knows how long the first takes
    { piece: 3, minutes: 0, steps: 0 },
  ])('of $minutes counts a piece of $piece in if more than half of it fits', async (given) => {
    const { piece, minutes, steps } = given;
    expect(told(await eventsOf(slow(piece), { minutes }))).toEqual(['start 0', `checkpoint ${steps}`]);
  });

  it('counts from the start, not from what comes before it', async () => {
    expect(told(await eventsOf(slow(1, 100), { minutes: 3 }))).toEqual(['start 0', 'checkpoint 3']);
  });
});

describe('an abort', () => {
  it('before the beginning stops the run where it begins', async () => {
    const run = new ToyRun();
    expect(told(await eventsOf(run, { signal: AbortSignal.abort() }))).toEqual(['start 0', 'checkpoint 0']);
    expect(run.log).toEqual(['begin', 'save 0', 'close']);
  });

  it('within a piece stops the run after it', async () => {
    const abort = new AbortController();
    const run = new (class extends ToyRun {
      override advance(): Promise<readonly TrainEvent[]> {
        if (this.step === 2) abort.abort();
        return super.advance();
      }
    })();
    expect(told(await eventsOf(run, { signal: abort.signal, checkpointEvery: 2 }))).toEqual([
      'start 0',
      'checkpoint 2',
      'checkpoint 3',
    ]);
  });

  it('saves nothing anew where the piece was dropped and the one before it saved', async () => {
    const abort = new AbortController();
    const run = new (class extends ToyRun {
      override async advance(): Promise<readonly TrainEvent[]> {
        if (this.step < 2) return super.advance();
        abort.abort();
        return [];
      }
    })();
    const events = await eventsOf(run, { signal: abort.signal, checkpointEvery: 2 });
    expect(told(events)).toEqual(['start 0', 'checkpoint 2']);
  });
});

describe('a run that ends by itself', () => {
  class Ending extends ToyRun {
    get isDone(): boolean {
      return this.step >= 3;
    }
  }

  it('stops where it is done, before its limit, with a last checkpoint', async () => {
    expect(told(await eventsOf(new Ending(), { steps: 9 }))).toEqual(['start 0', 'checkpoint 3']);
  });

  it('is still done when it is resumed', async () => {
    const run = new Ending();
    expect(told(await eventsOf(run, { steps: 9, resume: saved(3) }))).toEqual(['start 3']);
    expect(run.log).toEqual(['begin', 'close']);
  });
});

describe('a resumed run', () => {
  it('goes on from the state, and counts its steps from 0', async () => {
    const run = new ToyRun();
    expect(told(await eventsOf(run, { steps: 7, resume: saved(5) }))).toEqual(['start 5', 'checkpoint 7']);
  });

  it('at its end does nothing and saves nothing', async () => {
    const run = new ToyRun();
    expect(told(await eventsOf(run, { steps: 5, resume: saved(5) }))).toEqual(['start 5']);
    expect(run.log).toEqual(['begin', 'close']);
  });
});

describe('a failure', () => {
  it.each(['begin', 'advance', 'checkpoint'] as const)(
    'in %s closes the run and is thrown',
    async (where) => {
      const run = new ToyRun();
      run[where] = () => {
        throw new Error(`no ${where}`);
      };
      await expect(eventsOf(run, { steps: 2 })).rejects.toThrow(`no ${where}`);
      expect(run.log.filter((line) => line === 'close')).toHaveLength(1);
    },
  );

  it('of whoever reads the events closes the run', async () => {
    const run = new ToyRun();
    const reading = eventsOf(run, { steps: 2 }, () => {
      throw new Error('no more');
    });
    await expect(reading).rejects.toThrow('no more');
    expect(run.log).toEqual(['begin', 'close']);
  });
});

describe('a run that is not always at rest', () => {
  /** At rest at each multiple of 4, until it is paused: then at each multiple of 2. */
  class Restless extends ToyRun {
    private every = 4;
    get isAtRest(): boolean {
      return this.step % this.every === 0;
    }
    pause(): void {
      this.log.push(`pause at ${this.step}`);
      this.every = 2;
    }
  }

  it('is paused at a limit and stops when it rests', async () => {
    const run = new Restless();
    expect(told(await eventsOf(run, { steps: 5 }))).toEqual(['start 0', 'checkpoint 6']);
    expect(run.log.slice(-5)).toEqual(['advance to 5', 'pause at 5', 'advance to 6', 'save 6', 'close']);
  });

  it('puts a checkpoint off until it rests', async () => {
    expect(told(await eventsOf(new Restless(), { steps: 12, checkpointEvery: 5 }))).toEqual([
      'start 0',
      'checkpoint 8',
      'checkpoint 12',
    ]);
  });
});

describe('what a run tells', () => {
  class Talking extends ToyRun {
    readonly warnings = ['mind the step'];
    readonly savesUntrained = true;
    override async advance(): Promise<readonly TrainEvent[]> {
      await super.advance();
      return [{ kind: 'stage', step: this.step, name: 'toy', values: {} }];
    }
    metrics() {
      return { loss: this.step };
    }
    measure(isDue: boolean): readonly TrainEvent[] {
      return [{ kind: 'warning', text: `measured at ${this.step}, ${isDue ? 'due' : 'not due'}` }];
    }
    get wantsCheckpoint(): boolean {
      return this.step === 5;
    }
  }

  it('comes in order: its events, metrics, what was measured, the checkpoint', async () => {
    const limits = { steps: 6, checkpointEvery: 4, metricsEvery: 2 };
    expect(told(await eventsOf(new Talking(), limits))).toEqual([
      ...['start 0', 'mind the step', 'measured at 0, not due', 'checkpoint 0'],
      ...['stage 1', 'stage 2', 'metrics 2', 'stage 3'],
      ...['stage 4', 'metrics 4', 'measured at 4, due', 'checkpoint 4'],
      ...['stage 5', 'measured at 5, due', 'checkpoint 5'],
      ...['stage 6', 'metrics 6', 'measured at 6, not due', 'checkpoint 6'],
    ]);
  });

  it('has no untrained weights where it goes on', async () => {
    const events = await eventsOf(new Talking(), { steps: 2, resume: saved(2) });
    expect(told(events)).toEqual(['start 2', 'mind the step']);
  });
});
