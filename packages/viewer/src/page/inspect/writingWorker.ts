/** A Web Worker in which a language model writes, by the code of `agon sample`. */
import { describeSettings, parseSettings, RandomStream } from '@agon/core';
import { configureRuntime } from '@agon/engine';
import { readCheckpoint } from '@agon/learning';
import {
  chanceBars,
  drawFigure,
  loadLanguageModel,
  promptTokens,
  readAll,
  textSamplingSchema,
  writing,
  type LanguageModel,
  type TextWriter,
} from '@agon/models';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { fetchCheckpoint } from '../server/checkpoints.js';
import { setServerPlace } from '../server/server.js';
import type { Asked, WritingService } from './writingService.js';
import { writingWords } from './writingWords.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

/** Milliseconds between two news. */
const TELL_EVERY = 100;
/** Settings that this page has no use for. */
const LEFT_OUT = 'beams';

let loaded: { readonly model: LanguageModel; readonly writer: TextWriter } | undefined;

/** @throws Error before `load` */
function present() {
  if (loaded) return loaded;
  throw new Error(writingWords.notLoaded);
}

/** @throws bad-option for settings, symbols and lengths that the model does not have */
function begin({ prompt, settings: given }: Asked, more?: number) {
  const { model, writer } = present();
  const settings = parseSettings(textSamplingSchema, given, 'sampling');
  const tokens = promptTokens(model, prompt, more ?? settings.tokens);
  const figureOf = (logits: Float32Array, width: number): string =>
    drawFigure({ panels: chanceBars(model.tokeniser, logits, settings) }, { width });
  writer.restart();
  return { model, writer, settings, tokens, figureOf };
}

const service: WritingService = {
  async load(place, path) {
    setServerPlace(place);
    const checkpoint = await readCheckpoint(path, fetchCheckpoint);
    if (checkpoint.data === undefined) throw new Error(writingWords.doesNotWrite(path));
    const model = loadLanguageModel(checkpoint);
    loaded = { model, writer: await model.writer(1) };
    return {
      vocabulary: model.tokeniser.size,
      settings: describeSettings(textSamplingSchema).filter(({ key }) => key !== LEFT_OUT),
    };
  },

  known(prompts) {
    const { tokeniser } = present().model;
    return prompts.filter((prompt) => {
      try {
        return tokeniser.encode(prompt).length > 0;
      } catch {
        return false;
      }
    });
  },

  async next(asked) {
    const { writer, tokens, figureOf } = begin(asked, 1);
    return figureOf(await readAll(writer, tokens), asked.width);
  },

  async write(asked, tell) {
    const { model, writer, settings, tokens, figureOf } = begin(asked);
    const rng = new RandomStream(`sample ${asked.seed} / 0`);
    const written: number[] = [];
    let [first, told, busy] = [0, 0, 0];
    for await (const { tokens: drawn, next } of writing(writer, tokens, settings, [rng])) {
      written.push(...drawn);
      const now = performance.now();
      if (written.length === 1) first = told = now;
      const isOver = written.length === settings.tokens;
      if (!isOver && now - told < TELL_EVERY) continue;
      const seconds = (now - first - busy) / 1000;
      const goesOn = await tell({
        text: model.tokeniser.decode(written),
        tokens: written.length,
        tokensPerSecond: written.length > 1 ? (written.length - 1) / seconds : 0,
        figure: figureOf(next, asked.width),
      });
      if (isOver || !goesOn) return;
      told = performance.now();
      // Telling is not writing.
      busy += told - now;
    }
  },
};

expose(service);
