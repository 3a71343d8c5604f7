/** Environments and games as the page names them. */
import { formatSpec, parseSpec } from '@agon/core';
import { listEnvironments, type EnvironmentInfo } from '@agon/envs';

const infos = new Map(listEnvironments().map((info) => [info.id, info]));

/** Whether a spec names a board game. */
export function isGame(env: string): boolean {
  return infos.get(parseSpec(env).id)?.kind === 'game';
}

/** All environments of one kind. */
export function environmentsOf(kind: EnvironmentInfo['kind']): EnvironmentInfo[] {
  return [...infos.values()].filter((info) => info.kind === kind);
}

/** A spec without the options that are the defaults anyway: "go:size=9", "minatar-breakout". */
export function shortSpec(env: string): string {
  const { id, options } = parseSpec(env);
  const defaults = new Map((infos.get(id)?.settings ?? []).map((each) => [each.key, each.default]));
  const other = Object.entries(options).filter(([key, value]) => String(defaults.get(key)) !== value);
  return formatSpec(id, Object.fromEntries(other));
}

/** The title of an environment for people; its id where it is not known. */
export function titleOf(env: string): string {
  const { id } = parseSpec(env);
  return infos.get(id)?.title ?? id;
}

/** The spec under which a person plays: with the actions that matter only, where the environment has that choice. */
export function byHandSpec({ id, settings }: EnvironmentInfo): string {
  return formatSpec(id, settings.some(({ key }) => key === 'minimal') ? { minimal: true } : {});
}
