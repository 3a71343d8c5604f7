/** Which key stands for which action where a person plays an environment: the same in the page and in the terminal. */
import type { Env } from './env.js';

/** Keys of actions, as `KeyboardEvent.key` names them, by the action's name. */
const KEYS: Readonly<Record<string, string>> = {
  left: 'ArrowLeft',
  up: 'ArrowUp',
  right: 'ArrowRight',
  down: 'ArrowDown',
  fire: 'f',
};

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowRight: '→',
  ArrowDown: '↓',
};

/** The key of each action: arrows and F where it is named so, else the digits 1 to 9 in order. Two keys together need no third. */
export function actionKeys({ actionNames }: Pick<Env, 'actionNames'>): Map<string, number> {
  const keys = new Map<string, number>();
  let digit = 1;
  actionNames.forEach((name, action) => {
    const isBoth = name.split('-').every((part) => Object.hasOwn(KEYS, part)) && name.includes('-');
    if (name === 'no-op' || isBoth) return;
    if (Object.hasOwn(KEYS, name)) keys.set(KEYS[name], action);
    else if (digit <= 9) keys.set(String(digit++), action);
  });
  return keys;
}

/** How a key looks on a button or in a legend: "←", "F". */
export const keySign = (key: string): string => SIGNS[key] ?? key.toUpperCase();
