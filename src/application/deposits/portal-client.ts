import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { archiveKind, ignoreHere } from '../intake/compressed';
import { SourceFailure } from '../ports/feed-source';

/** Where a portal answers and as whom it is asked; nothing here is any real portal's. */
export interface PortalSettings {
  /** Paths are below it. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly paths: {
    /** Gives a token, as text, to a POST with the user and the password. */
    readonly token: string;
    /** The deposits since the day `{depuis}`, `YYYYMMDD`. */
    readonly deposits: string;
    /** The returns of the deposit `{flux}`. */
    readonly returns: string;
    /** The return `{retour}`. */
    readonly return: string;
  };
  /** How many days back deposits are asked for. */
  readonly days: number;
}

/** Without a byte for so long, or after so long in all, an answer is given up; in milliseconds. */
export interface PortalPatience {
  readonly silenceMs: number;
  readonly wholeMs: number;
}

const PATIENCE: PortalPatience = { silenceMs: 30_000, wholeMs: 1_800_000 };
const MOST_LIST = 16 * 1024 * 1024;
const MOST_INFLATED = 4 * MOST_LIST;
const MOST_TOKEN = 8_192;

/**
 * Asks a portal by GET, with a token that is fetched when there is none and once more when it is no longer accepted.
 * Redirections are not followed: a token is for the portal only. Everything that goes wrong is a `SourceFailure`.
 */
export class PortalClient {
  private token: string | null = null;

  constructor(
    private readonly settings: PortalSettings,
    private readonly patience: PortalPatience = PATIENCE,
  ) {}

  /** The body, its transfer compression undone; its stream fails when the answer breaks off. */
  async get(path: string): Promise<Readable> {
    for (let renewals = 0; ; renewals++) {
      this.token ??= await this.newToken();
      const answer = await this.send('GET', path, `Bearer ${this.token}`);
      if (answer.statusCode === 200) return this.bodyOf(answer, path);
      answer.destroy();
      if (answer.statusCode !== 401 || renewals > 0) throw this.failure(path, `a répondu ${answer.statusCode ?? 0}`);
      this.token = null;
    }
  }

  /** A whole body of reasonable size, inflated when it is a gzip file. */
  async getList(path: string): Promise<Buffer> {
    const bytes = await this.collect(await this.get(path), path, MOST_LIST);
    if (archiveKind(bytes) !== 'GZIP') return bytes;
    try {
      return gunzipSync(bytes, { maxOutputLength: MOST_INFLATED });
    } catch {
      throw this.failure(path, 'a envoyé un gzip corrompu ou démesuré');
    }
  }

  private async newToken(): Promise<string> {
    const { user, password, paths } = this.settings;
    const basic = Buffer.from(`${user}:${password}`).toString('base64');
    const answer = await this.send('POST', paths.token, `Basic ${basic}`);
    if (answer.statusCode === 401 || answer.statusCode === 403) {
      answer.destroy();
      throw new SourceFailure(`Le portail ${this.place()} refuse ce compte : corrigez CRM_USER ou CRM_PASSWORD.`);
    }
    if (answer.statusCode !== 200) {
      answer.destroy();
      throw this.failure(paths.token, `a répondu ${answer.statusCode ?? 0}`);
    }
    const token = (await this.collect(this.bodyOf(answer, paths.token), paths.token, MOST_TOKEN)).toString().trim();
    if (!/^[\x21-\x7e]+$/.test(token)) throw this.failure(paths.token, 'n’a pas donné de jeton');
    return token;
  }

  private send(method: 'GET' | 'POST', path: string, authorization: string): Promise<IncomingMessage> {
    const { url } = this.settings;
    const address = new URL(path.replace(/^\/+/, ''), url.endsWith('/') ? url : `${url}/`);
    const { silenceMs, wholeMs } = this.patience;
    const options: RequestOptions = {
      method,
      headers: { authorization, 'accept-encoding': 'gzip', 'content-length': 0 },
      timeout: silenceMs,
      signal: AbortSignal.timeout(wholeMs),
    };
    return new Promise((resolve, reject) => {
      const open = address.protocol === 'https:' ? requestHttps : requestHttp;
      const request = open(address, options, resolve);
      request.on('timeout', () => request.destroy(new Error('silence')));
      // An answer that changes protocols is no response, and would be waited for without end.
      request.on('upgrade', (answer, socket) => {
        socket.destroy();
        resolve(answer);
      });
      request.on('error', () => reject(this.failure(path, 'ne répond pas')));
      request.end();
    });
  }

  private bodyOf(answer: IncomingMessage, path: string): Readable {
    const encoding = answer.headers['content-encoding']?.toLowerCase() ?? 'identity';
    if (encoding === 'identity') return answer;
    if (encoding === 'gzip' || encoding === 'x-gzip') {
      // It may fail before anybody reads: who then does is told by the stream, and nobody else by the process's end.
      return pipeline(answer, createGunzip(), ignoreHere).on('error', ignoreHere);
    }
    answer.destroy();
    throw this.failure(path, `a employé une compression inconnue (${encoding.slice(0, 40)})`);
  }

  private async collect(body: Readable, path: string, most: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let size = 0;
    try {
      for await (const piece of body as AsyncIterable<Buffer>) {
        size += piece.length;
        if (size > most) throw this.failure(path, 'a envoyé une réponse démesurée');
        pieces.push(piece);
      }
    } catch (error) {
      throw error instanceof SourceFailure ? error : this.failure(path, 'a interrompu sa réponse');
    }
    return Buffer.concat(pieces);
  }

  private failure(path: string, what: string): SourceFailure {
    const [shown = ''] = path.split('?');
    return new SourceFailure(`Le portail ${this.place()} ${what} (${shown}) : nouvel essai à la prochaine relève.`);
  }

  private place(): string {
    return new URL(this.settings.url).host;
  }
}
