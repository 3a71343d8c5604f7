/** What the values of settings may be; see @agon/core. */
export { count, flag, fraction, number } from '@agon/core';
