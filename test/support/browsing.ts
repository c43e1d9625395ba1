import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CreateAccount } from '#application/access/create-account';
import type { Role } from '#application/access/viewer';
import { House } from '#application/house';
import type { MailSettings } from '#application/mail/post-office';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import type { AccessSettings } from '#config/access-settings';
import { openPages } from '#http/pages';
import type { TestHouse } from './test-house';

/** What a page answered. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly body: string;
  /** What is read on it: without marks, blanks made one. */
  readonly text: string;
  /** Where it sends on; null when it shows something itself. */
  readonly location: string | null;
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export interface Upload {
  /** Name of the form's field. */
  readonly field: string;
  readonly name: string;
  readonly type?: string;
  readonly bytes: Buffer | string;
}

export interface Person {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly accountId: number;
}

/** Somebody with a browser: cookies are kept, forms are sent as a page of ours sends them. */
export class Visitor {
  private readonly cookies = new Map<string, string>();
  private token: string | null = null;

  constructor(
    private readonly pages: NestFastifyApplication,
    /** A page with a form that this visitor may open. */
    private formPage: string,
  ) {}

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<PageAnswer> {
    return this.ask('GET', path, undefined, headers);
  }

  /** Sends a form; `_csrf: ''` among the fields sends it without a right token. */
  async post(path: string, fields: Fields = {}, headers: Readonly<Record<string, string>> = {}): Promise<PageAnswer> {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries({ _csrf: await this.csrf(), ...fields }))
      for (const one of typeof value === 'string' ? [value] : value) form.append(name, one);
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.ask('POST', path, form.toString(), { ...type, ...headers });
  }

  async upload(path: string, uploads: readonly Upload[], fields: Fields = {}): Promise<PageAnswer> {
    const boundary = 'taux-juste-boundary';
    const parts: Buffer[] = [];
    for (const [name, value] of Object.entries(fields))
      for (const one of typeof value === 'string' ? [value] : value)
        parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${one}\r\n`));
    for (const { field, name, type = 'application/octet-stream', bytes } of uploads) {
      const head = `Content-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}`;
      parts.push(Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), Buffer.from(bytes), Buffer.from('\r\n'));
    }
    const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
    const address = `${path}${path.includes('?') ? '&' : '?'}_csrf=${encodeURIComponent(await this.csrf())}`;
    return this.ask('POST', address, body, { 'content-type': `multipart/form-data; boundary=${boundary}` });
  }

  /** The page that an answer sends on to, as a browser opens it; the answer itself when it sends nowhere. */
  async follow(answer: PageAnswer | Promise<PageAnswer>): Promise<PageAnswer> {
    const { location } = await answer;
    return location === null ? answer : this.get(location);
  }

  async signIn({ email, password }: Pick<Person, 'email' | 'password'>): Promise<PageAnswer> {
    [this.token, this.formPage] = [null, '/connexion'];
    const answer = await this.post('/connexion', { email, password });
    this.token = null;
    if (answer.status === 303) this.formPage = '/compte';
    return answer;
  }

  /** The same browser state, for two tabs at once or a thief. */
  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private async csrf(): Promise<string> {
    this.token ??= /name="_csrf" value="([^"]+)"/.exec((await this.get(this.formPage)).body)?.[1] ?? null;
    return this.token ?? '';
  }

  private async ask(
    method: 'GET' | 'POST',
    url: string,
    payload: string | Buffer | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<PageAnswer> {
    const response = await this.pages.inject({
      method,
      url,
      headers: { ...(this.cookies.size === 0 ? {} : { cookie: this.cookieHeader() }), ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value } of response.cookies) {
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return {
      status: response.statusCode,
      headers: response.headers,
      body: response.body,
      text: readable(response.body),
      location: response.headers.location ?? null,
    };
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** No-break spaces become plain ones, so that a test is written as it is read. */
export const readable = (html: string): string =>
  html
    .replaceAll(/<(script|style)\b.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll(/\s+/g, ' ')
    .trim();

/** A route of the pages as the router holds it. */
export interface Route {
  readonly method: string;
  readonly url: string;
}

/** The pages over a test's house, in its own process, with people who may sign in. */
export interface Browsing {
  readonly pages: NestFastifyApplication;
  /** Every route there is, in the router's own words. */
  readonly routes: readonly Route[];
  /** An account of that role and a browser signed in with it; companies by SIREN or SIRET. */
  signIn(role: Role, companies?: readonly string[]): Promise<Visitor & { readonly person: Person }>;
  /** An account alone. */
  account(role: Role, companies?: readonly string[]): Promise<Person>;
  /** Somebody who has not signed in. */
  anonymous(): Visitor;
  close(): Promise<void>;
}

const NAMES: Readonly<Record<Role, string>> = {
  PAYROLL_ADMIN: 'Claire Fontaine',
  ACCOUNTANT: 'Paul Mercier',
  SUPPORT: 'Samia Belkacem',
  ADMINISTRATOR: 'Alain Dubreuil',
};

export const TEST_ACCESS: AccessSettings = {
  publicUrl: null,
  sessionSecret: 'un secret de test assez long pour signer',
  limits: { idleMinutes: 60, hours: 12 },
  trustedProxies: null,
  provider: null,
  api: { requestsPerMinute: 100_000, redisUrl: null },
};

export async function openBrowsing(
  house: TestHouse,
  access: Partial<AccessSettings> = {},
  mail: MailSettings | null = null,
): Promise<Browsing> {
  const open = {
    database: house.database,
    url: house.url,
    settings: { dataDir: '', databaseUrl: house.url, now: null, policy: DEFAULT_POLICY, mail },
    close: () => Promise.resolve(),
  };
  const settings = { ...TEST_ACCESS, ...access };
  const faults: string[] = [];
  const log = (line: string): void => void faults.push(line);
  const pages = await openPages(House.of(open, { clock: house.clock, wallClock: house.wallClock }), {
    host: '127.0.0.1',
    access: settings,
    log,
  });
  const routes: Route[] = [];
  pages
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one, url });
    });
  await pages.init();
  await pages.getHttpAdapter().getInstance().ready();
  let people = 0;
  const account = async (role: Role, companies: readonly string[] = []): Promise<Person> => {
    people += 1;
    const email = `personne${people}@exemple.fr`;
    const password = `cheval agrafe batterie ${people}`;
    const name = people === 1 ? NAMES[role] : `${NAMES[role]} ${people}`;
    const sirens = companies.map((number) => number.slice(0, 9));
    const created = await house.verb(CreateAccount).run({ email, name, role, companies: sirens, password }, 'test');
    if (!created.ok) throw new Error(created.refusal.message);
    return { email, password, name, accountId: created.value.id };
  };
  return {
    pages,
    routes,
    account,
    anonymous: () => new Visitor(pages, '/connexion'),
    signIn: async (role, companies) => {
      const person = await account(role, companies);
      const visitor = new Visitor(pages, '/connexion');
      const entered = await visitor.signIn(person);
      if (entered.status !== 303)
        throw new Error(`Sign-in answered ${entered.status}: ${entered.text} ${faults.join(' ')}`);
      return Object.assign(visitor, { person });
    },
    close: async () => {
      await pages.close();
    },
  };
}
