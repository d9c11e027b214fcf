import type { ReactNode } from 'react';
import { Label, ProgressBar } from 'react-aria-components';

interface MeterProps {
  readonly label: string;
  readonly done: number;
  readonly of: number;
  readonly text: string;
}

export const Meter = ({ label, done, of, text }: MeterProps): ReactNode => {
  const share = of === 0 ? 1 : Math.min(1, done / of);
  return (
    <ProgressBar className="bqs-meter" value={share * 100} valueLabel={text}>
      <Label>{label}</Label>
      <span className="bqs-meter-text">{text}</span>
      <span className="bqs-meter-track">
        <span className="bqs-meter-fill" style={{ width: `${String(share * 100)}%` }} />
      </span>
    </ProgressBar>
  );
};
