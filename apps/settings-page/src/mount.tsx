import { createRoot } from 'react-dom/client';
import { openSession, type ApiOptions } from './api/api.js';
import type { TenantView } from './api/types.js';
import { SettingsPage } from './settings-page.js';
import './styles.css';

export interface MountOptions {
  /** Origin of sync-api, without a slash at the end; none: the page's own. It must be the same site. */
  readonly origin?: string;
  /** The BPro system; none: the manager's own, or the one that support chooses. */
  readonly tenant?: string;
  /** Gives a platform token when a session has to begin. It is exchanged at once and kept nowhere. */
  readonly getToken?: () => Promise<string>;
  /** `connection` of the address that QuickBooks' consent came back to. */
  readonly connectionOutcome?: string;
  /** Hears whether the feature is enabled, for the host's menu (rule A1). */
  readonly onEnabled?: (enabled: boolean) => void;
  /** BCP 47; none: the browser's. */
  readonly locale?: string;
}

export interface MountedPage {
  unmount(): void;
}

/** Shows the QuickBooks Settings page in an element of the host's page. */
export function mount(element: Element, options: MountOptions = {}): MountedPage {
  const root = createRoot(element);
  root.render(<SettingsPage {...options} origin={options.origin ?? ''} />);
  return {
    unmount: () => {
      root.unmount();
    },
  };
}

/** Whether the host shows the menu entry (rule A1). False where nobody is signed in. */
export async function isEnabled(options: MountOptions = {}): Promise<boolean> {
  const origin = options.origin ?? '';
  const asked: ApiOptions = { origin, getToken: options.getToken };
  const session = await openSession(asked);
  const tenant = options.tenant ?? session?.tenant;
  if (!session || tenant === null || tenant === undefined) return false;
  const response = await fetch(`${origin}/api/tenants/${encodeURIComponent(tenant)}`);
  if (!response.ok) return false;
  return ((await response.json()) as TenantView).enabled;
}
