/** What is shown while a run trains: configuration first, then progress, rate, scores, time left. */
import { describeMemory, formatBytes, totalBytes } from '@agon/core';
import { trainingMemory, type Task } from '@agon/learning';
import { metricWords, subjectOf, trainer, unitWord, type RunConfig, type TrialLine } from '@agon/runs';
import type { RunEvent } from '@agon/runs/node';
import { describeDisk } from './diskSpace.js';
import { formatCount, formatDuration, formatNumber, wrapWords } from './format.js';
import { formatValue } from './settingsText.js';
import { paint } from './paint.js';
import { Status, type StatusText } from './status.js';
import { timeLeft } from './timeLeft.js';
import { liveTrials } from './trialsText.js';

const BAR_WIDTH = 24;

/** Takes a run's events (`show`) and tells a `Status` of them. */
export class TrainingDisplay {
  /** The last value of each metric of the stage under way. */
  private metrics: Record<string, number> = {};
  private isStageOver = false;
  /** Of a search, in this sitting. */
  private readonly trials: TrialLine[] = [];
  private readonly status = new Status();
  private config: RunConfig | undefined;
  /** Where the run ends; null: nowhere, or that is not known yet. */
  private steps: number | null = null;
  private directory = '';
  private firstStep = 0;
  private step = 0;
  private savedStep: number | undefined;
  private readonly beganAt = performance.now();
  private isDone = false;
  private isFinished = false;

  /** Takes an event of the run. */
  readonly onEvent = (event: RunEvent): void => {
    if (event.kind === 'opened') {
      this.config = event.config;
      this.steps = event.config.steps;
      this.directory = event.directory;
      this.firstStep = this.step = event.resumedAt ?? 0;
      for (const line of describeConfig(event.config, event.directory)) this.status.say(line);
      if (event.resumedAt !== null) this.status.say(`  resuming from step ${formatNumber(event.resumedAt)}`);
    } else if (event.kind === 'warning') {
      this.status.say(`${paint('yellow', 'warning:')} ${event.text}`);
    } else if (event.kind === 'start') {
      if (typeof event.info.steps === 'number') this.steps ??= event.info.steps;
      this.status.say(`  ${describeStart(event.info, this.config)}`);
      if (this.config) {
        for (const line of describeDisk(this.directory, this.config, event.info)) this.status.say(line);
      }
    } else {
      this.step = Math.max(this.step, event.step);
      if (event.kind === 'metrics') {
        if (this.isStageOver) this.metrics = {};
        this.isStageOver = false;
        Object.assign(this.metrics, event.values);
      }
      if (event.kind === 'trial') this.trials.push({ step: event.step, ...event.row });
      if (event.kind === 'checkpoint') this.savedStep = event.step;
      if (event.kind === 'stage' && this.config) {
        const { config } = this;
        this.isStageOver = true;
        const numbers = Object.entries(event.values).map(([id, value]) => describeMetric(config, id, value));
        this.status.say(
          `  ${event.name} stage ended at step ${formatNumber(event.step)}: ${numbers.join(', ')}`,
        );
      }
    }
    if (this.config) this.status.update(() => this.text(this.config!));
  };

  /** Writes a line that stays. */
  say(line: string): void {
    this.status.say(line);
  }

  /** Leaves the last state of things standing. @param isFinished whether the run has reached its end */
  done(isFinished = false): void {
    this.isDone = true;
    this.isFinished = isFinished;
    if (this.config) this.status.last(this.text(this.config));
  }

  /** Seconds of this sitting. */
  get seconds(): number {
    return (performance.now() - this.beganAt) / 1000;
  }

