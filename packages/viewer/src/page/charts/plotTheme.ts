/** Colours and axes that all plots share, taken from the style sheet, light or dark. */
import { effect } from '@preact/signals';
import type uPlot from 'uplot';
import { shownTheme } from '../elements/appearance.js';
import { shortNumber } from '../format.js';

/** The colours of the present theme. */
interface PlotTheme {
  ink: string;
  muted: string;
  line: string;
  accent: string;
  faint: string;
}

/** Reads the theme from the style sheet's variables. */
export function plotTheme(): PlotTheme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ink: colour('--ink'),
    muted: colour('--muted'),
    line: colour('--line'),
    accent: colour('--accent'),
    faint: colour('--accent-faint'),
  };
}

/** Calls `change` whenever the theme changes, until the returned function is called. */
export function onThemeChange(change: () => void): () => void {
  let shown = shownTheme.peek();
  let isOver = false;
  const stop = effect(() => {
    const { value } = shownTheme;
    // The style sheet follows first.
    if (value !== shown) queueMicrotask(() => isOver || change());
    shown = value;
  });
  return () => {
    isOver = true;
    stop();
  };
}

/** An axis in the theme's colours. */
export function plotAxis(theme: PlotTheme, more: uPlot.Axis): uPlot.Axis {
  return {
    stroke: theme.muted,
    font: '11px system-ui, sans-serif',
    grid: { stroke: theme.line, width: 1 },
    ticks: { stroke: theme.line, width: 1, size: 4 },
    values: (_plot, splits) => splits.map((value) => (value === null ? '' : shortNumber(value))),
    ...more,
  };
}
