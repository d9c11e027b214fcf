import { type Figure, figure, type Suite } from '../figure.js';
import { collectGarbage, medians, type Repetitions } from '../measure.js';
import type { SizedCompany } from './company.js';
import { loading, type Loaded } from './loading.js';
import { type Question, questions, searches } from './questions.js';
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
      for (const question of [...questions(page), ...searches(page)])
        await requireSameRows(companies, question);
      collectGarbage();
      const compare = (name: string, work: Compared): Promise<Figure> =>
        compared(name, companies, options, work);
      for (const question of questions(page))
        figures.push(await compare(question.name, { work: ask(question), aim: AIM }));
      for (const question of questions(page)) {
        const name = `${question.name}, after a write`;
        figures.push(await compare(name, { before: editBoth, work: ask(question), aim: AIM }));
      }
      for (const { name, write } of WRITES) figures.push(await compare(name, { work: write, aim: AIM }));
      for (const question of searches(page))
        figures.push(await compare(question.name, { work: ask(question) }));
      return figures;
    },
  };
}

const ask = (question: Question) => (company: SizedCompany, n: number) =>
  company.ask('GET', question.path(company, n));

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
