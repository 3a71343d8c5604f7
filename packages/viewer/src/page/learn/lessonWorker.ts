/** A Web Worker that runs lessons: the same code as `agon learn` runs, on onnxruntime-web. */
import { describeSettings } from '@agon/core';
import { describeDataset } from '@agon/data';
import { configureRuntime } from '@agon/engine';
import { drawFigure, findLesson, lessons, type Figure } from '@agon/models';
import { expose } from 'comlink';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { fetchCheckpoint } from '../server/checkpoints.js';
import { datasetStore } from '../server/datasetStore.js';
import { setServerPlace } from '../server/server.js';
import type { LessonNews, LessonService } from './lessonService.js';

configureRuntime({ wasmUrl: new URL(wasmUrl, import.meta.url).href });

/** A figure as the page shows it. */
function shown({ panels }: Figure, width: number): Pick<LessonNews, 'figure' | 'looks'> {
  const drawn = panels.filter(({ kind }) => kind !== 'heads');
  return {
    figure: drawn.length > 0 ? drawFigure({ panels: drawn }, { width }) : '',
    looks: panels.find((panel) => panel.kind === 'heads'),
  };
}

const service: LessonService = {
  list: () =>
    lessons.map(({ schema, data = [], sources = [], choices = {}, recording, run: _run, ...about }) => ({
      ...about,
      ...{ sources, choices },
      settings: describeSettings(schema),
      data: data.map((each) => {
        const { title: name, licence } = describeDataset(each);
        return { id: each, title: name, licence };
      }),
      isRecorded: recording !== undefined,
    })),

  async recorded(id, width) {
    const recording = await findLesson(id).recording?.();
    if (!recording) return undefined;
    const { seed, settings, numbers, figure } = recording;
    return { done: 1, seed, settings, numbers, ...shown(figure, width) };
  },

  async run(place, id, settings, seed, width, tell) {
    setServerPlace(place);
    const options = { seed, files: datasetStore, checkpoints: fetchCheckpoint };
    for await (const { done, numbers, figure } of findLesson(id).run(settings, options))
      await tell({ done, numbers, ...shown(figure, width) });
  },
};

expose(service);
