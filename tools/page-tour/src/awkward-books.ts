import type { BproBooks } from '@bpro-qbo-sync/bpro-simulator';
import { generateBooks } from '@bpro-qbo-sync/demo-books';

const { bpro: ordinary } = generateBooks({ seed: 1, size: 60, profile: 'us-manual' });

/** The BPro side of the books that QuickBooks holds. */
export const storeBooks: BproBooks = ordinary;

/** A BPro system that has nothing in common with any company: BPro's five sales terms, and those unheard of. */
export const strangeBooks: BproBooks = {
  ...ordinary,
  records: [1, 2, 3, 4, 5].map((each) => ({
    type: 'sales-term',
    id: `trm-${String(each)}`,
    createdAt: '2025-01-02T09:00:00.000Z',
    data: {
      name: `Unheard of ${String(each)}`,
      dueDays: 700 + each,
      discountPercent: null,
      discountDays: null,
    },
  })),
};
