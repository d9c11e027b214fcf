import type { Environment } from '../stack/host-environment.js';
import { COMPANY } from '../stack/names.js';
import type { RunningStack } from '../stack/start-stack.js';

const CONFIGURED = 'as configured';

/** What a person needs to know when everything runs: where it is and what to do first. No password, no token. */
export function welcome(stack: RunningStack, env: Environment, folder: string): string {
  const { apiUrl, projectorUrl, qboUrl, bproUrl, eventStoreUrl, databaseUrl, tenant } = stack;
  const rows: (readonly [string, string, string])[] = [
    ['API', apiUrl, `OpenAPI: ${apiUrl}/api/openapi.json`],
    ['Projector', projectorUrl, `health and metrics: ${projectorUrl}/health/ready, /metrics`],
    ['QuickBooks', qboUrl, env['QBO_ENVIRONMENT'] ? CONFIGURED : `simulated, company ${COMPANY}`],
    ['BPro', bproUrl, env['BPRO_BASE_URL'] ? CONFIGURED : `simulated, tenant ${tenant}`],
    ['EventStoreDB', withoutSecrets(eventStoreUrl), env['EVENTSTORE_URL'] ? CONFIGURED : 'local'],
    [
      'PostgreSQL',
      withoutSecrets(databaseUrl),
      env['DATABASE_URL'] ? CONFIGURED : `local, password in ${folder}/postgres/password`,
    ],
  ];
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length));
  return [
    'BPro QuickBooks Sync is ready.',
    '',
    ...rows.map(([name, url, what]) => `  ${name.padEnd(width(0))}  ${url.padEnd(width(1))}  ${what}`),
    `  Data and logs in ${folder}`,
    '',
    ...tokens(stack),
    '',
    'Ctrl-C ends everything. The next start finds the data again.',
  ].join('\n');
}

function tokens({ demoTokens, apiUrl, tenant }: RunningStack): string[] {
  if (!demoTokens)
    return [
      'The API takes the tokens of the platform as configured (JWT_SHARED_KEY or JWKS_URL, DEMO_TOKENS).',
    ];
  return [
    'A token for each role, good for 12 hours:',
    `  curl -s ${apiUrl}/api/demo-tokens/manager`,
    `  curl -s ${apiUrl}/api/demo-tokens/support`,
    '',
    `What to do next: support enables the sync for the tenant, then a manager connects QuickBooks.`,
    `  curl -X POST -H "Authorization: Bearer $(curl -s ${apiUrl}/api/demo-tokens/support)" ${apiUrl}/api/tenants/${tenant}/enable`,
    `  curl -H "Authorization: Bearer $(curl -s ${apiUrl}/api/demo-tokens/manager)" ${apiUrl}/api/tenants/${tenant}`,
    'The second answer says what comes next. All steps up to the finished sync: docs/first-sync.md',
  ];
}

/** Addresses of databases may carry a password. */
const withoutSecrets = (url: string): string => url.replace(/\/\/[^@/]*@/, '//');
