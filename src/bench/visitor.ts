import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** What a server answered. */
export interface Seen {
  readonly status: number;
  /** Where it was in the end, after what it was sent on to. */
  readonly path: string;
  readonly body: string;
}

export type Fields = Readonly<Record<string, string>>;

/** One request and its answer: milliseconds from the first byte sent to the last one read. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Where it sent on to; null when it showed something itself. */
  readonly location: string | null;
  readonly ms: number;
}

const HOPS = 5;

/** Somebody with a browser, from outside: one connection kept alive, cookies, forms sent as they were shown. */
export class Visitor {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly cookies = new Map<string, string>();

  /** `from` is the address that a proxy says it speaks for: sign-ins are limited by address. */
  constructor(
    private readonly base: string,
    private readonly from: string,
    private readonly told: (exchange: Exchange) => void = () => undefined,
  ) {}

  /** Opens a page, and the one it sends on to. */
  async get(path: string): Promise<Seen> {
    return this.follow('GET', path, null);
  }

  /** Sends the form of a page that goes to `action`, with what is typed over what it shows. */
  async send(page: Seen, action: string, typed: Fields): Promise<Seen> {
    const fields = new URLSearchParams({ ...fieldsOf(page.body, action), ...typed });
    return this.follow('POST', action, fields.toString());
  }

  async signIn(email: string, password: string): Promise<void> {
    const entered = await this.send(await this.get('/connexion'), '/connexion', { email, password });
    if (entered.status !== 200 || entered.path === '/connexion')
      throw new Error(`${email} was not let in: ${entered.status} at ${entered.path}.`);
  }

  close(): void {
    this.agent.destroy();
  }

  private async follow(method: string, path: string, form: string | null): Promise<Seen> {
    let [next, how, body] = [path, method, form];
    for (let hop = 0; hop < HOPS; hop++) {
      const { location, status, page } = await this.exchange(how, next, body);
      if (location === null) return { status, path: next, body: page };
      const to = new URL(location, this.base + next);
      [next, how, body] = [to.pathname + to.search, 'GET', null];
    }
    throw new Error(`${path} sends round in a circle.`);
  }

  private async exchange(method: string, path: string, form: string | null) {
    const start = performance.now();
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const asked = request(this.base + path, {
      method,
      agent: this.agent,
      headers: {
        'x-forwarded-for': this.from,
        ...(cookie === '' ? {} : { cookie }),
        ...(form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
    });
    asked.end(form ?? undefined);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const page = await text(answer);
    const status = answer.statusCode ?? 0;
    const { location = null } = answer.headers;
    this.told({ method, path, status, location, ms: performance.now() - start });
    for (const line of answer.headers['set-cookie'] ?? []) this.keep(line);
    return { location, status, page };
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** What a form shows and would send as it stands: hidden and typed fields, and choices that are made. */
function fieldsOf(html: string, action: string): Record<string, string> {
  const form = [...html.matchAll(/<form\b[^>]*action="([^"?]*)[^"]*"[^>]*>(.*?)<\/form>/gs)].find(
    ([, to = '']) => decoded(to) === action,
  );
  const fields: Record<string, string> = {};
  for (const [input] of (form?.[2] ?? '').matchAll(/<input\b[^>]*>/g)) {
    const [name, type] = [attribute(input, 'name'), attribute(input, 'type') ?? 'text'];
    const isChoice = type === 'radio' || type === 'checkbox';
    if (name !== null && (!isChoice || /\schecked\b/.test(input))) fields[name] = attribute(input, 'value') ?? '';
  }
  return fields;
}

function attribute(tag: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? null : decoded(value);
}

const decoded = (escaped: string): string =>
  escaped.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
