/** How the page looks: light or dark, and how large its type is. What was chosen is kept in the browser. */
import { computed, effect, signal } from '@preact/signals';
import { remembered } from './remembered.js';

/** What may be chosen; `system` follows the system's own choice. */
export const THEMES = ['system', 'light', 'dark'] as const;
/** One of THEMES. */
export type Theme = (typeof THEMES)[number];

/** What was chosen. */
export const theme = remembered<Theme>('agon.theme', 'system');
/** Type that can be read from the last row. */
export const hasBigType = remembered<boolean>('agon.bigType', false);

const isSystemDark = signal(false);

/** What the page looks like at this moment. */
export const shownTheme = computed((): 'light' | 'dark' =>
  theme.value === 'light' || theme.value === 'dark' ? theme.value : isSystemDark.value ? 'dark' : 'light',
);

/** The choice after this one. */
export const themeAfter = (chosen: Theme): Theme => THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length];

/** Lets the page follow what is chosen, from now on. */
export function startAppearance(): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  isSystemDark.value = system.matches;
  system.addEventListener('change', ({ matches }) => (isSystemDark.value = matches));
  const root = document.documentElement;
  effect(() => void (root.dataset.theme = shownTheme.value));
  effect(() => void root.classList.toggle('big-type', hasBigType.value));
}

/** Fills the screen with the page, or gives it back; nothing where the browser does not let it. */
export function toggleFullScreen(): void {
  const done = document.fullscreenElement
    ? document.exitFullscreen()
    : document.documentElement.requestFullscreen();
  done.catch((error: unknown) => console.error(error));
}
