/**
 * Replays recorded traces and crafted cases against our environments and names the first difference. The file format is that of
 * `testdata/minatar/SOURCE.md`: the random numbers of a trace come from a mulberry32 stream, observations are compared by
 * checksum.
 */
import { AgonError, type Json, type Rng } from '@agon/core';
import * as v from 'valibot';
import { MinAtarEnv } from './arcade/minatar.js';
import { observationSize } from './env.js';
import { makeEnv } from './registry.js';

/** The first difference found. */
export interface ConformanceFailure {
  /** The trace's or case's id. */
  id: string;
  /** The step (0 is the first act), or -1 for what is shown before it. */
  step: number;
  /** What differs: "reward", "terminal", "observation", "draws used", … */
  what: string;
  expected: Json;
  got: Json;
}

/** What a replay of recorded traces found; without `failure` all of them agree. */
export interface ConformanceReport {
  /** Traces and cases that agree. */
  cases: number;
  /** Steps that agree. */
  steps: number;
  failure?: ConformanceFailure;
}

/** The stream of a trace: mulberry32, counting its numbers. */
export class DrawStream implements Rng {
  /** Numbers used so far. */
  used = 0;
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  uniform(): number {
    this.used++;
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  int(n: number): number {
    return Math.floor(this.uniform() * n);
  }
}

const digits = v.pipe(v.string(), v.regex(/^[0-5]*$/, 'digits 0..5'));
const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]*$/, 'lower-case hex digits'));
const pairs = v.array(v.strictTuple([v.number(), v.number()]));

const traceSchema = v.object({
  id: v.string(),
  game: v.string(),
  drawSeed: v.number(),
  sticky: v.number(),
  ramping: v.boolean(),
  linger: v.number(),
  steps: v.number(),
  actions: digits,
  rewards: pairs,
  terminals: v.array(v.number()),
  resets: v.array(v.number()),
  ramps: v.optional(pairs, []),
  obsReset: hex,
  obs: v.record(v.string(), hex),
  sums: hex,
  resetSums: hex,
  drawsAt: v.array(v.number()),
  draws: v.number(),
});

const caseSchema = v.object({
  id: v.string(),
  game: v.string(),
  drawSeed: v.number(),
  ramping: v.boolean(),
  state: v.record(v.string(), v.unknown()),
  actions: digits,
  sums: hex,
  rewards: v.array(v.number()),
  terminals: v.string(),
  draws: v.number(),
});

const fileSchema = v.object({
  format: v.literal(1),
  traces: v.optional(v.array(traceSchema), []),
  cases: v.optional(v.array(caseSchema), []),
});

type Trace = v.InferOutput<typeof traceSchema>;
type Case = v.InferOutput<typeof caseSchema>;

/** Steps between two entries of a trace's `drawsAt`. */
const DRAWS_EVERY = 100;

/**
 * Replays all traces and crafted cases of a file (parsed JSON), up to the first difference.
 * @throws bad-file naming the place where the file is not of the known form; unknown-env for a game that we do not have
 */
export function runConformance(file: unknown): ConformanceReport {
  const result = v.safeParse(fileSchema, file);
  if (!result.success) {
    const [issue] = result.issues;
    const path = v.getDotPath(issue) ?? '(whole)';
    throw new AgonError(
      'bad-file',
      `not a file of traces or crafted cases (format 1): at ${path}: ${issue.message}.`,
      {
        details: { path },
      },
    );
  }
  const { traces, cases } = result.output;
  if (traces.length + cases.length === 0)
    throw new AgonError('bad-file', 'the file holds no traces and no cases.');
  const report: ConformanceReport = { cases: 0, steps: 0 };
  for (const trace of traces) {
    const failure = replayTrace(trace);
    if (failure) return { ...report, failure };
    report.cases++;
    report.steps += trace.steps;
  }
  for (const crafted of cases) {
    const failure = replayCase(crafted);
    if (failure) return { ...report, failure };
    report.cases++;
    report.steps += crafted.actions.length;
  }
  return report;
}

/** One line for people: which trace, which step, what was expected and what came. */
export function describeFailure({ id, step, what, expected, got }: ConformanceFailure): string {
  const where = step < 0 ? 'at the start' : `at step ${step}`;
  return `${id} differs ${where}: ${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}.`;
}

