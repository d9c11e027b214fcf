/** One entry of `Fault.Error`. */
export interface FaultError {
  readonly Message: string;
  readonly Detail: string;
  readonly code: string;
  readonly element?: string;
}

export type FaultType = 'ValidationFault' | 'SystemFault' | 'AuthenticationFault' | 'AuthorizationFault';

/** A refusal by the accounting service itself: `{"Fault":{"Error":[…],"type":…},"time":…}`. */
export class ServiceFault extends Error {
  override readonly name = 'ServiceFault';
  constructor(
    readonly errors: readonly FaultError[],
    readonly type: FaultType = 'ValidationFault',
    readonly status = 400,
  ) {
    super(errors.map((e) => `${e.code} ${e.Message}: ${e.Detail}`).join('; '));
  }

  get body(): { Fault: { Error: readonly FaultError[]; type: FaultType } } {
    return { Fault: { Error: this.errors, type: this.type } };
  }
}

const fault = (code: string, message: string, detail: string, element?: string): ServiceFault =>
  new ServiceFault([
    { Message: message, Detail: detail, code, ...(element === undefined ? {} : { element }) },
  ]);

/**
 * The refusals by code, with Intuit's own texts where they are known
 * (developer.intuit.com, "Error codes for the QuickBooks Online API").
 */
export const refuse = {
  unsupportedOperation: (operation: string) =>
    fault('500', 'Unsupported Operation', `Operation ${operation} is not supported.`),
  notFound: (element?: string) =>
    fault(
      '610',
      'Object Not Found',
      "Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
      element,
    ),
  cannotLink: (detail = 'Cannot validate linked transactions') =>
    fault('620', 'TxnID Cannot Be Linked', `Transaction Link Error : ${detail}`),
  batchTooLarge: (max: number) =>
    fault('1040', 'Batch is too large', `Maximum number of items in a batch is ${String(max)}.`),
  unsupportedProperty: (element?: string) =>
    fault(
      '2010',
      'Request has invalid or unsupported property',
      'Property Name:failed to parse json object; a property specified is unsupported or invalid',
      element,
    ),
  missing: (parameter: string) =>
    fault(
      '2020',
      'Required param missing, need to supply the required value for the API',
      `Required parameter ${parameter} is missing in the request`,
      parameter,
    ),
  invalidId: (value: string) =>
    fault('2030', 'Invalid ID', `Id should be a valid number. Supplied value:${value}`, 'Id'),
  invalidCharacters: (value: string, element: string) =>
    fault(
      '2040',
      'Invalid String. The String may contain unsupported or illegal chars',
      `Element contains invalid characters. ${value}`,
      element,
    ),
  length: (element: string, max: number, supplied: number, min = 0) =>
    fault(
      '2050',
      'String length is either shorter or longer than supported by specification',
      `String length specified does not match the supported length. Min:${String(min)} Max:${max.toLocaleString('en-US')} supported. Supplied length:${supplied.toLocaleString('en-US')}`,
      element,
    ),
  invalidEmail: (element: string) =>
    fault('2210', 'Invalid Email', 'Email Address does not conform to the syntax rules of RFC 822.', element),
  invalidReference: (detail: string, element: string) =>
    fault('2500', 'Invalid Reference Id', `Invalid Reference Id : ${detail}`, element),
  queryGrammar: (detail: string) => fault('4000', 'Error parsing query', detail),
  invalidQuery: (detail: string) => fault('4001', 'Invalid query', `QueryValidationError: ${detail}`),
  stale: () =>
    fault(
      '5010',
      'Stale Object Error',
      'Stale Object Error : You and root were working on this at the same time. root finished before you did, so your work was not saved.',
    ),
  notInPlan: () => fault('5030', 'Feature Not Supported', 'Feature Not Supported Error'),
  business: (detail: string) =>
    fault(
      '6000',
      'A business validation error has occurred while processing your request',
      `Business Validation Error: ${detail}`,
    ),
  amountMismatch: (supplied: number) =>
    fault(
      '6070',
      'Amount calculation incorrect in the request',
      `Amount calculation incorrect in the request. Amount is not equal to UnitPrice * Qty. Supplied value:${String(supplied)}`,
    ),
  invalidTaxCode: (supplied: string) =>
    fault(
      '6100',
      'Invalid tax code',
      `Valid line TaxCodes for US should be TAX or NON. Supplied value:${supplied}`,
    ),
  duplicateNumber: (number: string, type: string, id: string) =>
    fault(
      '6140',
      'Duplicate Document Number Error',
      `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${number} is assigned to TxnType=${type} with TxnId=${id}`,
    ),
  tooDeep: () =>
    fault('6180', 'Hierarchy level exceeded', 'The hierarchy is deeper than the allowed number of levels.'),
  subscriptionEnded: () =>
    fault(
      '6190',
      'Invalid Company Status',
      'Subscription period has ended or canceled or there was a billing problem.',
    ),
  booksClosed: () =>
    fault(
      '6210',
      'Account Period Closed, Cannot Update Through Services API',
      'The account period has closed and the account books cannot be updated through the QBO Services API. Please use the QBO website to make these changes.',
    ),
  openBalance: (what: string) =>
    fault(
      '6220',
      'The entity you are trying to delete has an open balance.',
      `The entity you are trying to delete has an open balance. : This ${what} cannot be deleted because it has a non-zero balance`,
    ),
  duplicateName: (sentence: string) =>
    fault('6240', 'Duplicate Name Exists Error', `The name supplied already exists. : ${sentence}`),
  beforeInventoryStart: () =>
    fault(
      '6270',
      'Transaction date is prior to start date for inventory item',
      'Transaction date is prior to start date for inventory item : Transactions with inventory (QOH) products cant be dated earlier than the Inventory Start Date for the product',
    ),
  accountType: () =>
    fault(
      '6430',
      'Invalid account type',
      'Invalid account type used : You need to select a different type of account for this transaction.',
    ),
  deposited: () =>
    fault(
      '6540',
      'Deposited Transaction cannot be changed',
      'Deposited Transaction cannot be changed : This transaction has been deposited. If you want to change or delete it, you must edit the deposit it appears on and remove it first.',
    ),
} as const;

/** The system fault of the service, code 10000. */
export const systemFault = (detail: string): ServiceFault =>
  new ServiceFault(
    [
      {
        Message: 'An application error has occurred while processing your request',
        Detail: `System Failure Error: ${detail}`,
        code: '10000',
      },
    ],
    'SystemFault',
    500,
  );
