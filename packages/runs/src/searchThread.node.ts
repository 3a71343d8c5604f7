/** The entry of a worker thread that makes trials. */
import { diskFiles } from '@agon/data/node';
import { serveJobs } from '@agon/learning/node';
import { trials } from '@agon/models';
import { trainer } from './trainers.js';

serveJobs([trials({ trainer, files: diskFiles() })]);
