/** ESLint, with the rule that packages import in one direction only (see README, "Packages"). */
import tseslint from 'typescript-eslint';

/** Dependency order, lowest first: each package may import only from those before it. */
const ORDER = [
  ...['core', 'engine', 'nets', 'envs', 'mcts', 'learning', 'data', 'models'],
  ...['agents', 'runs', 'arena', 'viewer', 'cli'],
];
/** Packages that may import fewer than all those before them. */
const ONLY = { envs: ['core'], mcts: ['core', 'envs'] };

const NODE = {
  regex: '^(node:|(fs|path|os|worker_threads|child_process|url|crypto)(/|$))',
  message: 'Node modules only in *.node.ts and cli: everything else also runs in a page.',
};
const DRAWING = {
  regex: '(\\.draw|/drawings?|/palette)\\.js$',
  message: 'Rules know nothing of drawings: drawings import rules, and drawings.ts joins them.',
};
const DEEP = { regex: '^@agon/[a-z]+/(src|dist)', message: 'Import a package by its face, not its files.' };

const forbidden = (name) => {
  const allowed = new Set(ONLY[name] ?? ORDER.slice(0, ORDER.indexOf(name)));
  const others = ORDER.filter((other) => other !== name && !allowed.has(other));
  return {
    regex: `^@agon/(${[name, ...others].join('|')})(/|$)`,
    message: `packages/${name} may import only from: ${[...allowed].join(', ') || 'nothing'}.`,
  };
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'runs/**'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pass an Rng in (DESIGN, randomness).' },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  ...ORDER.flatMap((name) => [
    {
      files: [`packages/${name}/src/**/*.{ts,tsx}`],
      rules: {
        'no-restricted-imports': [
          'error',
          { patterns: [forbidden(name), DEEP, ...(name === 'cli' ? [] : [NODE])] },
        ],
      },
    },
    {
      files: [`packages/${name}/src/**/*.node.ts`, `packages/${name}/src/node.ts`],
      rules: { 'no-restricted-imports': ['error', { patterns: [forbidden(name), DEEP] }] },
    },
    {
      files: [`packages/${name}/src/**/*.test.ts`],
      rules: { 'no-restricted-imports': ['error', { patterns: [DEEP] }] },
    },
  ]),
  {
    files: ['packages/envs/src/*/**/*.ts', 'packages/envs/src/{env,episodeEnv,game,registry}.ts'],
    ignores: ['**/*.draw.ts', '**/*.test.ts', 'packages/envs/src/testing/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [forbidden('envs'), DEEP, NODE, DRAWING] }] },
  },
);
