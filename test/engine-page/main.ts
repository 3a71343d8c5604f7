/**
 * Starts the worker and leaves what it reports on `window.report`, for the test to find. An address that ends in ?long=1000,4000
 * makes it train one network for so many steps, and so many more; `window.report` is then how many were done.
 */
import type { Report } from './networks.js';

declare global {
  interface Window {
    report?: Report | { error: string } | { done: number };
    goOn: () => void;
  }
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
worker.postMessage(new URLSearchParams(location.search).get('long'));
window.goOn = () => worker.postMessage('go on');
worker.onmessage = ({ data }: MessageEvent<Window['report']>) => (window.report = data);
worker.onerror = ({ message }) => (window.report = { error: message });
