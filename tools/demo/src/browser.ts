/** What a browser shows after it followed all redirects. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

const MOST_REDIRECTS = 10;

/** A browser without a window: keeps cookies per host and follows redirects with them. */
export class Browser {
  private readonly cookies = new Map<string, Map<string, Cookie>>();

  /** Answers the response as it is, redirects not followed; takes its cookies. */
  async fetch(address: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const headers = new Headers(init.headers);
    const cookies = this.cookiesFor(url);
    if (cookies !== '') headers.set('cookie', cookies);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    this.keep(url, response.headers.getSetCookie());
    return response;
  }

  /** Opens a page and follows where it leads. */
  async open(address: string | URL, init: RequestInit = {}): Promise<Page> {
    let url = new URL(address);
    let response = await this.fetch(url, init);
    for (let hops = 0; isRedirect(response); hops++) {
      if (hops >= MOST_REDIRECTS) throw new Error(`${url.origin} redirects for ever`);
      await response.body?.cancel();
      url = new URL(response.headers.get('location') ?? '', url);
      response = await this.fetch(url);
    }
    return { url, status: response.status, text: await response.text() };
  }

  /** Submits the page's form with its own values, and `chosen` over them. */
  async submit(page: Page, chosen: Readonly<Record<string, string>>): Promise<Page> {
    const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(page.text);
    if (!form) throw new Error(`${page.url.pathname} shows no form (status ${String(page.status)})`);
    const [, opening = '', inside = ''] = form;
    const fields = new URLSearchParams();
    for (const [, input = ''] of inside.matchAll(/<input\b([^>]*)>/gi)) {
      const name = attribute(input, 'name');
      const off = attribute(input, 'type') === 'radio' && !/\bchecked\b/i.test(input);
      if (name !== undefined && !off) fields.set(name, attribute(input, 'value') ?? '');
    }
    for (const [name, value] of Object.entries(chosen)) fields.set(name, value);
    return this.open(new URL(attribute(opening, 'action') ?? '', page.url), { method: 'POST', body: fields });
  }

  private cookiesFor(url: URL): string {
    return [...(this.cookies.get(url.hostname)?.values() ?? [])]
      .filter(({ path }) => url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/, '/')))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  private keep(url: URL, lines: readonly string[]): void {
    const jar = this.cookies.get(url.hostname) ?? new Map<string, Cookie>();
    this.cookies.set(url.hostname, jar);
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [name = '', ...value] = pair.split('=');
      const of = (wanted: string): string | undefined =>
        attributes.find((a) => a.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
      const expires = of('expires');
      const over = of('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= 0);
      if (over) jar.delete(name);
      else jar.set(name, { name, value: value.join('='), path: of('path') ?? '/' });
    }
  }
}

const isRedirect = ({ status }: Response): boolean => status >= 300 && status < 400 && status !== 304;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`, 'i')
    .exec(tag)?.[1]
    ?.replace(/&(amp|lt|gt|quot|#39);/g, (_all, entity: string) => ENTITIES[entity] ?? '');
