/**
 * A whole short game in an address: its moves, packed. A code is base64url of deflated JSON
 * [format, environment, players, seed, actions, end, hash]; other hashes and the result come from playing it again.
 */
import { AgonError, anyJson, formatSpec, integers, parseJson, wholeNumber } from '@agon/core';
import { makeEnvironment, numSeats } from '@agon/envs';
import { parseReplay, type Replay } from '@agon/runs';
import * as v from 'valibot';
import { fromBase64, toBase64 } from '../elements/base64.js';
import { playAgain } from './playAgain.js';
import { shareWords } from './words.js';

/** Longer addresses are cut by some programs that pass them on. */
export const LONGEST_CODE = 6000;
/** What a code may unpack to, in bytes: no game in an address has more. */
const LARGEST_JSON = 1_000_000;

const packed = v.strictTuple([
  v.literal(1),
  v.string(),
  v.array(v.string()),
  v.string(),
  integers,
  anyJson,
  wholeNumber,
]);

/** The code of a replay; what was thought is left out. */
export async function gameCode(replay: Replay): Promise<string> {
  const { env, options, players, seed, actions, ended, hashes } = replay;
  const spec = formatSpec(env, options);
  const json = JSON.stringify([1, spec, players, seed, actions, ended ?? null, hashes.at(-1) ?? 0]);
  const bytes = await through(new TextEncoder().encode(json), new CompressionStream('deflate-raw'));
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The replay behind a code. @throws bad-file where it is damaged, or was played by other rules */
export async function replayOfCode(code: string): Promise<Replay> {
  const [, spec, players, seed, actions, ended, hash] = parseJson(
    packed,
    await unpacked(code),
    shareWords.link,
  );
  const environment = makeEnvironment(spec);
  if (players.length !== numSeats(environment)) throw new AgonError('bad-file', shareWords.damaged);
  const replay = parseReplay(
    { ...played(environment, seed, actions), players, ...(ended !== null && { ended }) },
    shareWords.link,
  );
  if (replay.hashes.at(-1) !== hash) throw new AgonError('bad-file', shareWords.otherRules);
  const { ended: end } = replay;
  if (end?.reason === 'resign' || end?.reason === 'forfeit')
    replay.result = players.map((_, player) => (player === end.player ? -1 : 1));
  return replay;
}

function played(...what: Parameters<typeof playAgain>): ReturnType<typeof playAgain> {
  try {
    return playAgain(...what);
  } catch (error) {
    throw new AgonError('bad-file', shareWords.otherRules, { cause: error });
  }
}

async function unpacked(code: string): Promise<string> {
  try {
    const bytes = fromBase64(code.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw')));
  } catch (error) {
    throw new AgonError('bad-file', shareWords.damaged, { cause: error });
  }
}

/** What comes out of a stream. @throws RangeError where it is more than `LARGEST_JSON` */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > LARGEST_JSON) {
      await reader.cancel();
      throw new RangeError(`more than ${LARGEST_JSON} bytes`);
    }
    parts.push(part.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
