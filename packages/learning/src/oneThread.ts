/** For algorithms that train in one thread. */
import { AgonError } from '@agon/core';

/**
 * @param instead what to do beside leaving the flag out, for the message
 * @throws unsupported where worker threads were asked for
 */
export function requireOneThread(id: string, workers: number, instead = ''): void {
  if (workers === 0) return;
  throw new AgonError(
    'unsupported',
    `${id} was asked for ${workers} ${workers === 1 ? 'worker' : 'workers'}; it trains in one thread. Leave --workers out${instead}.`,
  );
}
