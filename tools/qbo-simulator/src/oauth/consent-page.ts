import { escapeHtml } from '../api/http.js';

export interface ConsentRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string;
  readonly companies: readonly { readonly realmId: string; readonly name: string }[];
}

const STYLE = `body{font:16px/1.5 "Avenir Next",system-ui,sans-serif;background:#f4f5f8;margin:0;color:#393a3d}
header{background:#fff;border-bottom:1px solid #e3e5e8;padding:1rem 2rem}main{max-width:32rem;margin:2.5rem auto;background:#fff;
border:1px solid #e3e5e8;border-radius:12px;padding:2rem}h1{font-size:1.35rem;margin:0 0 .5rem}h2{font-size:1rem;margin:1.25rem 0 .25rem}
.brand{color:#2ca01c;font-weight:800;font-size:1.2rem}ul{margin:.25rem 0;padding-left:1.25rem}
fieldset{border:0;margin:0;padding:0}legend{font-weight:600;padding:0;margin:1rem 0 .25rem}
label{display:flex;gap:.6rem;align-items:center;border:1px solid #d4d7dc;border-radius:8px;padding:.7rem 1rem;margin:.4rem 0;cursor:pointer}
label:has(:checked){border-color:#2ca01c;background:#f3faf2}label small{margin-left:auto}
.actions{display:flex;flex-direction:row-reverse;gap:.75rem;margin-top:1.5rem}
button{font:inherit;font-weight:600;border-radius:8px;padding:.6rem 1.5rem;border:2px solid #2ca01c;cursor:pointer}
button[value=connect]{background:#2ca01c;color:#fff}button[value=cancel]{background:#fff;color:#2ca01c}
button:focus-visible,input:focus-visible{outline:3px solid #0077c5;outline-offset:2px}small{color:#6b6c72}`;

const page = (title: string, main: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body><header><span class="brand">quickbooks</span> <small>simulator</small></header><main>${main}</main></body></html>`;

/** What a scope lets the app do, in words. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  'com.intuit.quickbooks.accounting':
    'See and change your accounting data: customers, products, invoices, payments, taxes and accounts',
  'com.intuit.quickbooks.payment': 'Process payments',
  openid: 'Know who you are',
  profile: 'See your name',
  email: 'See your e-mail address',
  phone: 'See your phone number',
  address: 'See your postal address',
};

const permissions = (scope: string): string =>
  scope
    .split(/\s+/)
    .filter((each) => each !== '')
    .map((each) => `<li>${escapeHtml(PERMISSIONS[each] ?? each)}</li>`)
    .join('');

/** The page on which the user picks a company and connects or cancels. Its form can also be posted by a program. */
export function consentPage(request: ConsentRequest): string {
  const hidden = Object.entries({
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    scope: request.scope,
    state: request.state,
  })
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
    .join('');
  const companies = request.companies
    .map(
      ({ realmId, name }, index) =>
        `<label><input type="radio" name="realmId" value="${escapeHtml(realmId)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(name)} <small>${escapeHtml(realmId)}</small></label>`,
    )
    .join('');
  const none = '<p>No company exists in this simulator yet.</p>';
  const connect =
    companies === '' ? '' : '<button type="submit" name="action" value="connect">Connect</button>';
  const host = URL.canParse(request.redirectUri) ? new URL(request.redirectUri).host : '';
  return page(
    'Connect to QuickBooks (simulator)',
    `<h1>Which company do you want to connect?</h1>
<p>An app at <strong>${escapeHtml(host)}</strong> asks to use your QuickBooks data.</p>
<form method="post" action="/connect/oauth2">${hidden}
<fieldset><legend>Company</legend>${companies === '' ? none : companies}</fieldset>
<h2>If you connect, the app can</h2><ul>${permissions(request.scope)}</ul>
<p><small>You can disconnect at any time. This is a simulator: it is not Intuit's, and its data is invented.</small></p>
<div class="actions">${connect}<button type="submit" name="action" value="cancel">Cancel</button></div></form>`,
  );
}

/** Why the app cannot connect; the user is not sent back to an address that may be wrong. */
export const consentError = (message: string): string =>
  page('Connection problem', `<h1>Sorry, but the app can't connect</h1><p>${escapeHtml(message)}</p>`);
