/** Where the answers of the API lie in a page that was exported as files. */

/** Files whose content is no JSON. */
const WEIGHTS = /\/(weights|checkpoints\/\d+)$/;
/** Files of datasets, which lie packed. */
const DATA = /^datasets\/[^/]+\/files\//;

/**
 * The file that stands for an address of the API ("api/live/runs" → "data/runs.json"), percent-encoded as the address is.
 * Streams are files, too: what they would say first.
 */
export function staticPath(address: string): string {
  const path = address
    .replace(/^api\//, '')
    .replace(/^live\//, '')
    .replace(/\/live$/, '');
  if (DATA.test(path)) return `data/${path}${path.endsWith('.gz') ? '' : '.gz'}`;
  if (WEIGHTS.test(path)) return `data/${path}.safetensors`;
  return `data/${path}${path.endsWith('.json') ? '' : '.json'}`;
}

/** The name of the element in index.html that says that the page has no server. */
export const STATIC_META = 'agon-static';
