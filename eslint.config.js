import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importRule } from './eslint.import-rule.js';
import { IMPORT_TABLE } from './eslint.imports.js';

const root = import.meta.dirname;
const folders = ['workflows', 'templating', 'catalogue', 'outbound', 'activities', 'client', 'worker', 'api', 'cli'];
const product = folders.map((folder) => `${folder}/**/*.ts`);

const throughJ = 'time, chance and Temporal only through `j`, so that a story can be replayed';

const AT_TOP = ':matches(Program, Program > ExportNamedDeclaration)';
const NOT_READ_ONLY = ':not([id.typeAnnotation.typeAnnotation.typeName.name=/^Readonly/])';

export default defineConfig(
  { ignores: ['dist/', 'coverage/', '.waypost/', 'node_modules/'] },
  // A rule that does not fit is changed here, for all, and never silenced in place.
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
  js.configs.recommended,

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', 250],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/prefer-promise-reject-errors': ['error', { allowThrowingUnknown: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `readJson<Answer>(…)` says at the call what is expected; the cast is inside.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // An interface that answers with a promise may be implemented by a function that has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Express's Request is an interface over Node's class, which this rule takes for a forgery.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // `while (true)` with a return inside reads better than a flag.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },
  {
    // The catalogue's types are declared empty and filled in by declaration merging; until then they are `never`.
    files: ['workflows/contracts/**/*.ts', '**/*.d.ts'],
    rules: {
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      '@typescript-eslint/no-duplicate-type-constituents': 'off',
    },
  },

  {
    files: [...product, 'dev/**/*.{ts,mjs}', 'test/**/*.ts'],
    plugins: { waypost: { rules: { imports: importRule } } },
    rules: { 'waypost/imports': ['error', { table: IMPORT_TABLE, root }] },
  },
  { files: product, ignores: ['cli/**'], rules: { 'no-console': 'error' } },
  {
    // An update of the SDK may move its internals: two files name them, and say which public API is missing.
    files: [...product, 'dev/**/*.ts', 'test/**/*.ts'],
    ignores: ['client/temporal/internals.ts', 'workflows/temporal.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@temporalio/*/lib/*', '@temporalio/*/lib/**'],
              message: 'Take internals of the SDK from client/temporal/internals.ts or workflows/temporal.ts.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['workflows/contracts/messages.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@temporalio/workflow',
              allowImportNames: ['defineSignal', 'defineQuery', 'defineUpdate'],
              message: 'messages.ts defines signals, queries and updates and nothing else.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['workflows/**/*.ts'],
    ignores: ['workflows/journeys/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          `${AT_TOP} > VariableDeclaration[kind!='const']`,
          `${AT_TOP} > VariableDeclaration > VariableDeclarator[init.callee.name=/^(Map|Set)$/]${NOT_READ_ONLY}`,
        ].map((selector) => ({ selector, message: 'Runs share this module: keep state in the run, not beside it.' })),
      ],
    },
  },
  {
    files: ['workflows/journeys/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['Date', 'setTimeout', 'setInterval', 'setImmediate', 'crypto', 'performance', 'fetch', 'process'].map(
          (name) => ({ name, message: throughJ }),
        ),
        ...['globalThis', 'WeakRef', 'FinalizationRegistry'].map((name) => ({ name, message: throughJ })),
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: throughJ }],
    },
  },

  {
    files: ['test/**/*.ts'],
    rules: {
      // Matchers such as `expect.objectContaining` and parsed answers are `any` by nature.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(['console', 'process', 'URL', 'setTimeout'].map((name) => [name, 'readonly'])),
    },
  },
);
