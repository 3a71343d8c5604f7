/** Keyboard shortcuts of a view: active while it is shown, silent where the person types or a dialog is open. */
import { useEffect } from 'preact/hooks';

/** What to do for a key (`KeyboardEvent.key`, with "Shift+" before it where shift is held and the key is a named one). */
type KeyMap = Readonly<Record<string, () => void>>;

/** The name under which a key stands in a `KeyMap`. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): string {
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.shiftKey && event.key.length > 1 ? `Shift+${name}` : name;
}

/** Whether an element takes keys itself: what is typed there is not a shortcut. */
function takesKeys(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('dialog')) return true;
  if (target.matches('select, textarea, input:not([type=range], [type=checkbox])')) return true;
  // A focused button or link keeps its own keys; a slider keeps none, so that arrows mean the same everywhere.
  return (name === ' ' || name === 'Enter') && target.matches('button, a, input[type=checkbox], summary');
}

/** Listens to the keys of `map` while the component is shown. */
export function useKeys(map: KeyMap): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const name = keyName(event);
      if (!Object.hasOwn(map, name) || takesKeys(event.target, name)) return;
      event.preventDefault();
      map[name]();
    };
    // Before the focused slider sees it.
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  });
}
