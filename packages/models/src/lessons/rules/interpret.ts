/** What a person would write down of SCAN's commands (Lake & Baroni 2018, supplement): ten lines of rules. */

const ACTIONS: Readonly<Record<string, string>> = { walk: 'I_WALK', look: 'I_LOOK', run: 'I_RUN', jump: 'I_JUMP' }; // prettier-ignore
const TURNS: Readonly<Record<string, string>> = { left: 'I_TURN_LEFT', right: 'I_TURN_RIGHT' };
const TIMES: Readonly<Record<string, number>> = { twice: 2, thrice: 3 };

const repeated = <T>(items: readonly T[], times: number): T[] =>
  Array.from({ length: times }, () => items).flat();

/** The actions of a command. */
export function interpret(words: readonly string[]): string[] {
  for (const [between, isBackwards] of [
    ['and', false],
    ['after', true],
  ] as const) {
    const at = words.indexOf(between);
    if (at < 0) continue;
    const [first, second] = [interpret(words.slice(0, at)), interpret(words.slice(at + 1))];
    return isBackwards ? [...second, ...first] : [...first, ...second];
  }
  const last = words[words.length - 1];
  if (last in TIMES) return repeated(interpret(words.slice(0, -1)), TIMES[last]);
  const action = words[0] === 'turn' ? [] : [ACTIONS[words[0]]];
  if (!(last in TURNS)) return action;
  const turn = TURNS[last];
  if (words.includes('around')) return repeated([turn, ...action], 4);
  return words.includes('opposite') ? [turn, turn, ...action] : [turn, ...action];
}
