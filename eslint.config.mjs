import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
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

const NO_ENUM = {
  selector: 'TSEnumDeclaration',
  message: 'A union of literals says the same with less.',
};

/** A field of a record of BPro or QuickBooks by its name: `row.content['ParentRef']`, `raw['Id']`, `content(…)?.['number']`. */
const FIELD = 'MemberExpression[computed=true][property.type="Literal"]';
const BY_MAPPING =
  'What a record of BPro or QuickBooks holds is read by its mapping in entities/ (docs/architecture.md).';
const NO_FIELDS = [
  `${FIELD}[object.property.name=/^(content|body|record)$/]`,
  `${FIELD}[object.name=/^(content|raw|body|record|row|data)$/]`,
  `${FIELD}[object.callee.property.name="content"]`,
  ':matches(VariableDeclarator, AssignmentExpression)[init.property.name="content"] > ObjectPattern',
  ':matches(VariableDeclarator, AssignmentExpression)[init.name="content"] > ObjectPattern',
].map((selector) => ({ selector, message: BY_MAPPING }));

const importing = (library) => `Program:has(ImportDeclaration[source.value="@bpro-qbo-sync/${library}"])`;
const ONE_SYSTEM = {
  selector: `${importing('qbo-client')}${importing('bpro-adapter').replace('Program', '')}`,
  message: 'BPro and QuickBooks meet in a mapping and in reconcile/ alone (docs/architecture.md).',
};

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
      'no-restricted-syntax': ['error', NO_ENUM],
    },
  },
  {
    // BPro and QuickBooks meet only in the mappings (entities/) and in the use case that reconciles one record type.
    files: ['libs/sync-application/src/**/*.ts', 'libs/sync-domain/src/**/*.ts', 'apps/sync-api/src/**/*.ts'],
    ignores: [
      '**/*.spec.ts',
      '**/testing/**',
      'libs/sync-domain/src/entities/**',
      'libs/sync-domain/src/qbo-record.ts', // what every QuickBooks record has, for the mappings
      'libs/sync-application/src/reconcile/**',
    ],
    rules: { 'no-restricted-syntax': ['error', NO_ENUM, ...NO_FIELDS, ONE_SYSTEM] },
  },
  {
    files: [
      'libs/sync-application/src/full-sync/auxiliary.ts', // the sync's own items, which BPro does not have
      'libs/sync-application/src/full-sync/read-company.ts', // the company itself, and names for the settings form
      'libs/sync-application/src/full-sync/read-records.ts', // the id of a record that no mapping could read
    ],
    rules: { 'no-restricted-syntax': ['error', NO_ENUM, ONE_SYSTEM] },
  },
  {
    files: [
      'libs/sync-application/src/ports.ts', // names both, reads neither
      'apps/sync-api/src/world.ts', // puts the real ones in their places
      'apps/sync-api/src/problems/problem-of.ts', // the errors of both over HTTP
    ],
    rules: { 'no-restricted-syntax': ['error', NO_ENUM, ...NO_FIELDS] },
  },
  {
    files: ['apps/settings-page/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    languageOptions: { globals: globals.browser },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ['apps/settings-page/src/texts.ts'], // all texts in one file, to be translated
    rules: { 'max-lines': 'off' },
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
