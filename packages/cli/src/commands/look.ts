/** `agon look`: into a trained network, with one input. */
import { playedSituation, type AgentSubject, type Situation } from '@agon/agents';
import { AgonError } from '@agon/core';
import { makeFolder } from '@agon/core/node';
import { openPictures, takeSplit } from '@agon/data';
import { diskFiles } from '@agon/data/node';
import type { InsideLayer, UnitSum } from '@agon/engine';
import { makeEnvironment } from '@agon/envs';
import {
  readCheckpoint,
  type AgentCheckpoint,
  type DataCheckpoint,
  type TrainedSubject,
} from '@agon/learning';
import { bytesOf, Inspector, largestSizes, mapSheet, pngOf, type Saliency } from '@agon/models';
import { trainedSubject } from '@agon/runs';
import { diskCheckpoints, writeFile } from '@agon/runs/node';
import { join } from 'node:path';
import { formatNumber } from '../format.js';
import { print, printJson } from '../output.js';
import { makeAgent, RUNS_DIR, ZOO_DIRS } from '../places.js';
import { lookAlignment } from './lookAlignment.js';
import { lookWords } from './lookWords.js';
import { positionAfter } from '../position.js';
import { table } from '../tableText.js';

/** The command's flags. */
export interface LookFlags {
  data?: string;
  index: number;
  steps: number;
  moves?: string;
  layer?: string;
  unit?: string;
  saliency: Saliency;
  seed: number;
  out: string;
  json?: boolean;
  /** Embeddings: words, with commas. */
  words?: string;
  analogy?: string;
  map?: boolean;
  /** Of models that answer sequences. */
  prompt?: string;
}

/** Terms of a sum that are printed; the file has all. */
const PRINTED_TERMS = 10;

