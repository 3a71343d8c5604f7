/** The text of lessons on language models, and how networks learn it there. */
import { AgonError, parseSettings } from '@agon/core';
import { openText } from '@agon/data';
import { NetworkRun } from '../../text/language/networkRun.js';
import { networkFor } from '../../text/language/networkModel.js';
import { languageSchema } from '../../text/language/settings.js';
import { tokeniserFor, type TokenisedText } from '../../text/language/textTokens.js';
import type { LessonOptions } from '../lesson.js';

/** Characters by which lessons measure: the beginning of the validation split. */
const MEASURED = 4000;

/**
 * Shakespeare in characters.
 * @throws not-found with what to type where it is not here; unsupported where the lesson was given no files
 */
export async function openLessonText({ files }: Pick<LessonOptions, 'files'>): Promise<TokenisedText> {
  if (!files) throw new AgonError('unsupported', 'nothing was given to read the data from: pass files.');
  const data = await openText('shakespeare', files);
  const { train, validation } = data.splits;
  const tokeniser = tokeniserFor(train + validation, { tokens: 'characters', vocabulary: 0 });
  return {
    data,
    tokeniser,
    train: tokeniser.encode(train),
    validation: tokeniser.encode(validation).subarray(0, MEASURED),
  };
}

/** How a network learns in a lesson. */
export interface LessonPlan {
  /** A network of kind language-model. */
  readonly network: string;
  readonly length: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Updates over which the learning rate falls to 0; undefined: it stays. */
  readonly updates?: number;
  readonly seed: string;
}

/** The training of `agon train language-model`, step by step. @throws unknown-net, bad-option, unsupported */
export function openLessonRun(
  text: TokenisedText,
  { network, length, batchSize, learningRate, updates, seed }: LessonPlan,
): Promise<NetworkRun> {
  const given = { network, length, batchSize, learningRate };
  const settings = parseSettings(languageSchema, given, 'the training of a lesson');
  const vocabulary = text.tokeniser.size;
  const built = networkFor(network, 'language-model', length, vocabulary);
  return NetworkRun.open(text, built, settings, { seed, steps: updates });
}

/** How surprised the weights that are kept are by what is measured, nats a character. */
export async function lossOf(run: NetworkRun): Promise<number> {
  const [event] = await run.measure();
  if (event?.kind !== 'metrics' || event.values.validationLoss === undefined)
    throw new AgonError('bad-file', 'the text has no validation split to measure by.');
  return event.values.validationLoss;
}
