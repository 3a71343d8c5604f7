/** The entry of a worker thread that plays games. */
import { serve } from '@agon/learning/node';
import { diskAgents } from '../players.node.js';
import { gameService } from './gameService.js';

serve((leave) => gameService(diskAgents, leave));
