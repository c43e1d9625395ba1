import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { UPGRADE } from './receiver';

export interface ReturnOfPortal {
  readonly nature?: string;
  readonly publication?: string;
  readonly body: Buffer;
  /** How it is sent, when not as it is. */
  readonly as?: 'gzip' | 'gzip-file' | 'truncated' | 'truncated-gzip' | 'silent' | '500' | 'upgrade' | 'elsewhere';
}

/** A server that speaks the protocol of returns: tokens that end, deposits, returns, bodies. */
export class Portal {
  /** By deposit, then by return. */
  readonly flows = new Map<string, Map<string, ReturnOfPortal>>();
  /** Methods and paths, as they were asked. */
  readonly asked: string[] = [];
  /** Requests that a token is good for. */
  tokenLasts = Number.POSITIVE_INFINITY;
  password = 'secret';
  tokens = 0;
  /** Instead of a list of returns. */
  listOf = new Map<string, string>();
  private left = 0;
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/m2m/`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://portail');
    this.asked.push(
      `${request.method ?? ''} ${pathname.replace('/m2m/', '')}${searchParams.size > 0 ? '?' : ''}${searchParams.toString()}`,
    );
    if (pathname === '/m2m/jeton') this.giveToken(request, response);
    else if (request.headers.authorization !== `Bearer jeton-${this.tokens}` || this.left === 0) end(response, 401);
    else {
      this.left--;
      this.give(pathname.split('/').slice(2), response);
    }
  }

  private giveToken({ headers }: IncomingMessage, response: ServerResponse): void {
    const right = `Basic ${Buffer.from(`paie:${this.password}`).toString('base64')}`;
    if (headers.authorization !== right) {
      end(response, 401);
      return;
    }
    this.tokens++;
    this.left = this.tokenLasts;
    end(response, 200, `jeton-${this.tokens}\n`);
  }

  private give([room, id = '', list]: string[], response: ServerResponse): void {
    if (room === 'depots' && list === undefined) end(response, 200, this.deposits());
    else if (room === 'depots') end(response, 200, this.listOf.get(id) ?? this.returnsOf(id));
    else {
      const found = [...this.flows.values()].map((flow) => flow.get(id)).find((each) => each !== undefined);
      if (found === undefined) end(response, 404);
      else send(response, found);
    }
  }

  private deposits(): string {
    return `<depots>${[...this.flows.keys()].map((id) => `<flux><id>${id}</id></flux>`).join('')}</depots>`;
  }

  private returnsOf(id: string): string {
    const returns = [...(this.flows.get(id) ?? [])].map(
      ([key, { nature = '34', publication = '20260105061300' }]) =>
        `<retour><publication>${publication}</publication><nature>${nature}</nature><statut>OK</statut><id>${key}</id></retour>`,
    );
    return `<retours><flux><id>${id}</id>${returns.join('')}</flux></retours>`;
  }
}

const end = (response: ServerResponse, status: number, body = ''): void => {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
};

function send(response: ServerResponse, { body, as }: ReturnOfPortal): void {
  const zipped = gzipSync(body);
  if (as === '500') end(response, 500, 'panne');
  else if (as === 'upgrade') response.socket?.write(UPGRADE);
  else if (as === 'elsewhere') response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
  else if (as === 'gzip') response.writeHead(200, { 'content-encoding': 'gzip' }).end(zipped);
  else if (as === 'gzip-file') response.writeHead(200, { 'content-type': 'application/gzip' }).end(zipped);
  else if (as === 'truncated-gzip')
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(zipped.subarray(0, zipped.length - 20));
  else if (as === 'truncated') {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, body.length - 10), () => response.destroy());
  } else if (as === 'silent') response.writeHead(200).write(body.subarray(0, 100));
  else response.writeHead(200).end(body);
}
