/** `agon eval --model`: how well a model does that learned from data. */
import { AgonError, parseSpec } from '@agon/core';
import { takeSplit } from '@agon/data';
import { diskFiles } from '@agon/data/node';
import { readCheckpoint } from '@agon/learning';
import { dataTrainer, type AnswerScore, type ModelScore, type Share } from '@agon/models';
import { diskCheckpoints } from '@agon/runs/node';
import { formatDuration, formatNumber } from '../format.js';
import { print, printJson } from '../output.js';
import { RUNS_DIR, ZOO_DIRS } from '../places.js';
import { table } from '../tableText.js';

/** The command's flags. `data` may name a split; the data that it was trained on if not given. */
export interface EvalModelFlags {
  model: string;
  data?: string;
  /** An attack, "pgd:epsilon=0.3". */
  attack?: string;
  json?: boolean;
}

/** Pairs of classes that are told of. */
const MOST_CONFUSED = 5;

/** Prints loss and accuracy on a split, that of tests if none is named. @throws unsupported for what plays; what `evaluate` throws */
export async function evaluateModel(flags: EvalModelFlags): Promise<void> {
  const { id: path, options } = parseSpec(flags.model);
  const [option] = Object.keys(options);
  if (option !== undefined)
    throw new AgonError(
      'bad-option',
      `a model has no options; leave ":${option}…" out of --model ${flags.model}.`,
    );
  const source = diskCheckpoints(RUNS_DIR, ZOO_DIRS);
  const checkpoint = await readCheckpoint(path, source);
  if (checkpoint.data === undefined) {
    throw new AgonError(
      'unsupported',
      `"${path}" plays: measure it with \`agon eval --env ${checkpoint.env} --agent ${path}\`.`,
    );
  }
  const on = takeSplit(flags.data ?? checkpoint.data, 'test');
  const trainer = dataTrainer(checkpoint.algorithm);
  const about = { model: path, data: on.data, split: on.split };
  const began = performance.now();
  const secondsSince = (): number => (performance.now() - began) / 1000;
  if (flags.attack !== undefined) {
    if (!trainer.attack)
      throw new AgonError('unsupported', `there are no attacks on a ${trainer.id}; leave --attack out.`);
    const score = await trainer.attack(flags.attack, checkpoint, on, diskFiles(), source);
    if (flags.json) return printJson({ ...about, ...score, seconds: secondsSince() });
    const { attack, n, clean, accuracy } = score;
    print(`${path} on ${on.data}, split ${on.split}: ${formatNumber(n)} examples in ${formatDuration(secondsSince())}\n  without attack  ${percent(clean)} correct\n  under attack    ${percent(accuracy)}   (${attack})`); // prettier-ignore
    return;
  }
  const score = await trainer.evaluate(checkpoint, on, diskFiles());
  const seconds = secondsSince();
  if (flags.json) return printJson({ ...about, ...score, seconds });
  print([`${path} on ${on.data}, split ${on.split}: ${formatNumber(score.n)} examples in ${formatDuration(seconds)}`, ...lines(score)].join('\n')); // prettier-ignore
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** Errors of the network and of what needs no training, a line each. */
function forecastLines({ channels = [], forecasters = {} }: ModelScore): string[] {
  const hasAreas = Object.values(forecasters).some(({ anomalyArea }) => anomalyArea !== undefined);
  const right = 'right' as const;
  const rows = Object.entries(forecasters).map(([name, { relativeError, meanError, anomalyArea }]) => [
    FORECASTERS[name] ?? name,
    relativeError.toFixed(3),
    ...meanError.map(formatNumber),
    ...(hasAreas ? [anomalyArea?.toFixed(3) ?? '–'] : []),
  ]);
  const heads = ['error beside last value', ...channels, ...(hasAreas ? ['anomalies: area under ROC'] : [])];
  return table([{ head: 'forecast by' }, ...heads.map((head) => ({ head, align: right }))], rows).split('\n');
}

const FORECASTERS: Readonly<Record<string, string>> = {
  network: 'the network',
  lastValue: 'the last value',
  seasonal: 'a season ago',
  autoregression: 'autoregression',
};

/** What embeddings know of words, a line each. */
function shareLines(shares: readonly Share[]): string[] {
  const columns = (['asked', 'chance'] as const).filter((name) => shares.some((share) => share[name] !== undefined)); // prettier-ignore
  const shown = (share: number | undefined): string => (share === undefined || Number.isNaN(share) ? '–' : percent(share)); // prettier-ignore
  const right = 'right' as const;
  const rows = shares.map((share) => [
    ...[share.name, shown(share.share), formatNumber(share.n)],
    ...columns.map((name) => (name === 'asked' ? formatNumber(share.asked ?? 0) : shown(share.chance))),
  ]);
  const heads = ['right', 'of', ...columns];
  return table([{ head: 'what' }, ...heads.map((head) => ({ head, align: right }))], rows).split('\n');
}

/** Who answers, as lines are headed. */
const ANSWERED_BY = {
  network: 'the network',
  copy: 'the source itself',
  dictionary: 'a dictionary, word by word',
};

/** How near the answers of the network are, and those of what needs none, a line each. */
function answerLines({ answers, byLength = [], loss = NaN }: ModelScore): string[] {
  const cells = ({ exact, errorRate, bleu }: AnswerScore): string[] => [
    percent(exact),
    percent(errorRate),
    (100 * bleu).toFixed(1),
  ];
  const heads = ['right', 'wrong words', 'BLEU'].map((head) => ({ head, align: 'right' as const }));
  const by = (Object.keys(ANSWERED_BY) as (keyof typeof ANSWERED_BY)[]).map((name) => [
    ANSWERED_BY[name],
    ...cells(answers![name]),
  ]);
  const rows = byLength.map(({ length, n, ...score }) => [`${length}`, formatNumber(n), ...cells(score)]);
  const right = 'right' as const;
  return [
    `loss ${loss.toFixed(4)} nats a word`,
    ...table([{ head: 'answered by' }, ...heads], by).split('\n'),
    '',
    ...table([{ head: 'words read', align: right }, { head: 'pairs', align: right }, ...heads], rows).split(
      '\n',
    ),
  ];
}

function lines(score: ModelScore): string[] {
  if (score.shares) return shareLines(score.shares).map((line) => `  ${line}`);
  if (score.answers) return answerLines(score).map((line) => `  ${line}`);
  if (score.forecasters) return forecastLines(score).map((line) => `  ${line}`);
  const { loss, perplexity, lossPerCharacter, accuracy, top5, classes = [], confusion = [] } = score;
  const facts = loss === undefined ? [] : [`  loss      ${loss.toFixed(3)} nats`];
  if (lossPerCharacter !== undefined && lossPerCharacter !== loss)
    facts.push(`  a character ${lossPerCharacter.toFixed(3)} nats`);
  if (perplexity !== undefined) facts.push(`  perplexity ${formatNumber(perplexity)}`);
  if (accuracy !== undefined) facts.push(`  accuracy  ${percent(accuracy)}`);
  if (top5 !== undefined && classes.length > 5) facts.push(`  top 5     ${percent(top5)}`);
  const confused = confusion
    .flatMap((row, label) => row.map((count, taken) => ({ label, taken, count })))
    .filter(({ label, taken, count }) => label !== taken && count > 0)
    .sort((one, other) => other.count - one.count)
    .slice(0, MOST_CONFUSED)
    .map(({ label, taken, count }) => `${classes[label]} as ${classes[taken]} (${count})`);
  return confused.length === 0 ? facts : [...facts, `  most often confused: ${confused.join(', ')}`];
}
