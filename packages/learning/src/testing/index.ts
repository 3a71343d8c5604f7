/** @agon/learning/testing: what tests of trainings share. */
export { describeJobs } from './describeJobs.js';
export {
  type CheckpointEvent,
  checkpoints,
  collect,
  lastCheckpoint,
  metric,
  readBack,
  timeless,
} from './runs.js';
