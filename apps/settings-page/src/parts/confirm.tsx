import { useState, type ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useAction } from '../api/use-load.js';
import { texts } from '../texts.js';
import { ProblemNotice } from './notice.js';

interface WindowProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly role?: 'dialog' | 'alertdialog';
  readonly children: ReactNode;
}

/** A window over the page; Escape closes it. */
export const Window = ({ title, isOpen, onClose, role = 'dialog', children }: WindowProps): ReactNode => (
  <ModalOverlay
    className="bqs bqs-overlay"
    isOpen={isOpen}
    onOpenChange={(open) => {
      if (!open) onClose();
    }}
    isDismissable={role === 'dialog'}
  >
    <Modal className="bqs-modal">
      <Dialog className="bqs-dialog" role={role}>
        <Heading slot="title" level={2}>
          {title}
        </Heading>
        {children}
      </Dialog>
    </Modal>
  </ModalOverlay>
);

interface ConfirmProps {
  /** On the button that opens the question. */
  readonly label: string;
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly keep?: string;
  readonly look?: 'primary' | 'danger' | 'plain';
  readonly isDisabled?: boolean;
  readonly act: () => Promise<void>;
}

/** A button whose command is given only after its consequence was read. A refusal stays in the window. */
export function Confirm({
  label,
  title,
  text,
  action,
  keep = texts.cancel,
  look = 'plain',
  isDisabled = false,
  act,
}: ConfirmProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { run, busy, error } = useAction(async () => {
    await act();
    setOpen(false);
  });
  const close = (): void => {
    setOpen(false);
  };
  return (
    <>
      <Button
        className={`bqs-button bqs-${look}`}
        isDisabled={isDisabled}
        onPress={() => {
          setOpen(true);
        }}
      >
        {label}
      </Button>
      <Window title={title} isOpen={isOpen} onClose={close} role="alertdialog">
        <p>{text}</p>
        <ProblemNotice problem={error} />
        <div className="bqs-row bqs-end">
          <Button className="bqs-button" onPress={close}>
            {keep}
          </Button>
          <Button
            className={`bqs-button ${look === 'danger' ? 'bqs-danger' : 'bqs-primary'}`}
            aria-disabled={busy}
            onPress={() => {
              run();
            }}
          >
            {action}
          </Button>
        </div>
      </Window>
    </>
  );
}
