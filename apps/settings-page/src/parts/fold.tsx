import { useState, type ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';

interface FoldProps {
  readonly title: ReactNode;
  readonly level?: 3 | 4 | 5;
  readonly startOpen?: boolean;
  readonly className?: string;
  /** Made only while it is open. */
  readonly children: () => ReactNode;
}

/** A heading that opens what stands below it. */
export function Fold({
  title,
  level = 4,
  startOpen = false,
  className = '',
  children,
}: FoldProps): ReactNode {
  const [isOpen, setOpen] = useState(startOpen);
  return (
    <Disclosure className={`bqs-fold ${className}`} isExpanded={isOpen} onExpandedChange={setOpen}>
      <Heading level={level}>
        <Button slot="trigger" className="bqs-fold-button">
          <span className="bqs-fold-mark" aria-hidden="true" />
          <span className="bqs-fold-title">{title}</span>
        </Button>
      </Heading>
      <DisclosurePanel className="bqs-fold-panel">{isOpen ? children() : null}</DisclosurePanel>
    </Disclosure>
  );
}