/** Replays one trace; returns the first difference. */
export function replayTrace(trace: Trace): ConformanceFailure | undefined {
  const probe = new Probe(trace.id, trace.game, trace.sticky, trace.ramping);
  const stream = new DrawStream(trace.drawSeed);
  const { env } = probe;
  env.useRng(stream);
  env.reset();
  const rewards = new Map(trace.rewards.map(([step, reward]) => [step, reward]));
  const terminals = new Set(trace.terminals);
  const resets = new Set(trace.resets);
  const ramps = new Map(trace.ramps.map(([step, level]) => [step, level]));
  let numResets = 0;
  let lingering = 0;

  probe.compare(-1, 'observation', trace.obsReset, toHex(probe.packed()));
  probe.compare(-1, 'checksum', sumAt(trace.resetSums, numResets++), probe.checksum());
  for (let step = 0; step < trace.steps && !probe.failure; step++) {
    const levelBefore = env.rules.rampIndex;
    const { reward, terminated } = env.step(Number(trace.actions[step]));
    probe.compare(step, 'reward', rewards.get(step) ?? 0, reward);
    probe.compare(step, 'terminal', terminals.has(step), terminated);
    if (`${step}` in trace.obs) probe.compare(step, 'observation', trace.obs[step], toHex(probe.packed()));
    probe.compare(step, 'checksum of the observation', sumAt(trace.sums, step), probe.checksum());
    const level = env.rules.rampIndex;
    probe.compare(step, 'ramp level', ramps.get(step) ?? levelBefore ?? null, level ?? null);
    if (step % DRAWS_EVERY === DRAWS_EVERY - 1) {
      probe.compare(step, 'draws used', trace.drawsAt[(step - DRAWS_EVERY + 1) / DRAWS_EVERY], stream.used);
    }
    const over = terminated && lingering++ >= trace.linger;
    probe.compare(step, 'reset after this step', resets.has(step), over);
    if (over && !probe.failure) {
      lingering = 0;
      env.reset();
      probe.compare(step, 'checksum after the reset', sumAt(trace.resetSums, numResets++), probe.checksum());
    }
  }
  probe.compare(trace.steps, 'draws used at the end', trace.draws, stream.used);
  return probe.failure;
}

/** Replays one crafted case; returns the first difference. */
export function replayCase(crafted: Case): ConformanceFailure | undefined {
  const probe = new Probe(crafted.id, crafted.game, 0, crafted.ramping);
  const { env } = probe;
  env.reset();
  env.rules.load(crafted.state as Json);
  const stream = new DrawStream(crafted.drawSeed);
  env.useRng(stream);
  probe.compare(-1, 'checksum of the observation', sumAt(crafted.sums, 0), probe.checksum());
  for (let step = 0; step < crafted.actions.length && !probe.failure; step++) {
    const { reward, terminated } = env.step(Number(crafted.actions[step]));
    probe.compare(step, 'reward', crafted.rewards[step], reward);
    probe.compare(step, 'terminal', crafted.terminals[step] === '1', terminated);
    probe.compare(step, 'checksum of the observation', sumAt(crafted.sums, step + 1), probe.checksum());
  }
  probe.compare(crafted.actions.length, 'draws used at the end', crafted.draws, stream.used);
  return probe.failure;
}

/** An environment under test with the first difference found so far. */
class Probe {
  readonly env: MinAtarEnv;
  failure: ConformanceFailure | undefined;
  private readonly id: string;
  private readonly observation: Uint8Array;
  private readonly bytes: Uint8Array;

  constructor(id: string, game: string, sticky: number, ramping: boolean) {
    const env = makeEnv(`minatar-${game.replaceAll('_', '-')}:sticky=${sticky},ramping=${ramping}`);
    if (!(env instanceof MinAtarEnv))
      throw new AgonError('bad-file', `${id}: "${game}" is not a MinAtar game.`);
    this.id = id;
    this.env = env;
    this.observation = new Uint8Array(observationSize(env.observation));
    this.bytes = new Uint8Array(Math.ceil(this.observation.length / 8));
  }

  compare(step: number, what: string, expected: Json, got: Json): void {
    if (this.failure === undefined && expected !== got)
      this.failure = { id: this.id, step, what, expected, got };
  }

  /** The observation, eight bits a byte, the first in the most significant place. The same array at every call. */
  packed(): Uint8Array {
    const { bytes, observation } = this;
    this.env.observe(observation);
    bytes.fill(0);
    for (let bit = 0; bit < observation.length; bit++) bytes[bit >> 3] |= observation[bit] << (7 - (bit & 7));
    return bytes;
  }

  /** FNV-1a of the packed observation, eight hex digits. */
  checksum(): string {
    let hash = 0x811c9dc5;
    for (const byte of this.packed()) hash = Math.imul(hash ^ byte, 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  }
}

function sumAt(sums: string, index: number): string {
  return sums.slice(8 * index, 8 * index + 8);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
