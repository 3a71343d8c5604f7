/** Environments and games as the page names them. */
import { formatSpec, parseSpec } from '@agon/core';
import {
  listEnvironments,
  makeEnvironment,
  makeGame,
  specByHand,
  specForScores,
  unwrapped,
  type EnvironmentInfo,
} from '@agon/envs';

const infos = new Map(listEnvironments().map((info) => [info.id, info]));

/** What a spec stands for, aliases resolved; undefined where it names nothing that this page knows. */
function known(
  env: string,
): { kind: EnvironmentInfo['kind']; id: string; title: string; size: unknown } | undefined {
  try {
    const environment = makeEnvironment(env);
    const { id, options } = unwrapped(environment);
    return { kind: environment.kind, id, title: infos.get(id)?.title ?? id, size: options.size };
  } catch {
    return undefined; // a run of another version may have an environment that is no more
  }
}

/** The id that a spec names, aliases resolved; the first word of one that this page does not know. */
export function idOf(env: string): string {
  return known(env)?.id ?? parseSpec(env).id;
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

/** The spec under which a person plays a board game first: Go on a board that is soon full. */
export function firstSpec({ id }: EnvironmentInfo): string {
  return id === 'go' ? 'go9' : id;
}

/** All environments of one kind. */
export function environmentsOf(kind: EnvironmentInfo['kind']): EnvironmentInfo[] {
  return [...infos.values()].filter((info) => info.kind === kind);
}

/** A spec without the options that are the defaults anyway: "go:size=9", "minatar-breakout"; of data as it is. */
export function shortSpec(env: string): string {
  if (!infos.has(env.replace(/:.*$/, ''))) return env;
  const { id, options } = parseSpec(env);
  const defaults = new Map((infos.get(id)?.settings ?? []).map((each) => [each.key, each.default]));
  const other = Object.entries(options).filter(([key, value]) => String(defaults.get(key)) !== value);
  return formatSpec(id, Object.fromEntries(other));
}

/** The spec under which an agent plays for people to watch: where it was trained, by the rules that its score is counted by. */
export const watchSpec = (env: string): string => shortSpec(specForScores(env));

/** The options in numbers that a person may want to choose for a board game ("size", "komi"), with their present values. */
export function optionsOf(env: string): { key: string; value: string }[] {
  const { id, options } = makeGame(env);
  return (infos.get(id)?.settings ?? [])
    .filter(({ key, type }) => type === 'number' && key !== 'limit')
    .map(({ key }) => ({ key, value: String(options[key]) }));
}

/** The title of an environment for people; its id where it is not known. */
export function titleOf(env: string): string {
  return known(env)?.title ?? parseSpec(env).id;
}

/** The spec under which a person plays (`specByHand`). */
export function byHandSpec({ id }: EnvironmentInfo): string {
  return specByHand(id);
}
