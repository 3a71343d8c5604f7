/** A Web Worker that shows embeddings by the words that are near, and sequence models by where they look. */
import { configureRuntime } from '@agon/engine';
import { readCheckpoint, type DataCheckpoint } from '@agon/learning';
import {
  alignmentGrid,
  alignPrompt,
  drawFigure,
  wordsFigure,
  wordsOfAnalogy,
  WordVectors,
  type Figure,
} from '@agon/models';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { fetchCheckpoint } from '../server/checkpoints.js';
import { setServerPlace } from '../server/server.js';
import type { FigureAsked, FigureService } from './figureService.js';
import { figureWords } from './figureWords.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

let figureOf: ((asked: FigureAsked) => Promise<Figure>) | undefined;

function showWords(vectors: WordVectors): string {
  figureOf = async ({ text, analogy }) =>
    wordsFigure(vectors, text.trim().toLowerCase(), wordsOfAnalogy(analogy));
  return figureWords.words.find((word) => vectors.numberOf(word) !== undefined) ?? vectors.words[0];
}

function showAnswers(checkpoint: DataCheckpoint): void {
  figureOf = async ({ text }) => ({ panels: [alignmentGrid(await alignPrompt(checkpoint, text))] });
}

const service: FigureService = {
  async load(place, path) {
    setServerPlace(place);
    const checkpoint = await readCheckpoint(path, fetchCheckpoint);
    if (checkpoint.data === undefined) throw new Error(figureWords.notShown(path));
    if (checkpoint.algorithm === 'word2vec') {
      const vectors = WordVectors.load(checkpoint.weights);
      const text = showWords(vectors);
      const known = figureWords.analogies.find((analogy) =>
        wordsOfAnalogy(analogy).every((word) => vectors.numberOf(word) !== undefined),
      );
      return { text, analogy: known ?? vectors.words.slice(0, 3).join('/') };
    }
    showAnswers(checkpoint);
    return { text: '', analogy: '' };
  },

  async figure(asked) {
    if (!figureOf) throw new Error(figureWords.notLoaded);
    return drawFigure(await figureOf(asked), { width: asked.width });
  },
};

expose(service);
