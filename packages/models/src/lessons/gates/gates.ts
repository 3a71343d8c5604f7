/** Lesson: the gates of an LSTM while it reads a book or an episode (Karpathy, Johnson & Fei-Fei 2016). */
import { AgonError, count, described, MOST_STEPS } from '@agon/core';
import * as v from 'valibot';
import type { Bars, Figure } from '../figure.js';
import { lesson, type LessonOptions, type Shown } from '../lesson.js';
import { recordingOf } from '../recording.js';
import { openLessonText } from '../text/lessonText.js';
import { BOOK_MARKS, BookReader } from './bookReader.js';
import { EpisodeReader } from './episodeReader.js';
import type { Gates } from './gatesOf.js';
import { bestUnit, correlation, unitOf } from './goesWith.js';

/** Pictures of a run. */
const PICTURES = 8;
/** Characters by which a unit is chosen; those that are shown come after them. */
const CHOSEN_BY = 2000;
const SHOWN = 180;
/** Episodes by which a unit is chosen; the one that is shown comes after them. */
const EPISODES = 10;

const MARKS = {
  line: 'place in the line',
  word: 'place in the word',
  speed: 'speed of the pole',
} as const;
type Mark = keyof typeof MARKS;

const schema = v.strictObject({
  reads: v.optional(
    described(v.picklist(['book', 'episode']), 'Shakespeare, or cart-pole without its speeds'),
    'book',
  ),
  unit: v.optional(
    described(count(0, 256), 'the unit whose gates are shown, counted from 1; 0: the one that goes best with what is named'), // prettier-ignore
    0,
  ),
  goesWith: v.optional(
    described(v.picklist(['line', 'word']), 'of a book: characters since the line or the word began'),
    'line',
  ),
  text: v.optional(described(v.string(), 'a text of your own to read; none: lines of the book'), ''),
  units: v.optional(described(count(1, 256), 'units of the LSTM'), 48),
  updates: v.optional(described(count(1, MOST_STEPS), 'updates that it learns'), 400),
});

/** What is shown of one unit. */
interface Unit {
  readonly number: number;
  readonly units: number;
  readonly gates: Gates;
}

/** Gates are 0 to 1; the cell is a share of its largest size in what is shown. */
function rowsOf({ gates, units, number }: Unit): { label: string; values: number[] }[] {
  const cell = Array.from(unitOf(gates.cell, units, number));
  const most = Math.max(...cell.map(Math.abs)) || 1;
  return [
    ...(['input', 'forget', 'output'] as const).map((label) => ({
      label,
      values: Array.from(unitOf(gates[label], units, number)),
    })),
    { label: 'cell', values: cell.map((value) => value / most) },
  ];
}

function barsOf(found: readonly { mark: Mark; correlation: number }[]): Bars {
  return {
    kind: 'bars',
    title: 'What its cell goes with (size of the correlation, on what is shown)',
    most: 1,
    items: found.map(({ mark, correlation: value }) => ({
      label: MARKS[mark],
      value: Math.abs(value),
      text: value.toFixed(2),
    })),
  };
}

/** Learns and shows, a few times. */
async function* shownWhile(
  learner: { learn(): Promise<void>; dispose(): Promise<void> },
  updates: number,
  signal: AbortSignal | undefined,
  show: () => { figure: Figure; numbers: Record<string, number> },
): AsyncGenerator<Shown, void> {
  try {
    for (let done = 0; done < updates && !signal?.aborted;) {
      const more = Math.min(Math.ceil(updates / PICTURES), updates - done);
      for (let i = 0; i < more; i++) await learner.learn();
      done += more;
      const { figure, numbers } = show();
      yield { done: done / updates, numbers: { updates: done, ...numbers }, figure };
    }
  } finally {
    await learner.dispose();
  }
}

interface Given {
  readonly unit: number;
  readonly units: number;
  readonly updates: number;
}

