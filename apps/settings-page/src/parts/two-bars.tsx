import type { ReactNode } from 'react';

interface TwoBarsProps {
  readonly qbo: number;
  readonly bpro: number;
  /** The longest bar of the whole table. */
  readonly most: number;
}

const length = (value: number, most: number): string => `${String(most === 0 ? 0 : (100 * value) / most)}%`;

/** Both sides' numbers to look at; the numbers themselves stand beside it. */
export const TwoBars = ({ qbo, bpro, most }: TwoBarsProps): ReactNode => (
  <div className="bqs-bars" aria-hidden="true">
    <div className="bqs-bar bqs-bar-qbo" style={{ width: length(qbo, most) }} />
    <div className="bqs-bar bqs-bar-bpro" style={{ width: length(bpro, most) }} />
  </div>
);
