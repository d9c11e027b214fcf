import { escapeHtml } from '../api/http.js';

export interface ConsentRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string;
  readonly companies: readonly { readonly realmId: string; readonly name: string }[];
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;background:#f4f5f8;margin:0;color:#393a3d}
main{max-width:30rem;margin:3rem auto;background:#fff;border-radius:8px;padding:2rem;box-shadow:0 1px 4px #0003}
h1{font-size:1.3rem;margin:0 0 .5rem}.brand{color:#2ca01c;font-weight:700;letter-spacing:.02em}
fieldset{border:1px solid #d4d7dc;border-radius:6px;margin:1rem 0}label{display:block;padding:.4rem 0}
button{font:inherit;border-radius:6px;padding:.5rem 1.4rem;border:1px solid #2ca01c;cursor:pointer}
button[value=connect]{background:#2ca01c;color:#fff}button[value=cancel]{background:#fff;color:#2ca01c}
small{color:#6b6c72}`;

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
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Connect to QuickBooks (simulator)</title><style>${STYLE}</style></head>
<body><main><p class="brand">quickbooks <small>simulator</small></p>
<h1>Which company do you want to connect?</h1>
<p>The app asks to read and write this company's accounting data.</p>
<form method="post" action="/connect/oauth2">${hidden}
<fieldset><legend>Company</legend>${companies === '' ? none : companies}</fieldset>
<button type="submit" name="action" value="connect">Connect</button>
<button type="submit" name="action" value="cancel">Cancel</button>
</form><p><small>Not affiliated with Intuit. Data here is invented.</small></p></main></body></html>`;
}

export const consentError = (message: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Connection problem</title><style>${STYLE}</style></head>
<body><main><h1>Sorry, but the app can't connect</h1><p>${escapeHtml(message)}</p></main></body></html>`;
