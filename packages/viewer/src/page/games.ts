/** Which environments can be played in the page, and against whom. */
import { parseSpec } from '@agon/core';
import { listEnvironments, type EnvironmentInfo } from '@agon/envs';

const kinds = new Map(listEnvironments().map((info) => [info.id, info.kind]));

/** Whether a spec names a board game. Aliases (go9) are none of the registry's ids; runs store the whole spec. */
export function isGame(env: string): boolean {
  return kinds.get(parseSpec(env).id) === 'game';
}

/** All environments of one kind. */
export function environmentsOf(kind: EnvironmentInfo['kind']): EnvironmentInfo[] {
  return listEnvironments().filter((info) => info.kind === kind);
}
