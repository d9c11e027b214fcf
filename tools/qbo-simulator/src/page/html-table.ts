import { escapeHtml } from '../api/http.js';

/** A cell: its text, and where a click on it leads. */
export type Cell = string | { readonly text: string; readonly href: string };

const content = (cell: Cell): string =>
  typeof cell === 'string'
    ? escapeHtml(cell)
    : `<a href="${escapeHtml(cell.href)}">${escapeHtml(cell.text)}</a>`;

const row = (cells: readonly Cell[], tag: 'td' | 'th'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${content(cell)}</${tag}>`).join('')}</tr>`;

export const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  `<div class="wide"><table><thead>${row(head, 'th')}</thead><tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table></div>`;

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem;color:#393a3d}table{border-collapse:collapse;margin:.5rem 0 2rem}
th,td{text-align:left;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #e3e5e8;white-space:nowrap}h1{color:#2ca01c}
h1 a{color:inherit;text-decoration:none}code,pre{font-size:.85em}.wide{overflow-x:auto}a{color:#0077c5}
@media (max-width:600px){body{margin:1rem}}`;

/** A page of the simulator; `body` is HTML. */
export const document = (body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>QuickBooks Online simulator</title><style>${STYLE}</style></head>
<body><h1><a href="/">QuickBooks Online simulator</a></h1>${body}</body></html>`;
