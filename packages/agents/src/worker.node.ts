/** The entry of a worker thread in Node: it plays games of self-play, or acts for a value learner. */
import { serveJobs } from '@agon/learning/node';
import { selfPlay } from './alphazero/selfPlaySession.js';
import { ACTORS, actorService } from './value/dqn/actorService.js';

serveJobs([selfPlay], (thread) => ({ [ACTORS]: actorService(thread) }));
