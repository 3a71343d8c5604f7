import { expect, it } from 'vitest';
import { shownTheme, theme, themeAfter, THEMES } from './appearance.js';

it('goes round all themes, and shows the one that was chosen', () => {
  expect(THEMES.map(themeAfter)).toEqual(['light', 'dark', 'system']);
  for (const chosen of ['light', 'dark'] as const) {
    theme.value = chosen;
    expect(shownTheme.value).toBe(chosen);
  }
});
