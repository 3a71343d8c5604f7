/** A Web Worker that runs lessons: the same code as `agon learn` runs, on onnxruntime-web. */
import { describeSettings } from '@agon/core';
import { configureRuntime } from '@agon/engine';
import { drawFigure, findLesson, lessons } from '@agon/models';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { LessonService } from './lessonService.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

const service: LessonService = {
  list: () =>
    lessons.map(({ id, title, question, sentences, paper, command, usedBy, schema }) => ({
      ...{ id, title, question, sentences, paper, command, usedBy },
      settings: describeSettings(schema),
    })),

  async run(id, settings, seed, width, tell) {
    for await (const { done, numbers, figure } of findLesson(id).run(settings, { seed }))
      await tell({ done, numbers, figure: drawFigure(figure, { width }) });
  },
};

expose(service);
