/** The entry of a worker thread in Node: it plays games of self-play, or acts for a value learner. */
import { actorService } from './dqn/actorService.js';
import { serve } from './selfplay/nodeThread.node.js';
import { selfPlayService } from './selfplay/service.js';

serve((leave) => ({ ...selfPlayService(leave), ...actorService(leave) }));
