import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { systemCaller } from '#application/access/caller';
import { CreateApiKey } from '#application/api/create-api-key';
import type { KeyHolder } from '#application/api/key-holder';
import { API_SCOPES, type ApiScope } from '#domain/access/api-scope';
import { trusted } from '#domain/values/result';
import type { TestHouse } from './test-house';

/** What the API answered. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly body: string;
  /** The document, null when the answer holds none. */
  readonly json: unknown;
}

export type Headers = Readonly<Record<string, string>>;

/** A program that asks the API with a key, or without one. */
export class Program {
  constructor(
    private readonly pages: NestFastifyApplication,
    private readonly token: string | null,
    private readonly always: Headers = {},
    /** Where it asks from. */
    private readonly address: () => string = () => '127.0.0.1',
  ) {}

  get(url: string, headers: Headers = {}): Promise<ApiAnswer> {
    return this.ask('GET', url, undefined, headers);
  }

  post(url: string, body: unknown, headers: Headers = {}): Promise<ApiAnswer> {
    return this.ask('POST', url, body, headers);
  }

  /** Sends a document as JSON; none when `body` is undefined. */
  ask(method: string, url: string, body?: unknown, headers: Headers = {}): Promise<ApiAnswer> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    return this.raw(method, url, body === undefined ? undefined : JSON.stringify(body), { ...json, ...headers });
  }

  /** Sends a file as it is, as CSV unless told. */
  send(url: string, bytes: string | Buffer, headers: Headers = {}): Promise<ApiAnswer> {
    return this.raw('POST', url, bytes, { 'content-type': 'text/csv', ...headers });
  }

  async raw(method: string, url: string, payload?: string | Buffer, headers: Headers = {}): Promise<ApiAnswer> {
    const authorization = this.token === null ? {} : { authorization: `Bearer ${this.token}` };
    const response = await this.pages.inject({
      method: method as 'GET',
      url,
      remoteAddress: this.address(),
      headers: { ...authorization, ...this.always, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const holdsJson = /[/+]json\b/.test(String(response.headers['content-type'])) && response.body !== '';
    const json: unknown = holdsJson ? JSON.parse(response.body) : null;
    return { status: response.statusCode, headers: response.headers, body: response.body, json };
  }
}

export interface KeyAsked {
  readonly name?: string;
  /** All of them unless told. */
  readonly scopes?: readonly ApiScope[];
  /** SIREN; none for all. */
  readonly companies?: readonly string[];
  readonly accountId?: number;
  readonly expiresOn?: string;
}

export const SYSTEM_HOLDER: KeyHolder = { ...systemCaller('test'), accountId: null };

/** A key, as its owner reads it once. */
export async function givenKey(house: TestHouse, asked: KeyAsked = {}): Promise<string> {
  const { name = 'Logiciel de paie', scopes = API_SCOPES, companies = [], accountId = null, expiresOn = '' } = asked;
  const made = await house.verb(CreateApiKey).run({ name, scopes, companies, accountId, expiresOn }, SYSTEM_HOLDER);
  return trusted(made).token;
}