/** An input, and what it is called. */
interface Looked {
  readonly what: string;
  readonly input: Float32Array;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/**
 * Looks into what a path names, and writes `OUT/look.json` and pictures of the input, each layer, the unit's filter and its saliency.
 * @throws not-found, bad-option, unsupported; what opening data and agents throws
 */
export async function look(model: string, flags: LookFlags): Promise<void> {
  const checkpoint = await readCheckpoint(model, diskCheckpoints(RUNS_DIR, ZOO_DIRS));
  const isOfWords = flags.words !== undefined || flags.analogy !== undefined || flags.map === true;
  if (checkpoint.data !== undefined && isOfWords) return lookWords(model, checkpoint, flags);
  const { prompt } = flags;
  if (checkpoint.data === undefined && (isOfWords || prompt !== undefined))
    throw new AgonError('bad-option', `--words, --analogy, --map and --prompt are of models of text; ${model} plays ${checkpoint.env}.`); // prettier-ignore
  if (checkpoint.data !== undefined && prompt !== undefined)
    return lookAlignment(model, checkpoint, { ...flags, prompt });
  const subject = trainedSubject(checkpoint);
  const { what, input } =
    checkpoint.env === undefined
      ? await pictureFor(subject, checkpoint, flags)
      : await situationFor(subject as AgentSubject, model, checkpoint, flags);
  const inspector = await Inspector.of(subject);
  try {
    await inspector.look(input);
    const layer = layerOf(inspector, flags.layer);
    const unit = unitOf(inspector, layer, flags.unit);
    const sum = inspector.sumOf(layer, unit);
    const saliency =
      layer === 0 ? undefined : await inspector.saliency(layer, unit, flags.saliency, flags.seed);
    const files = writePictures(inspector, layer, unit, input, saliency, flags.out);
    const told = {
      model,
      input: what,
      layers: inspector.layers.map(({ name, kind, shape, reads, field }, number) => ({
        ...{ name, kind, shape, reads, ...(field && { field }) },
        ...spreadOf(inspector.values(number)),
      })),
      results: resultsOf(inspector, subject),
      unit: {
        layer: inspector.layers[layer].name,
        place: placeOf(unit, inspector.layers[layer].shape),
        steps: inspector.layers[layer].steps.map((step, i) => ({ ...step, value: sum.values[i] })),
        terms: sum.terms ?? [],
        window: inspector.windowOf(layer, unit) ?? null,
        saliency: saliency ? Array.from(saliency) : null,
      },
      files,
    };
    const numbers = join(flags.out, 'look.json');
    writeFile(numbers, new TextEncoder().encode(`${JSON.stringify(told)}\n`));
    if (flags.json) return printJson({ ...told, files: [...files, numbers] });
    printTold(told, sum, inspector.layers[layer]);
    print(`\npictures and numbers: ${flags.out}`);
  } finally {
    await inspector.dispose();
  }
}

/** @throws bad-option for a picture that there is not */
async function pictureFor(
  subject: TrainedSubject,
  checkpoint: DataCheckpoint,
  flags: LookFlags,
): Promise<Looked> {
  const stray = (['moves', 'steps'] as const).find((flag) => flags[flag]);
  if (stray)
    throw new AgonError('bad-option', `--${stray} is of agents; a classifier is shown a picture: --index N.`);
  const on = takeSplit(flags.data ?? checkpoint.data, 'test');
  const data = await openPictures(on.data, diskFiles());
  const split = data.splits[on.split];
  const size = sizeOf(subject.inputs[subject.input].shape);
  if (sizeOf(data.shape) !== size)
    throw new AgonError('unsupported', `the model reads pictures of ${size} values; those of ${data.spec} have ${sizeOf(data.shape)}.`); // prettier-ignore
  if (flags.index >= split.size)
    throw new AgonError('bad-option', `--index ${flags.index}: the split ${on.split} has pictures 0 to ${split.size - 1}.`); // prettier-ignore
  const pixels = new Uint8Array(size);
  await split.read([flags.index], pixels);
  const label = data.classes[split.labels[flags.index]];
  const what = `picture ${flags.index} of ${on.data}, split ${on.split}: ${label}`;
  return { what, input: Float32Array.from(pixels, (byte) => byte / 255) };
}

async function situationFor(
  subject: AgentSubject,
  model: string,
  { env }: AgentCheckpoint,
  flags: LookFlags,
): Promise<Looked> {
  if (flags.data !== undefined)
    throw new AgonError('bad-option', `--data is of classifiers; ${model} plays ${env}.`);
  const input = new Float32Array(sizeOf(subject.inputs[subject.input].shape));
  if (flags.moves !== undefined) {
    const situation: Situation = { kind: 'game', state: positionAfter(env, flags.moves) };
    subject.show(situation, input);
    return { what: `${env} after ${flags.moves || 'no moves'}`, input };
  }
  const environment = makeEnvironment(env);
  const agent = await makeAgent(model, environment);
  try {
    subject.show(await playedSituation(agent, environment, flags), input);
  } finally {
    await agent.dispose();
  }
  return { what: `${env}, seed ${flags.seed}, after ${flags.steps} actions of its own`, input };
}

/** @throws bad-option with the names that there are */
function layerOf(inspector: Inspector, name: string | undefined): number {
  if (name === undefined) return inspector.layers.length - 1;
  const found = inspector.layerOf(name);
  if (found !== undefined) return found;
  const names = inspector.layers.map((layer) => layer.name).join(', ');
  throw new AgonError('bad-option', `there is no layer "${name}"; there are: ${names}.`);
}

/** @throws bad-option for a place that the layer does not have */
function unitOf(inspector: Inspector, layer: number, text: string | undefined): number {
  const { shape, name } = inspector.layers[layer];
  const values = inspector.values(layer);
  if (text === undefined)
    return values.indexOf(values.reduce((most, value) => Math.max(most, value), -Infinity));
  const place = text.split(',').map(Number);
  const lengths = place.length === 1 ? [values.length] : shape;
  const isThere =
    place.length === lengths.length &&
    place.every((at, axis) => Number.isInteger(at) && at >= 0 && at < lengths[axis]);
  if (isThere) return place.reduce((index, at, axis) => index * lengths[axis] + at, 0);
  throw new AgonError('bad-option', `--unit ${text} is no unit of "${name}", whose shape is ${shape.join('×')}; places count from 0.`); // prettier-ignore
}

function placeOf(unit: number, shape: readonly number[]): number[] {
  let rest = unit;
  return shape.map((_, axis) => {
    const step = sizeOf(shape.slice(axis + 1));
    const at = Math.floor(rest / step);
    rest %= step;
    return at;
  });
}

/** How a layer's values lie. */
const spreadOf = (values: Float32Array) => ({
  least: values.reduce((a, b) => Math.min(a, b), Infinity),
  mean: values.reduce((a, b) => a + b, 0) / values.length,
  largest: values.reduce((a, b) => Math.max(a, b), -Infinity),
  silent: values.reduce((sum, value) => sum + Number(value === 0), 0) / values.length,
});

/** What the network answers, by the names of its results and their units. */
function resultsOf(inspector: Inspector, { names }: TrainedSubject): Record<string, Record<string, number>> {
  const results: Record<string, Record<string, number>> = {};
  inspector.layers.forEach(({ outputs }, layer) => {
    for (const output of outputs) {
      const values = inspector.values(layer);
      results[output] = Object.fromEntries(
        Array.from(values, (value, i) => [names[output]?.[i] ?? String(i), value]),
      );
    }
  });
  return results;
}

/** Writes the pictures of what was found; returns their paths. */
function writePictures(
  inspector: Inspector,
  layer: number,
  unit: number,
  input: Float32Array,
  saliency: Float32Array | undefined,
  out: string,
): string[] {
  makeFolder(out);
  const files: string[] = [];
  const write = (name: string, values: ArrayLike<number>, shape: readonly number[]): void => {
    const path = join(out, `${name}.png`);
    writeFile(path, pngOf(mapSheet(values, shape)));
    files.push(path);
  };
  const [height, width, channels] = inspector.inputShape;
  const isPicture = inspector.inputShape.length === 3;
  if (isPicture && (channels === 1 || channels === 3)) {
    const path = join(out, 'input.png');
    const most = input.reduce((a, b) => Math.max(a, b), 1);
    const pixels = bytesOf(input.map((value) => value / most));
    writeFile(path, pngOf({ caption: '', shape: [height, width, channels], pixels }));
    files.push(path);
  } else write('input', input, inspector.inputShape);
  inspector.layers.forEach(({ name, shape }, number) => {
    const safe = name.replaceAll(/[^\w.-]+/g, '-');
    if (number > 0) write(`${String(number).padStart(2, '0')}-${safe}`, inspector.values(number), shape);
  });
  const filter = inspector.filterOf(layer, unit);
  if (filter) write('filter', filter.values, filter.shape);
  if (saliency && isPicture) write('saliency', largestSizes(saliency, channels), [height, width, 1]);
  else if (saliency) write('saliency', saliency, inspector.inputShape);
  return files;
}

interface Told {
  readonly model: string;
  readonly input: string;
  readonly layers: readonly { name: string; kind: string; shape: readonly number[]; least: number; mean: number; largest: number; silent: number }[]; // prettier-ignore
  readonly results: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly unit: { readonly layer: string; readonly place: readonly number[] };
}

function printTold(told: Told, { terms, values }: UnitSum, layer: InsideLayer): void {
  print(`${told.model} looks at ${told.input}\n`);
  const right = 'right' as const;
  print(
    table(
      [
        { head: 'layer' },
        { head: 'kind' },
        { head: 'shape' },
        ...['least', 'mean', 'largest', 'silent'].map((head) => ({ head, align: right })),
      ],
      told.layers.map(({ name, kind, shape, least, mean, largest, silent }) => [
        ...[name, kind, shape.join('×')],
        ...[least, mean, largest].map(formatNumber),
        `${Math.round(100 * silent)} %`,
      ]),
    ),
  );
  for (const [name, results] of Object.entries(told.results)) {
    const first = Object.entries(results)
      .sort(([, a], [, b]) => b - a)
      .slice(0, 5);
    print(`\n${name}: ${first.map(([unit, value]) => `${unit} ${formatNumber(value)}`).join(', ')}`);
  }
  print(`\nunit ${told.unit.place.join(',')} of ${told.unit.layer}:`);
  const steps = layer.steps.map(({ kernel, parameter }, i) => `${kernel}${parameter ? ` ${parameter}` : ''} → ${formatNumber(values[i])}`); // prettier-ignore
  print(`  ${steps.join(', ')}`);
  if (!terms) return print('  no weighted sum');
  const sorted = [...terms].sort((a, b) => Math.abs(b.value * b.weight) - Math.abs(a.value * a.weight));
  const rows = sorted
    .slice(0, PRINTED_TERMS)
    .map(({ layer: from, place, value, weight }) => [
      `${from} ${place.join(',')}`,
      ...[value, weight, value * weight].map(formatNumber),
    ]);
  print(
    table([{ head: '  input' }, ...['value', 'weight', 'product'].map((head) => ({ head, align: right }))], rows.map(([first, ...rest]) => [`  ${first}`, ...rest])), // prettier-ignore
  );
  if (terms.length > PRINTED_TERMS) print(`  … and ${terms.length - PRINTED_TERMS} more`);
}
