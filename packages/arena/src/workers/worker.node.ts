/** The entry of a worker thread that plays games. */
import { parentPort } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { diskAgents } from '../players.node.js';
import { gameService } from './gameService.js';

if (!parentPort) throw new Error('worker.node.js is the entry of a worker thread, not a program');
const port = parentPort;
// Closing in a later turn lets the answer to `close` leave first; with its port closed the thread has nothing to wait for.
expose(
  gameService(diskAgents, () => setImmediate(() => port.close())),
  nodeEndpoint(port),
);
