/** The entry of a worker thread that sums up numbers, for tests. */
import { serveJobs } from '../threads/nodeThread.node.js';
import { numbers } from './numbers.js';

serveJobs([numbers]);
