/** Seeds for games that a person plays. */

/** Another seed every time. What follows from a seed is exact, as everywhere. */
export function freshSeed(): string {
  const [low, high] = crypto.getRandomValues(new Uint32Array(2));
  return `page ${low.toString(36)}${high.toString(36)}`;
}
