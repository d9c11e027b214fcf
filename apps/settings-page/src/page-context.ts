import { createContext, useContext } from 'react';
import type { Api } from './api/api.js';
import type { RecordType, TenantView } from './api/types.js';
import type { Format } from './format/format.js';

export const TABS = ['settings', 'plan', 'run', 'notes', 'history'] as const;
export type Tab = (typeof TABS)[number];

export interface RecordRef {
  readonly type: RecordType;
  readonly recordId: string;
  readonly name: string;
}

/** What every part of the page knows. */
export interface Page {
  readonly api: Api;
  readonly tenant: TenantView;
  readonly format: Format;
  /** Asks anew where the sync stands. */
  readonly reload: () => void;
  readonly goTo: (tab: Tab) => void;
  /** Said to screen readers and shown for a while. */
  readonly announce: (text: string) => void;
  readonly openHistory: (record: RecordRef) => void;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('outside of the page');
  return page;
}
