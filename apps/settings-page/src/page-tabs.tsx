import type { ReactNode } from 'react';
import { Tab as TabButton, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { TenantView } from './api/types.js';
import { TABS, type Tab } from './page-context.js';
import { HistorySection } from './sections/history-section.js';
import { NotesSection } from './sections/notes-section.js';
import { PlanSection } from './sections/plan-section.js';
import { RunSection } from './sections/run-section.js';
import { SettingsSection } from './sections/settings-section.js';
import { texts } from './texts.js';

const isTab = (name: string): name is Tab => (TABS as readonly string[]).includes(name);

/** The tab that the address names (`#notes`). */
export const tabOfAddress = (): Tab | undefined => {
  const name = window.location.hash.slice(1);
  return isTab(name) ? name : undefined;
};

/** Where the next step is taken. */
export function tabFor(step: TenantView['next']['step']): Tab {
  if (step === 'plan' || step === 'wait-for-plan' || step === 'start') return 'plan';
  return step === 'wait-for-sync' || step === 'review-notes' ? 'run' : 'settings';
}

const SECTIONS: Readonly<Record<Tab, () => ReactNode>> = {
  settings: () => <SettingsSection />,
  plan: () => <PlanSection />,
  run: () => <RunSection />,
  notes: () => <NotesSection />,
  history: () => <HistorySection />,
};

interface PageTabsProps {
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
}

export const PageTabs = ({ tab, onTab }: PageTabsProps): ReactNode => (
  <Tabs
    className="bqs-tabs"
    selectedKey={tab}
    onSelectionChange={(key) => {
      if (isTab(String(key))) onTab(String(key) as Tab);
    }}
  >
    <TabList className="bqs-tab-list" aria-label={texts.tabs.label}>
      {TABS.map((each) => (
        <TabButton key={each} id={each} className="bqs-tab">
          {texts.tabs[each]}
        </TabButton>
      ))}
    </TabList>
    {TABS.map((each) => (
      <TabPanel key={each} id={each} className="bqs-tab-panel">
        {SECTIONS[each]()}
      </TabPanel>
    ))}
  </Tabs>
);
