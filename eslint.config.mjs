import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Who may import whom: the tags stand in each project.json (docs/architecture.md has the picture). */
const boundaries = [
  { sourceTag: 'type:clock', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:adapter', onlyDependOnLibsWithTags: ['type:domain', 'type:clock'] },
  { sourceTag: 'scope:qbo', onlyDependOnLibsWithTags: ['type:clock'] },
  { sourceTag: 'type:application', onlyDependOnLibsWithTags: ['type:domain', 'type:adapter', 'type:clock'] },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:application', 'type:domain', 'type:adapter', 'type:clock'],
  },
  { sourceTag: 'scope:projector', notDependOnLibsWithTags: ['scope:qbo', 'scope:bpro', 'type:application'] },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['*'] },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/*.json', '**/*.md'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    plugins: { '@nx': nx },
    languageOptions: { globals: globals.node },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { allow: [], depConstraints: boundaries }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/unified-signatures': 'off',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'A union of literals says the same with less.' },
      ],
    },
  },
  {
    files: ['**/*.spec.ts'],
    rules: { 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['libs/sync-domain/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'fetch', 'process'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random' },
        { object: 'Date', property: 'now' },
        { object: 'crypto', property: 'randomUUID' },
      ],
      'no-restricted-imports': [
        'error',
        { patterns: ['@nestjs/*', 'node:fs*', 'node:http*', 'node:net', 'pg', 'kysely', '@eventstore/*'] },
      ],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['libs/event-store/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@eventstore/db-client',
              message: 'Only the event-store library knows the database client.',
            },
          ],
        },
      ],
    },
  },
);
