/** @agon/learning/testing: what every kind of job must do. */
export { describeJobs } from './describeJobs.js';
