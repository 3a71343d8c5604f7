/** The one error class of the product. Packages throw it; only the CLI and the viewer turn it into text. */

/** Plain data that survives JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What the caller did wrong: the command line exits with 2. */
const USAGE_CODES = [
  'bad-option',
  'bad-spec',
  'bad-file',
  'illegal-action',
  'not-found',
  'unknown-agent',
  'unknown-algorithm',
  'unknown-command',
  'unknown-env',
  'unknown-net',
  'unsupported',
] as const;

/** What went wrong without the caller's fault: the command line exits with 1. */
type FailureCode =
  | 'bad-checkpoint'
  | 'conformance'
  | 'disk'
  | 'diverged'
  | 'engine-protocol'
  | 'internal'
  | 'interrupted'
  | 'not-finite'
  | 'unsupported-kernel'
  | 'worker-failed';

/** Codes of what a person got wrong (exit code 2). */
export type UsageCode = (typeof USAGE_CODES)[number];
/** All codes of `AgonError`. */
export type ErrorCode = UsageCode | FailureCode;

/**
 * An error with a code from a closed set. The message says what was asked, what was got, what is allowed and what to do;
 * `details` holds the same as plain JSON.
 */
export class AgonError extends Error {
  readonly code: ErrorCode;
  readonly details: Json;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Json } = {}) {
    super(message, { cause: options.cause });
    this.name = 'AgonError';
    this.code = code;
    this.details = options.details ?? null;
  }

  /** True where the caller asked for something impossible (exit code 2), false where the program failed (1). */
  get isUsage(): boolean {
    return (USAGE_CODES as readonly string[]).includes(this.code);
  }
}
