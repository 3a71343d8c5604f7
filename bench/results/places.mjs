/** Where things lie. */
import { fileURLToPath } from 'node:url';

/** The repository. */
export const REPO = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
/** Outcomes, one file a job; committed. */
export const OUTCOMES = `${REPO}/docs/results`;
/** The document that shows them. */
export const DOCUMENT = `${REPO}/docs/results.md`;
/** What jobs under way have done so far, and what they print; not committed. */
export const WORK = `${REPO}/runs/.results`;
