/** For tests of errors. */
import { AgonError } from '@agon/core';

/** The AgonError that an action throws, at once or later. @throws Error where it throws nothing; what else it throws */
export async function failure(action: () => unknown): Promise<AgonError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof AgonError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
