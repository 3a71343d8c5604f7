/** The page: built into dist/page, or served with hot reload beside an API server on ./runs (`npm run dev`). */
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Packages that several entries (page, worker) share, bundled before the first request so that the page never reloads for them. */
const BUNDLED_AT_START = [
  'pixi.js',
  'pixi.js/unsafe-eval',
  'pixi.js/graphics',
  'pixi.js/text',
  'uplot',
  'comlink',
  'preact',
  'preact/hooks',
  '@preact/signals',
  '@tensorflow/tfjs',
  '@bufbuild/protobuf/wire',
  'seedrandom',
  'valibot',
];

/** Starts the viewer's server on the repository's runs and sends /api there. */
function apiBesideDevServer(): Plugin {
  return {
    name: 'agon-api',
    apply: 'serve',
    async config() {
      const { serve } = (await import(here('dist/index.js'))) as typeof import('./src/index.js');
      const { url } = await serve({ runsDir: here('../../runs'), apiOnly: true });
      return { server: { proxy: { '/api': { target: url, changeOrigin: true } } } };
    },
  };
}

export default defineConfig({
  root: here('.'),
  base: './',
  publicDir: false,
  plugins: [apiBesideDevServer()],
  resolve: { conditions: ['agon-source', ...defaultClientConditions] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  optimizeDeps: { include: BUNDLED_AT_START, exclude: ['onnxruntime-web'] },
  server: {
    host: '127.0.0.1',
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  },
  worker: { format: 'es', rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    outDir: here('dist/page'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // data: addresses would need a wider content security policy
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000, // tfjs, in the worker only
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
