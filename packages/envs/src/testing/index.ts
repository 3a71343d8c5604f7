/** @agon/envs/testing: suites that every environment and game passes. */
export {};
