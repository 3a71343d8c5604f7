/** The entry of a worker thread that sums up numbers, for tests. */
import { serveJobs } from '../jobs/serveJobs.node.js';
import { numbers } from './numbers.js';

serveJobs([numbers]);
