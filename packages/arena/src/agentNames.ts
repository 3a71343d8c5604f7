/** Names of a tournament's agents: the same agent may play more than once. */

/**
 * Names for agents of which some are the same: "random", "random#2". A plan's agents all have different names; the spec of
 * "X#2" is "X" where X plays too (`specOf`).
 */
export function numbered(agents: readonly string[]): string[] {
  const names: string[] = [];
  for (const agent of agents) {
    let name = agent;
    for (let n = 2; names.includes(name); n++) name = `${agent}#${n}`;
    names.push(name);
  }
  return names;
}

/** The spec that an agent of a plan is made from. */
export function specOf(agent: string, agents: readonly string[]): string {
  const [, spec] = /^(.*)#\d+$/s.exec(agent) ?? [];
  return spec !== undefined && agents.includes(spec) ? spec : agent;
}
