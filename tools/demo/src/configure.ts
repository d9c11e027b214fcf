import type { Settings } from '@bpro-qbo-sync/sync-domain';
import type { DemoInput } from './input-files.js';
import { UsageError } from './options.js';
import { ApiProblem, type SyncApi } from './sync-api.js';

/** Settings of the file, or the defaults with the first refund account that QuickBooks offers (rule C4). Throws `UsageError`. */
export async function configure(
  manager: SyncApi,
  { settings: { chooseRefundAccount, ...given } }: DemoInput,
  offered: { readonly id: string } | undefined,
): Promise<Settings> {
  const settings = chooseRefundAccount && offered ? { ...given, refundAccountId: offered.id } : given;
  try {
    await manager.configure(settings);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'settings-invalid') throw error;
    const [first] = error.fields;
    throw new UsageError(`--settings: ${first ? `${first.field}: ${first.message}` : error.message}`);
  }
  return settings;
}
