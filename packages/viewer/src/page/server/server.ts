/** Requests to the viewer's server. Addresses are relative to the page, so that it may lie under any path. */
import { isReadable, parseReplay, type ListedRun, type Replay, type RunSummary } from '@agon/runs';
import { STATIC_META, staticPath } from '../../staticPath.js';

/** Where the page lies, and whether there is a server behind it. */
export interface ServerPlace {
  /** The page's own address. */
  base: string;
  /** True where the page was exported as files: the answers of the API are files, too. */
  isStatic: boolean;
}

let place: ServerPlace =
  typeof document === 'undefined'
    ? { base: '', isStatic: false }
    : { base: document.baseURI, isStatic: document.querySelector(`meta[name="${STATIC_META}"]`) !== null };

/** Tells a worker where the page lies: its own address is another one. */
export function setServerPlace(told: ServerPlace): void {
  place = told;
}

/** Where the page lies, and whether a server is behind it. */
export const serverPlace = (): ServerPlace => place;

/** The absolute address of something in the API. */
export function fullAddress(address: string): URL {
  return new URL(place.isStatic ? staticPath(address) : address, place.base);
}

/** Where a thing of a run lies. */
export function runAddress(name: string, ...parts: (string | number)[]): string {
  return ['api/runs', ...[name, ...parts].map(encodeURIComponent)].join('/');
}

/** Where a thing of a tournament lies. */
export function tournamentAddress(name: string, ...parts: string[]): string {
  return ['api/tournaments', ...[name, ...parts].map(encodeURIComponent)].join('/');
}

/** @throws Error with the server's own words */
export async function get(address: string): Promise<Response> {
  const response = await fetch(fullAddress(address));
  if (response.ok) return response;
  const type = response.headers.get('Content-Type') ?? '';
  const answer = type.includes('json')
    ? ((await response.json()) as { error?: { message?: string } })
    : undefined;
  throw new Error(answer?.error?.message ?? `${response.status} ${response.statusText} (${address})`);
}

/** Why the server has nothing at this address, in its own words; undefined where it has something, or does not answer. */
export async function whyRefused(address: string): Promise<string | undefined> {
  try {
    await (await get(address)).body?.cancel(); // it may be a stream without an end
    return undefined;
  } catch (error) {
    return error instanceof TypeError ? undefined : (error as Error).message;
  }
}

/** A run that may be damaged. @throws Error with the server's own words; TypeError where it does not answer */
export const fetchListedRun = async (name: string): Promise<ListedRun> =>
  (await (await get(runAddress(name))).json()) as ListedRun;

/** @throws Error with the server's own words */
export async function fetchRun(name: string): Promise<RunSummary> {
  const run = await fetchListedRun(name);
  if (isReadable(run)) return run;
  throw new Error(run.damage.join(' '));
}

/** @throws Error with the server's own words; bad-file */
export async function fetchReplay(name: string, file: string): Promise<Replay> {
  return parseReplay(await (await get(runAddress(name, 'replays', file))).json());
}

/** A game of a tournament. @throws Error with the server's own words; bad-file */
export async function fetchGame(name: string, id: string): Promise<Replay> {
  return parseReplay(await (await get(tournamentAddress(name, 'games', id))).json());
}

/** A zoo agent as `GET /api/zoo` lists it. */
export interface ZooEntry {
  name: string;
  algorithm: string;
  env: string;
}

/** The trained agents that are kept, and what is wrong with those that are damaged. @throws Error with the server's own words */
export async function fetchZoo(): Promise<{ agents: ZooEntry[]; damage: string[] }> {
  const listed = (await (await get('api/zoo')).json()) as (
    ZooEntry | { name: string; data: string } | { name: string; error: string }
  )[];
  return {
    agents: listed.flatMap((each) => ('env' in each ? [each] : [])),
    damage: listed.flatMap((each) => ('error' in each ? [each.error] : [])),
  };
}
