import { lookup } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { accepted, refused, type Result } from '#domain/values/result';
import { WebhookSender, type WebhookAnswer, type WebhookRequest } from '../ports/webhook-sender';
import { isReachable } from './address';
import { hostOf, parseEndpointUrl } from './endpoint-url';
import type { WebhookSettings } from './webhook-settings';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Every address of a name. */
export type Resolver = (host: string) => Promise<readonly ResolvedAddress[]>;

const systemResolver: Resolver = (host) => lookup(host, { all: true });

/** What only tests change. */
export interface SenderOptions {
  readonly resolver?: Resolver;
  /** Authorities that receivers may be certified by, beside those of Node. */
  readonly ca?: string;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** Of an answer, whose words are of no interest: read so that the receiver may end it, and no further. */
const MOST_READ = 16 * 1024;
const GONE = 410;

const failed = (why: string): WebhookAnswer => ({ kind: 'FAILED', why });

/**
 * Sends over the internet. The name is resolved here, every address it has is judged, and the connection is made to one
 * of those and to no other; redirections are answers like others, and never followed.
 */
export class HttpsSender extends WebhookSender {
  private readonly resolver: Resolver;
  private readonly timeoutMs: number;
  private readonly trust: Pick<RequestOptions, 'ca'>;

  constructor(
    private readonly settings: WebhookSettings,
    { resolver = systemResolver, ca, timeoutMs = TIMEOUT_MS }: SenderOptions = {},
  ) {
    super();
    this.resolver = resolver;
    this.timeoutMs = timeoutMs;
    this.trust = ca === undefined ? {} : { ca };
  }

  async send(asked: WebhookRequest, stop: AbortSignal): Promise<WebhookAnswer> {
    const late = AbortSignal.timeout(this.timeoutMs);
    const signal = AbortSignal.any([late, stop]);
    const ended = (error: unknown): WebhookAnswer => {
      if (late.aborted) return failed(`Aucune réponse en ${Math.ceil(this.timeoutMs / 1000)} s`);
      if (stop.aborted) return failed('Envoi interrompu par l’arrêt du programme');
      // What has no code is no fault of the network's, but ours.
      if (typeof error !== 'object' || error === null || !('code' in error)) throw error;
      return failed(wordsOf(String(error.code)));
    };
    try {
      const target = await within(this.target(asked.url), signal);
      if (!target.ok) return failed(target.refusal.message);
      return answerOf(await this.post(asked, target.value, signal));
    } catch (error) {
      return ended(error);
    }
  }

  /** Judged anew at each attempt: settings and names change. */
  private async target(url: string): Promise<Result<readonly ResolvedAddress[]>> {
    const parsed = parseEndpointUrl(url, this.settings);
    if (!parsed.ok) return parsed;
    const host = hostOf(new URL(parsed.value));
    const family = isIP(host);
    const addresses = family === 0 ? await this.resolver(host) : [{ address: host, family }];
    const inside = addresses.find(({ address }) => !isReachable(address, this.settings));
    if (inside !== undefined || addresses.length === 0)
      return refused(
        'RESEAU_PRIVE',
        `« ${host} » mène à un réseau privé (${inside?.address ?? 'aucune adresse'}) : rien n’y est envoyé`,
      );
    return accepted(addresses);
  }

  private post({ url, headers, body }: WebhookRequest, addresses: readonly ResolvedAddress[], signal: AbortSignal) {
    const request = url.startsWith('http:') ? requestHttp : requestHttps;
    return new Promise<number>((resolve, reject) => {
      const options: RequestOptions = {
        ...this.trust,
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        // A connection of its own: one kept open would be to an address that was judged some time ago.
        agent: false,
        lookup: (_host, { all }, found) => {
          const [first] = addresses;
          if (all === true) found(null, [...addresses]);
          else found(null, first?.address ?? '', first?.family);
        },
        signal,
      };
      const sent = request(url, options, (response) => {
        readLittle(response, () => {
          resolve(response.statusCode ?? 0);
        });
      });
      sent.on('error', reject);
      // Whoever answers that it changes protocols is given no other sign of its end: neither a response nor an error.
      sent.on('upgrade', ({ statusCode = 0 }, socket) => {
        socket.destroy();
        resolve(statusCode);
      });
      sent.end(body);
    });
  }
}

/** The status is the answer, however its body ends. */
function readLittle(response: IncomingMessage, done: () => void): void {
  let read = 0;
  response.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > MOST_READ) response.destroy();
  });
  response.on('error', () => undefined);
  response.on('close', done);
}

function answerOf(status: number): WebhookAnswer {
  if (status >= 200 && status < 300) return { kind: 'TAKEN', status };
  if (status === GONE) return { kind: 'GONE' };
  if (status >= 300 && status < 400) return failed(`Réponse ${status} : une redirection n’est jamais suivie`);
  return failed(`Réponse ${status}`);
}

/** A resolver cannot be told to stop: it is no longer waited for. */
async function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const give = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('Interrompu'));
    };
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', give);
    });
  });
}

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Connexion refusée',
  ECONNRESET: 'Connexion coupée avant la réponse',
  ENOTFOUND: 'Ce nom n’a pas d’adresse',
  EAI_AGAIN: 'Le nom n’a pas pu être résolu',
  EHOSTUNREACH: 'Machine injoignable',
  ENETUNREACH: 'Réseau injoignable',
  ETIMEDOUT: 'La connexion n’a pas abouti',
  CERT_HAS_EXPIRED: 'Le certificat a expiré',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Le certificat n’est signé par aucune autorité connue',
  SELF_SIGNED_CERT_IN_CHAIN: 'Le certificat n’est signé par aucune autorité connue',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Le certificat n’est signé par aucune autorité connue',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Le certificat est celui d’un autre nom',
};

const wordsOf = (code: string): string => CAUSES[code] ?? `Envoi impossible (${code})`;
