/** Questions to worker threads and their answers, errors included. */
import { AgonError, type ErrorCode, type Json } from '@agon/core';
import type { SpawnedWorker } from '../trainer.js';

/** An error as it crosses threads: comlink would keep no more of it than its text. */
interface PostedError {
  code: ErrorCode;
  message: string;
  details: Json;
}

/** In the worker: the same promise, with an error of ours as plain data. */
export async function posted<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof AgonError)) throw error;
    const { code, message, details } = error;
    throw { code, message, details } satisfies PostedError;
  }
}

/** A worker's answer. @throws what went wrong there with its own code; worker-failed for anything unforeseen */
export async function ask<T>({ ended }: Pick<SpawnedWorker, 'ended'>, answer: Promise<T>): Promise<T> {
  const left = ended.then(() => {
    throw new AgonError('worker-failed', 'a worker thread left while it was needed.');
  });
  try {
    return await Promise.race([answer, left]);
  } catch (error) {
    if (error instanceof AgonError) throw error;
    const { code, message, details } = error as Partial<PostedError> & { message: string };
    if (code !== undefined) throw new AgonError(code, message, { cause: error, details });
    throw new AgonError('worker-failed', `a worker thread failed: ${message}`, { cause: error });
  }
}
