import { createRecord, deleteRecord, updateRecord, voidRecord } from '../entities/write.js';
import { render } from '../entities/render.js';
import { sendRecord } from '../entities/send.js';
import type { QboRecord } from '../model/record.js';
import type { EntityDefinition, Operation } from '../schema/definitions.js';
import type { Commit, Company } from '../store/company.js';
import { type BookSwitches, UnitOfWork } from '../store/unit-of-work.js';
import { createTaxCode } from '../tax/tax-service.js';
import { refuse } from './service-fault.js';

/** One write: an entity, what to do, and the body. */
export interface WriteRequest {
  readonly definition: EntityDefinition;
  readonly operation: Operation;
  readonly body: QboRecord | undefined;
  readonly allowDuplicateNumber: boolean;
}

/** Runs writes and reads on companies. Every commit goes through `commit`, where it is kept. */
export class Books {
  constructor(
    private readonly options: () => BookSwitches,
    private readonly commit: (company: Company, commit: Commit) => void,
  ) {}

  /** `{ Invoice: {…} }` as the endpoint answers it, without `time`. */
  write(company: Company, request: WriteRequest, now: number): QboRecord {
    const { definition, operation, body } = request;
    if (!body) throw refuse.unsupportedProperty();
    if (definition.name !== 'CompanyInfo') requireSubscription(company);
    const work = new UnitOfWork(company, now, this.options());
    const options = { allowDuplicateNumber: request.allowDuplicateNumber };
    const record = this.run(work, definition, operation, body, options);
    this.commit(company, work.commit());
    if (operation === 'delete') return { [definition.name]: record };
    const stored = company.get(definition.name, String(record['Id'])) ?? record;
    return { [definition.name]: render(company, definition, stored, 'write') };
  }

  read(company: Company, definition: EntityDefinition, id: string | undefined): QboRecord {
    if (definition.kind === 'single') {
      const single = company.store(definition.name).byId().at(0)?.record ?? {};
      return { [definition.name]: render(company, definition, single, 'read') };
    }
    const record = id === undefined ? undefined : company.get(definition.name, id);
    if (!record) throw /^([0-9]+|TAX|NON)$/.test(id ?? '') ? refuse.notFound() : refuse.invalidId(id ?? '');
    return { [definition.name]: render(company, definition, record, 'read') };
  }

  /** Marks a form as sent to an address. */
  send(
    company: Company,
    definition: EntityDefinition,
    id: string,
    to: string | undefined,
    now: number,
  ): QboRecord {
    requireSubscription(company);
    const record = this.change(company, now, (work) => sendRecord(work, definition, id, to));
    return { [definition.name]: render(company, definition, record, 'write') };
  }

  createTaxCode(company: Company, body: QboRecord | undefined, now: number): QboRecord {
    if (!body) throw refuse.unsupportedProperty();
    requireSubscription(company);
    const work = new UnitOfWork(company, now, this.options());
    const answer = createTaxCode(work, body);
    this.commit(company, work.commit());
    return answer;
  }

  /** Commits changes that no request made: the edits of a QuickBooks user. */
  change<T>(company: Company, now: number, change: (work: UnitOfWork) => T): T {
    const work = new UnitOfWork(company, now, this.options());
    const result = change(work);
    this.commit(company, work.commit());
    return result;
  }

  private run(
    work: UnitOfWork,
    definition: EntityDefinition,
    operation: Operation,
    body: QboRecord,
    options: { readonly allowDuplicateNumber: boolean },
  ): QboRecord {
    switch (operation) {
      case 'create':
        return createRecord(work, definition, body, options);
      case 'update':
        return updateRecord(work, definition, body, options);
      case 'delete':
        return deleteRecord(work, definition, body);
      case 'void':
        return voidRecord(work, definition, body);
    }
  }
}

function requireSubscription(company: Company): void {
  if (company.settings.subscriptionEnded) throw refuse.subscriptionEnded();
}
