/** What a file is that a person drops on the page, by its bytes. */
import { AgonError, parseJson } from '@agon/core';
import type { AgentCheckpoint } from '@agon/learning';
import { parseReplay } from '@agon/runs';
import { unzipSync, type Unzipped } from 'fflate';
import * as v from 'valibot';
import type { Everything } from '../kept/everything.js';
import type { OpenedGame } from './sgfReplay.js';
import { openWords } from './words.js';

/** What is in it. */
export type Opened =
  | { kind: 'games'; games: OpenedGame[]; faults: string[] }
  | { kind: 'agent'; name: string; checkpoint: AgentCheckpoint }
  | { kind: 'everything'; everything: Everything };

/** More than any run folder of the page has; a small zip may hold any number of zeros. */
const MOST_BYTES = 512 * 2 ** 20;

const bad = (message: string): AgonError => new AgonError('bad-file', message);

/** @throws bad-file with what to do, where it is nothing that can be opened */
export async function openBytes(name: string, bytes: Uint8Array): Promise<Opened> {
  if (bytes.length === 0) throw bad(openWords.empty);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return openZip(name, unzipped(bytes));
  if (/\.safetensors$/i.test(name)) throw bad(openWords.weightsOnly);
  const start = new TextDecoder().decode(bytes.subarray(0, 4096)).trimStart();
  if (start.startsWith('{')) return openJson(name, new TextDecoder().decode(bytes));
  if (/\.sgf$/i.test(name) || /\(\s*;/.test(start) || isUtf16(bytes)) return openSgf(name, bytes);
  throw bad(openWords.unknown);
}

const isUtf16 = ([a, b]: Uint8Array): boolean => (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);

async function openSgf(name: string, bytes: Uint8Array): Promise<Opened> {
  const { gamesOfSgf } = await import('./sgfReplay.js');
  const { games, faults } = gamesOfSgf(bytes, name);
  if (games.length === 0) throw bad(openWords.noGame(faults.join(' ')));
  return { kind: 'games', games, faults };
}

function openJson(name: string, text: string): Opened {
  const json = parseJson(v.looseObject({}), text, name);
  if (json.format === 'agon-browser')
    return { kind: 'everything', everything: json as unknown as Everything };
  return { kind: 'games', games: [{ replay: parseReplay(json, name), notes: [] }], faults: [] };
}

const configSchema = v.looseObject({
  algorithm: v.string(),
  env: v.optional(v.string()),
  data: v.optional(v.string()),
  settings: v.record(v.string(), v.any()),
  step: v.optional(v.number()),
});

/** The folder of a run or of an agent: its newest weights; else games that are in it. */
async function openZip(name: string, files: Unzipped): Promise<Opened> {
  const paths = Object.keys(files);
  const config = paths.find((path) => /(^|\/)config\.json$/.test(path));
  const weights = paths
    .filter((path) => path.endsWith('.safetensors'))
    .sort((a, b) => stepIn(a) - stepIn(b))
    .at(-1);
  if (config !== undefined && weights !== undefined) {
    const read = parseJson(configSchema, new TextDecoder().decode(files[config]), config);
    const { algorithm, env, settings, step } = read;
    if (env === undefined) throw bad(openWords.noAgent(algorithm));
    const checkpoint = { algorithm, env, settings, step: step ?? stepIn(weights), weights: files[weights] };
    const folder = config.split('/').at(-2) ?? name.replace(/\.zip$/i, '');
    return { kind: 'agent', name: folder, checkpoint };
  }
  const games: OpenedGame[] = [];
  const faults: string[] = [];
  for (const path of paths.filter((each) => /\.sgf$|(^|\/)replays\/[^/]+\.json$/i.test(each))) {
    try {
      const opened = await openBytes(path, files[path]);
      if (opened.kind === 'games') games.push(...opened.games);
    } catch (error) {
      faults.push(`${path}: ${(error as Error).message}`);
    }
  }
  if (games.length === 0) throw bad([openWords.emptyZip, ...faults].join(' '));
  return { kind: 'games', games, faults };
}

/** "checkpoints/1200.safetensors" is of step 1,200; other names are of none. */
const stepIn = (path: string): number => Number(/(\d+)\.safetensors$/.exec(path)?.[1] ?? 0);

/** In this thread: the library's own workers would need a wider content security policy. */
function unzipped(bytes: Uint8Array): Unzipped {
  let total = 0;
  const filter = ({ originalSize }: { originalSize: number }): boolean => {
    total += originalSize;
    if (total > MOST_BYTES) throw bad(openWords.tooLarge);
    return true;
  };
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    throw error instanceof AgonError ? error : bad((error as Error).message);
  }
}
