/** The entry of a worker thread in Node: it plays games of self-play, or acts for a value learner. */
import { parentPort } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { actorService } from '../dqn/actorService.js';
import { selfPlayService } from './service.js';

if (!parentPort) throw new Error('worker.node.js is the entry of a worker thread, not a program');
const port = parentPort;
// Closing in a later turn lets the last answer leave first; with its port closed the thread has nothing to wait for.
const leave = () => setImmediate(() => port.close());
expose({ ...selfPlayService(leave), ...actorService(leave) }, nodeEndpoint(port));