  private text(config: RunConfig): StatusText {
    const sitting = { from: this.firstStep, to: this.step, seconds: this.seconds };
    const { steps } = this;
    const left = timeLeft({ steps, minutes: config.minutes }, sitting);
    // A time limit ends a run at the end of a step or iteration, not to the millisecond.
    const part = this.isFinished ? 1 : left.part;
    const percent = `${Math.floor(part * 100)} %`;
    const of = steps === null ? '' : ` of ${formatNumber(steps)}`;
    const step = `step ${formatNumber(this.step)}${of}`;
    const eta = this.isDone
      ? `in ${formatDuration(this.seconds)}`
      : left.seconds > 0.5
        ? `ETA ${formatDuration(left.seconds)}`
        : 'finishing';
    const numbers = this.numbers(config);
    const filled = Math.round(part * BAR_WIDTH);
    const bar = paint('green', '█'.repeat(filled)) + paint('dim', '░'.repeat(BAR_WIDTH - filled));
    const saved =
      this.savedStep === undefined ? 'nothing saved yet' : `saved at step ${formatNumber(this.savedStep)}`;
    return {
      block: [
        `${bar} ${percent}  ${step}  ${paint('bold', eta)}`,
        ...wrapWords(numbers.length > 0 ? numbers : ['starting …'], '  ', lineWidth(), paint('dim', ' · ')),
        ...liveTrials(config.algorithm, this.trials),
        paint('dim', `  ${this.directory} · ${saved}${this.isDone ? '' : ' · Ctrl-C saves and stops'}`),
      ],
      line: [`${config.name}: ${percent}`, step, ...numbers, eta].join(', '),
    };
  }

  /** "1,250 steps/s", "mean return 5.2", … */
  private numbers(config: RunConfig): string[] {
    const shown = trainer(config.algorithm).headline.filter((id) => id in this.metrics);
    return shown.map((id) => describeMetric(config, id, this.metrics[id]));
  }
}

/** "1,250 steps/s", "mean return 5.2", "policy entropy 0.31 nats". */
function describeMetric({ algorithm: id }: RunConfig, metric: string, value: number): string {
  const [title, , inLine = uncapitalised(title)] = metricWords(id, metric, 'en') ?? [metric, ''];
  const { unit = 'none' } = trainer(id).metrics[metric] ?? {};
  if (unit === 'perSecond') return `${formatNumber(value)} ${inLine}`;
  const number = [formatNumber(value), unitWord(unit, 'en')].filter((word) => word !== '').join(' ');
  return `${inLine} ${paint('bold', number)}`;
}

/** "Mean Q-value" as "mean Q-value". */
const uncapitalised = (title: string): string => title[0].toLowerCase() + title.slice(1);

/** Columns of text. */
const lineWidth = (): number => Math.min(process.stderr.columns ?? 110, 110);

/** The resolved configuration, in a few lines. */
export function describeConfig(config: RunConfig, directory: string): string[] {
  const { steps } = config;
  const ends = [
    steps === null ? [] : [`${formatNumber(steps)} steps`],
    config.minutes === null ? [] : [`${config.minutes} min`],
  ].flat();
  const facts = [
    ends.length > 0 ? ends.join(' or ') : 'to the end of its data',
    `seed ${config.seed}`,
    config.workers === 0 ? 'no worker threads' : formatCount(config.workers, 'worker thread'),
    `checkpoint every ${formatNumber(config.checkpointEvery)} steps`,
  ];
  const settings = Object.entries(config.settings).map(([key, value]) => `${key}=${formatValue(value)}`);
  return [
    `${paint('bold', config.algorithm)} on ${paint('bold', subjectOf(config))} → ${directory}`,
    `  ${facts.join(', ')}`,
    `  settings${config.preset === null ? '' : ` (preset ${config.preset})`}:`,
    ...wrapWords(settings, '    ', lineWidth()),
    ...memoryOf(config),
  ];
}

/** From here on it is said how much memory a run takes. */
const MUCH_BYTES = 500e6;

/** "memory: about 1.20 GB (…)", where that is much. */
function memoryOf(config: RunConfig): string[] {
  const items = trainingMemory<Task>(trainer(config.algorithm), config);
  return totalBytes(items) < MUCH_BYTES ? [] : [`  memory: about ${describeMemory(items)}`];
}

/** What a run says of itself at its start, without what the configuration has said: "20,234 parameters". */
function describeStart(info: Readonly<Record<string, unknown>>, config: RunConfig | undefined): string {
  const said = (name: string): boolean =>
    name === 'env' || name === 'data' || (config !== undefined && name in config.settings);
  const facts = Object.entries(info).filter(([name]) => !said(name));
  return facts.map(([name, value]) => `${spaced(name)} ${formatFact(name, value)}`).join(', ');
}

/** "replayBytes" as "replay bytes". */
const spaced = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/ bytes$/, '');

function formatFact(name: string, value: unknown): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : JSON.stringify(value);
  return name.endsWith('Bytes') ? formatBytes(value) : formatNumber(value);
}
