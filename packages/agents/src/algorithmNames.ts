/** Names that algorithms had before: command lines, runs and the zoo may still say them. */
const FORMER: Readonly<Record<string, string>> = { supervised: 'imitation' };

/** The id that an algorithm has now. */
export const presentName = (id: string): string => (Object.hasOwn(FORMER, id) ? FORMER[id] : id);
