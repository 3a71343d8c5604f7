/** Environments and games as the page names them. */
import { formatSpec, parseSpec } from '@agon/core';
import { listEnvironments, makeEnvironment, makeGame, specByHand, type EnvironmentInfo } from '@agon/envs';

const infos = new Map(listEnvironments().map((info) => [info.id, info]));

/** What a spec stands for, aliases resolved; undefined where it names nothing that this page knows. */
function known(
  env: string,
): { kind: EnvironmentInfo['kind']; id: string; title: string; size: unknown } | undefined {
  try {
    const environment = makeEnvironment(env);
    const subject = environment.kind === 'game' ? environment.game : environment.env;
    const { id, options } = subject;
    return { kind: environment.kind, id, title: infos.get(id)?.title ?? id, size: options.size };
  } catch {
    return undefined; // a run of another version may have an environment that is no more
  }
}

/** Whether a spec names a board game. */
export function isGame(env: string): boolean {
  return known(env)?.kind === 'game';
}

/** Whether an agent that was trained on one can play the other: the same game on a board of the same size. */
export function isSameBoard(a: string, b: string): boolean {
  const [first, second] = [known(a), known(b)];
  return first !== undefined && first.id === second?.id && first.size === second.size;
}

/** The spec under which a person plays (`specByHand`). */
export function byHandSpec({ id }: EnvironmentInfo): string {
  return specByHand(id);
}
