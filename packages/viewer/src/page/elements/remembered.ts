/** Choices of the person that outlast the visit, in the browser's local storage. */
import { effect, signal, type Signal } from '@preact/signals';

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage may be forbidden; the page works without
  }
}

/** A signal that begins with what was chosen at the last visit. Values of another type than `initial` are not taken over. */
export function remembered<T extends string | number | boolean>(key: string, initial: T): Signal<T> {
  let start = initial;
  try {
    const stored = JSON.parse(read(key) ?? 'null') as unknown;
    if (typeof stored === typeof initial) start = stored as T;
  } catch {
    // Not ours, or of an older version: the default will do.
  }
  const choice = signal(start);
  effect(() => {
    const { value } = choice;
    try {
      if (value !== initial || read(key) !== null) localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Full or forbidden: the choice holds for this visit.
    }
  });
  return choice;
}
