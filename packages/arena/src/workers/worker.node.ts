/** The entry of a worker thread that plays games and episodes. */
import { serveJobs } from '@agon/learning/node';
import { evaluation, games } from './handlers.node.js';

serveJobs([games, evaluation]);
