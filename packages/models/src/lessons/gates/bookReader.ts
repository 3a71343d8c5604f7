/** An LSTM that learns Shakespeare, and what can be named of each of its characters. */
import { Parameters } from '@agon/engine';
import { networkFor } from '../../text/language/networkModel.js';
import type { NetworkRun } from '../../text/language/networkRun.js';
import type { TokenisedText } from '../../text/language/textTokens.js';
import { openLessonRun } from '../text/lessonText.js';
import { gatesOf, type Gates } from './gatesOf.js';

const LENGTH = 48;
const BATCH = 16;
const LEARNING_RATE = 0.005;
const WIDTH = 16;

export class BookReader {
  private readonly text: TokenisedText;
  private readonly run: NetworkRun;
  private readonly spec: string;

  private constructor(text: TokenisedText, run: NetworkRun, spec: string) {
    this.text = text;
    this.run = run;
    this.spec = spec;
  }

  static async open(text: TokenisedText, units: number, updates: number, seed: string): Promise<BookReader> {
    const network = `lstm:units=${units},width=${WIDTH}`;
    const plan = { network, length: LENGTH, batchSize: BATCH, learningRate: LEARNING_RATE, updates, seed };
    return new BookReader(text, await openLessonRun(text, plan), network);
  }

  /** One update. */
  async learn(): Promise<void> {
    await this.run.advance();
  }

  /** @param tokens [T] */
  read(tokens: Int32Array): Gates {
    const network = networkFor(this.spec, 'language-model', LENGTH, this.text.tokeniser.size);
    const parameters = new Parameters(network.parameters);
    parameters.loadSafetensors(this.run.checkpoint().weights);
    const table = parameters.view('embedding.table');
    const x = new Float32Array(tokens.length * WIDTH);
    tokens.forEach((token, t) => x.set(table.subarray(token * WIDTH, (token + 1) * WIDTH), t * WIDTH));
    return gatesOf(parameters, 'layer1', x);
  }

  dispose(): Promise<void> {
    return this.run.close();
  }
}

/** What can be named of each character. */
export const BOOK_MARKS = {
  /** Characters since the line began. */
  line: (text: readonly string[]): number[] => sinceLast(text, (sign) => sign === '\n'),
  /** Characters since the word began. */
  word: (text: readonly string[]): number[] => sinceLast(text, (sign) => !/\p{L}/u.test(sign)),
} as const;

function sinceLast(text: readonly string[], isEnd: (sign: string) => boolean): number[] {
  let since = 0;
  return text.map((sign) => (since = isEnd(sign) ? 0 : since + 1));
}
