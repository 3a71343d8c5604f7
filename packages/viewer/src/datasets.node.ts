/** Datasets of the cache, as the page asks for them: which there are, and their files as they lie there. */
import { AgonError } from '@agon/core';
import { listDatasets } from '@agon/data';
import { isThere, manifestOf, readChecked } from '@agon/data/node';
import { Hono } from 'hono';
import type { DatasetFiles, ServedDataset } from './datasetFiles.js';

/** Texts that lessons read. */
const TEXTS: readonly string[] = ['shakespeare'];

/** All fetched datasets that the page uses: pictures, and some texts. */
export const servedDatasets = (cache: string): ServedDataset[] =>
  listDatasets()
    .filter(({ id, origin, kind }) => origin === 'fetched' && (kind === 'pictures' || TEXTS.includes(id)))
    .map(({ id, title, licence, source, bytes, mayShip }) => {
      const present = isThere(id, cache);
      return { id, title, licence, source, bytes, mayShip, present };
    });

/** @throws not-found for what is not fetched, or not here */
function filesOf(cache: string, id: string): ReturnType<typeof manifestOf> {
  if (servedDatasets(cache).some((each) => each.id === id)) return manifestOf(cache, id);
  throw new AgonError('not-found', `there are no files of a dataset "${id}" to be fetched.`);
}

/**
 * Routes: `/` (which there are), `/:id` (the files of one) and `/:id/files/:path` (the bytes of a file, checked against the checksum that it
 * was fetched with). An id reaches the file system only where the registry has it, a path where the manifest has it.
 * @param cache the folder of fetched datasets; it need not exist
 */
export function datasetRoutes(cache: string): Hono {
  const routes = new Hono();
  routes.get('/', (context) => context.json(servedDatasets(cache)));
  routes.get('/:id', (context) => {
    const { licence, source, files } = filesOf(cache, context.req.param('id'));
    return context.json({ licence, source, files } satisfies DatasetFiles);
  });
  routes.get('/:id/files/:path', (context) => {
    const { id, path } = context.req.param();
    const bytes = readChecked(cache, filesOf(cache, id), path);
    return context.body(new Uint8Array(bytes), 200, { 'Content-Type': 'application/octet-stream' });
  });
  return routes;
}
