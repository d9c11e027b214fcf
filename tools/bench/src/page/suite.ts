import { figure, type Figure, type Suite } from '../figure.js';
import { medians, type Repetitions } from '../measure.js';
import type { BooksSize } from './filled-books.js';
import { RUN } from './filled-books.js';
import { startPageApi, type PageApi } from './page-api.js';
import { scrollThroughNotes } from './scrolling.js';

export interface PageSuiteOptions {
  readonly small: Omit<BooksSize, 'tenant'>;
  readonly large: Omit<BooksSize, 'tenant'>;
  readonly repetitions: Repetitions;
}

const DEFAULTS: PageSuiteOptions = {
  small: { records: 1_000, notes: 50 },
  large: { records: 100_000, notes: 5_000 },
  repetitions: { warmUp: 5, measured: 21 },
};

/** A view of a large company may take this many times what it takes of a small one. */
const AIM = 1.5;

interface View {
  readonly name: string;
  /** Below `/api/tenants/:tenant`. */
  readonly path: string;
  /** Its answer is as long as the company is large: no aim. */
  readonly grows?: true;
}

/** What the page asks for; `row`, `note`: places in the middle of the lists. */
const views = (row: string, note: string): readonly View[] => [
  { name: 'where the sync stands', path: '' },
  { name: 'the plan, its counts and totals', path: `/plans/${RUN}` },
  { name: 'rows of a plan, first page', path: `/plans/${RUN}/rows?type=invoice&action=create-qbo&limit=50` },
  {
    name: 'rows of a plan, a page in the middle',
    path: `/plans/${RUN}/rows?type=invoice&action=create-qbo&limit=50&after=${encodeURIComponent(row)}`,
  },
  { name: 'counts', path: '/counts' },
  { name: 'a run’s progress, from its events', path: `/runs/${RUN}`, grows: true },
  { name: 'the runs', path: '/runs?limit=20' },
  { name: 'groups of notes', path: '/notes?limit=1' },
  { name: 'notes of a group, first page', path: '/notes?code=name-taken&limit=25' },
  {
    name: 'notes of a group, a page in the middle',
    path: `/notes?code=name-taken&limit=25&after=${encodeURIComponent(note)}`,
  },
  { name: 'notes of a record type', path: '/notes?type=invoice&limit=25' },
  { name: 'history of a record', path: `/records/${note}/history` },
  { name: 'history of everything, first page', path: '/history?limit=100' },
  { name: 'calls to QuickBooks', path: '/usage' },
  { name: 'notes with a text in their names', path: '/notes?text=rain&limit=25', grows: true },
  { name: 'all notes as CSV', path: '/notes.csv', grows: true },
];

/** Whether what the settings page asks for stays as quick in a large company as in a small one. */
export function pageSuite(options: PageSuiteOptions = DEFAULTS): Suite {
  const { small, large, repetitions } = options;
  return {
    name: 'page',
    about: `what the settings page asks the API for, over PostgreSQL, with ${String(large.records)} records on each side and ${String(large.notes)} notes, against ${String(small.records)} and ${String(small.notes)}; medians of ${String(repetitions.measured)}`,
    run: async () => {
      const sizes = [
        { tenant: 'small', ...small },
        { tenant: 'large', ...large },
      ];
      const api = await startPageApi(sizes);
      try {
        const asked = await Promise.all(sizes.map(({ tenant }) => viewsOf(api, tenant)));
        const figures: Figure[] = [];
        for (const [n, { name, grows }] of (asked[0] ?? []).entries()) {
          const timed = sizes.map(({ tenant }, which) => ({
            work: () => api.get(`${tenant}${asked[which]?.[n]?.path ?? ''}`),
          }));
          const [bound = NaN, measured = NaN] = await medians(timed, repetitions);
          const boundIs = `the same at ${String(small.records)} records`;
          figures.push(
            figure({ name, unit: 'ms', measured, bound, boundIs, ...(grows ? {} : { aim: AIM }) }),
          );
        }
        return [...figures, ...(await inABrowser(api, sizes, small.records))];
      } finally {
        await api.close();
      }
    },
  };
}

/** The page itself: until its notes are there, and what the document holds while one scrolls through a group. */
async function inABrowser(
  api: PageApi,
  sizes: readonly BooksSize[],
  records: number,
): Promise<readonly Figure[]> {
  const [few, many] = await Promise.all(sizes.map(({ tenant }) => scrollThroughNotes(api, tenant)));
  if (!few || !many) throw new Error('there are two companies');
  const boundIs = `the same at ${String(records)} records`;
  return [
    figure({
      name: 'from opening the page to the groups of notes',
      unit: 'ms',
      measured: many.opened,
      bound: few.opened,
      boundIs,
      aim: AIM,
    }),
    figure({
      name: `in the document, scrolling through ${String(many.seen)} notes against ${String(few.seen)}`,
      unit: 'elements',
      measured: many.elements,
      bound: few.elements,
      boundIs,
    }),
  ];
}

/** The views of a tenant, with places in the middle of its own lists. */
async function viewsOf(api: PageApi, tenant: string): Promise<readonly View[]> {
  const { rows } = (await api.json(
    `${tenant}/plans/${RUN}/rows?type=invoice&action=create-qbo&limit=200`,
  )) as {
    rows: readonly { type: string; recordId: string }[];
  };
  const { notes } = (await api.json(`${tenant}/notes?limit=200`)) as {
    notes: readonly { type: string; recordId: string }[];
  };
  return views(placeIn(rows), placeIn(notes));
}

function placeIn(list: readonly { readonly type: string; readonly recordId: string }[]): string {
  const middle = list[list.length >> 1];
  if (!middle) throw new Error('the books have nothing to ask for');
  return `${middle.type}/${middle.recordId}`;
}