async function* book(
  { unit, units, updates, goesWith, text: own }: Given & { goesWith: 'line' | 'word'; text: string },
  { seed, files, signal }: LessonOptions,
): AsyncGenerator<Shown, void> {
  const text = await openLessonText({ files });
  const { tokeniser, validation } = text;
  const choosing = validation.subarray(0, CHOSEN_BY);
  const tokens = own === '' ? validation.subarray(CHOSEN_BY, CHOSEN_BY + SHOWN) : tokeniser.encode(own);
  const signsOf = (some: Int32Array): string[] => Array.from(some, (token) => tokeniser.decode([token]));
  const reader = await BookReader.open(text, units, updates, `gates ${seed} / book`);
  yield* shownWhile(reader, updates, signal, () => {
    const best = bestUnit(reader.read(choosing).cell, units, BOOK_MARKS[goesWith](signsOf(choosing)));
    const number = unit > 0 ? unit - 1 : best.unit;
    const signs = signsOf(tokens);
    const gates = reader.read(tokens);
    const cell = unitOf(gates.cell, units, number);
    const found = (['line', 'word'] as const).map((mark) => ({ mark, correlation: correlation(cell, BOOK_MARKS[mark](signs)) })); // prettier-ignore
    return {
      numbers: { unit: number + 1, correlation: best.correlation },
      figure: {
        panels: [
          {
            kind: 'shades',
            title: `Unit ${number + 1} of ${units}: gates closed (light) to open (dark); its cell above 0 (blue), below (orange)`,
            signs: signs.map((sign) => (sign === '\n' ? '↵' : sign)),
            rows: rowsOf({ gates, units, number }),
          },
          barsOf(found),
        ],
      },
    };
  });
}

async function* episode(
  { unit, units, updates }: Given,
  { seed, signal }: LessonOptions,
): AsyncGenerator<Shown, void> {
  const reader = await EpisodeReader.open(units, updates, `gates ${seed} / episode`);
  yield* shownWhile(reader, updates, signal, () => {
    const choosing = Array.from({ length: EPISODES }, (_, i) => reader.read(i));
    const cells = Float32Array.from(choosing.flatMap(({ gates }) => Array.from(gates.cell)));
    const best = bestUnit(cells, units, choosing.flatMap(({ speed }) => speed)); // prettier-ignore
    const number = unit > 0 ? unit - 1 : best.unit;
    const { gates, angle, speed } = reader.read(EPISODES);
    const rows = rowsOf({ gates, units, number });
    const lineOf = (name: string, values: readonly number[], style?: 'dashes') => ({
      name,
      points: values.map((value, t) => [t, value] as const),
      ...(style && { style }),
    });
    return {
      numbers: { unit: number + 1, correlation: best.correlation },
      figure: {
        panels: [
          {
            kind: 'plot',
            title: 'The pole, and how fast it turns: the network is not shown that',
            x: { label: 'step' },
            y: { label: 'degrees' },
            lines: [lineOf('angle', angle), lineOf('its speed, a step', speed, 'dashes')],
          },
          {
            kind: 'plot',
            title: `Unit ${number + 1} of ${units}: its gates, and its cell as a share of its largest`,
            x: { label: 'step' },
            y: { label: 'share', range: [-1, 1] },
            lines: rows.map(({ label, values }) => lineOf(label, values)),
          },
          barsOf([{ mark: 'speed', correlation: correlation(unitOf(gates.cell, units, number), speed) }]),
        ],
      },
    };
  });
}

export const gates = lesson({
  id: 'gates',
  title: 'Gates: what is let in, kept and shown',
  question: 'What does a unit of an LSTM keep in its cell, and when do its gates open?',
  sentences: [
    'At each character the input gate says how much of what is new goes into the cell, the forget gate how much of the cell stays, the output gate how much of it the others see.',
    'Nobody tells a unit what to keep, and yet some cells count: one grows along the line and falls back at its end, another does so with each word.',
    'On cart-pole without speeds a cell goes with the speed of the pole, which the network works out from places alone since forecasts need it.',
  ],
  paper:
    'Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000; Karpathy, Johnson & Fei-Fei 2016, Visualizing and understanding recurrent networks',
  command: 'npx agon learn gates --set reads=episode',
  usedBy: 'The memory of drqn and r2d2 has these gates: cart-pole without speeds is their test.',
  data: ['shakespeare'],
  recording: async () => recordingOf((await import('./recording.json', { with: { type: 'json' } })).default),
  schema,
  async *run({ reads, ...given }, options) {
    if (given.unit > given.units)
      throw new AgonError(
        'bad-option',
        `unit=${given.unit}: there are ${given.units} units, counted from 1.`,
      );
    yield* reads === 'book' ? book(given, options) : episode(given, options);
  },
});
