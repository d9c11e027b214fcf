import { type Figure, figure, type Suite } from '../figure.js';
import { collectGarbage, medians, type Repetitions } from '../measure.js';
import type { SizedCompany } from './company.js';
import { loading, type Loaded } from './loading.js';
import { type Question, questions } from './questions.js';
import { editBoth, WRITES } from './writes.js';

export interface SimulatorSuiteOptions {
  /** Numbers of invoices. */
  readonly small: number;
  readonly large: number;
  /** Records of a page. */
  readonly page: number;
  readonly repetitions: Repetitions;
}

/** A call at the large size may take this many times what it takes at the small one. */
const AIM = 1.5;

export const DEFAULTS: SimulatorSuiteOptions = {
  small: 1000,
  large: 100_000,
  page: 100,
  repetitions: { warmUp: 10, measured: 31 },
};

/** Whether the simulator's answers keep their speed in large books. */
export function simulatorSuite(options: SimulatorSuiteOptions = DEFAULTS): Suite {
  const { small, large, page } = options;
  return {
    name: 'simulator',
    about: `the QuickBooks simulator with ${String(large)} invoices and ${String(large / 5)} customers, against ${String(small)} and ${String(small / 5)}, in process, pages of ${String(page)}; medians of ${String(options.repetitions.measured)}`,
    async run() {
      const { figures, companies } = loading(options);
      for (const question of questions(page)) await requireSameRows(companies, question);
      collectGarbage();
      for (const question of questions(page)) figures.push(await quiet(question, companies, options));
      for (const question of questions(page)) figures.push(await betweenWrites(question, companies, options));
      for (const { name, write } of WRITES)
        figures.push(await compared(name, companies, options, { work: write, aim: AIM }));
      return figures;
    },
  };
}

const ask = (question: Question) => (company: SizedCompany, n: number) =>
  company.ask('GET', question.path(company, n));

const aimOf = ({ looksAtAll }: Question): { readonly aim?: number } => (looksAtAll ? {} : { aim: AIM });

const quiet = (
  question: Question,
  companies: Loaded['companies'],
  options: SimulatorSuiteOptions,
): Promise<Figure> =>
  compared(question.name, companies, options, { work: ask(question), ...aimOf(question) });

const betweenWrites = (
  question: Question,
  companies: Loaded['companies'],
  options: SimulatorSuiteOptions,
): Promise<Figure> =>
  compared(`${question.name}, after a write`, companies, options, {
    before: editBoth,
    work: ask(question),
    ...aimOf(question),
  });

interface Compared {
  readonly before?: (company: SizedCompany, n: number) => Promise<unknown>;
  readonly work: (company: SizedCompany, n: number) => Promise<unknown>;
  readonly aim?: number;
}

async function compared(
  name: string,
  companies: Loaded['companies'],
  { small, repetitions }: SimulatorSuiteOptions,
  { before, work, aim }: Compared,
): Promise<Figure> {
  const timed = companies.map((company) => ({
    before: async (n: number) => {
      await company.clock.advance(1000);
      await before?.(company, n);
    },
    work: (n: number) => work(company, n),
  }));
  const [bound = NaN, measured = NaN] = await medians(timed, repetitions);
  const boundIs = `the same at ${String(small)} invoices`;
  return figure({ name, unit: 'ms', measured, bound, boundIs, ...(aim === undefined ? {} : { aim }) });
}

/** Only pages of the same length can be compared. */
async function requireSameRows(companies: Loaded['companies'], question: Question): Promise<void> {
  const [small, large] = await Promise.all(
    companies.map(async (company) => (await ask(question)(company, 0)).split('"SyncToken"').length - 1),
  );
  if (small !== large)
    throw new Error(
      `${question.name}: ${String(small)} records against ${String(large)}, which says nothing`,
    );
}
