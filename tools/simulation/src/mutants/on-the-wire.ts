import type { ChangeRequest } from '../in-process-http.js';

/** Bugs in what is sent to QuickBooks. */

export const withoutRequestId: ChangeRequest = (url, body) => {
  url.searchParams.delete('requestid');
  return { url, body };
};

/** A full update in place of a sparse one: QuickBooks misses what it needs, or clears what users wrote. */
export const fullUpdates: ChangeRequest = (url, body) => ({
  url,
  body: body.replaceAll('"sparse":true', '"sparse":false'),
});

const changed =
  (path: string, change: (body: string) => string): ChangeRequest =>
  (url, body) => ({ url, body: url.pathname.endsWith(path) ? change(body) : body });

/** An update of a customer also clears what is not the sync's. */
export const clearsNotes = changed('/customer', (body) =>
  body.replace('"sparse":true', '"sparse":true,"Notes":""'),
);

/** Amounts of payments lose their cents. */
export const losesCents = changed('/payment', (body) =>
  body.replace(/"TotalAmt":(\d+)\.\d+/, '"TotalAmt":$1').replace(/"Amount":(\d+)\.\d+/g, '"Amount":$1'),
);

/** Money is computed in floating point: a refund is a cent off. */
export const floats = changed('/refundreceipt', (body) =>
  body.replace(
    /"(Amount|UnitPrice)":(-?[\d.]+)/g,
    (_, name: string, amount: string) =>
      `"${name}":${String(Math.round((Number(amount) + 0.01) * 100) / 100)}`,
  ),
);

/** A payment does not say which invoice it pays. */
export const dropsDependencies = changed('/payment', (body) =>
  body.replace(/"LinkedTxn":\[[^\]]*\]/g, '"LinkedTxn":[]'),
);

/** Payments go to another company. */
export const toAnotherCompany: ChangeRequest = (url, body) => {
  if (url.pathname.endsWith('/payment'))
    url.pathname = url.pathname.replace(/company\/\d+/, 'company/9130350000000002');
  return { url, body };
};
