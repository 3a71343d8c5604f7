/** Starts the worker and leaves what it reports on `window.report`, for the test to find. */
import type { Report } from './networks.js';

declare global {
  interface Window {
    report?: Report | { error: string };
  }
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }: MessageEvent<Report | { error: string }>) => (window.report = data);
worker.onerror = ({ message }) => (window.report = { error: message });
