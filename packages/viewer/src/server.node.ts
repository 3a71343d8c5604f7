/** The server behind `agon view`: the built page, and the API over a folder of runs. */
import { AgonError } from '@agon/core';
import { dataFolder } from '@agon/data/node';
import { createAdaptorServer } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apiRoutes } from './api.node.js';
import { isLoopback, onlyLoopbackHosts, onlyReading, securityHeaders } from './security.node.js';

/** Where Vite puts the page; the same place seen from `src` and from `dist`. */
const PAGE = fileURLToPath(new URL('../dist/page', import.meta.url));

/** What is served, and at which address. */
export interface ServeOptions {
  /** The folder of runs; it need not exist yet. */
  runsDir: string;
  /** Folders of trained agents that are kept; they need not exist. */
  zooDirs?: readonly string[];
  /** The folder of fetched datasets; it need not exist. Default: the user's cache. */
  dataDir?: string;
  /** Default: the system picks a free one. */
  port?: number;
  /** The address to listen on; another one than the default opens the viewer to other machines. */
  host?: string;
  /** Without the page: for the development server, which serves it itself. */
  apiOnly?: boolean;
}

/** A running server. */
export interface Viewer {
  /** The page's address. */
  readonly url: string;
  /** Whether other machines may reach it. */
  readonly isOpen: boolean;
  /** Ends all streams and connections. */
  close(): Promise<void>;
}

/** The folder of the built page. @throws not-found where it has not been built */
export function builtPage(): string {
  if (existsSync(join(PAGE, 'index.html'))) return PAGE;
  const text = `the page is not built: ${PAGE} has no index.html. Run \`node setup.mjs\`.`;
  throw new AgonError('not-found', text);
}

/** @param host the name that only this machine is asked by; undefined where others may reach it */
function buildApp(api: Hono, host: string | undefined, withPage: boolean): Hono {
  const app = new Hono();
  app.use(securityHeaders());
  if (host !== undefined) app.use(onlyLoopbackHosts(host));
  app.use(onlyReading);
  app.route('/api', api);
  if (!withPage) return app;
  app.use('/assets/*', async (context, next) => {
    await next();
    // The names of these files contain a hash of their content.
    if (context.res.ok) context.header('Cache-Control', 'public, max-age=31536000, immutable');
  });
  app.use('*', serveStatic({ root: PAGE }));
  return app;
}

/**
 * Serves the page and the API until `close` is called.
 * @throws not-found where the page has not been built; bad-option where the port cannot be had
 */
export async function serve(options: ServeOptions): Promise<Viewer> {
  const {
    runsDir,
    zooDirs = [],
    dataDir = dataFolder(),
    port = 0,
    host = '127.0.0.1',
    apiOnly = false,
  } = options;
  if (!apiOnly) builtPage();
  const closing = new AbortController();
  const api = apiRoutes({ runsDir, zooDirs, dataDir, closing: closing.signal });
  // Which address a name stands for is known when the server listens, before the first request.
  let app = new Hono();
  const server = createAdaptorServer({ fetch: (request, env) => app.fetch(request, env) }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new AgonError(
          'bad-option',
          `cannot listen on ${host}:${port}: ${cause.message}. Give another --port, or --host.`,
          {
            cause,
          },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const isOpen = !isLoopback(address.address);
  app = buildApp(api, isOpen ? undefined : host, !apiOnly);
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}/`,
    isOpen,
    close: () =>
      new Promise((resolve, reject) => {
        closing.abort();
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
