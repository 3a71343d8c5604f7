/** The entry of a worker thread in Node: it plays games of self-play, or acts for a value learner. */
import { serve } from '@agon/learning/node';
import { actorService } from './value/dqn/actorService.js';
import { selfPlayService } from './alphazero/service.js';

serve((leave) => ({ ...selfPlayService(leave), ...actorService(leave) }));
