import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  createServer as createHttp,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const pem = (name: string): string =>
  readFileSync(join(__dirname, '..', 'fixtures', 'tls', `receiver-${name}.pem`), 'utf8');

/** Of `recepteur.test` and `autre.test`, signed by itself. */
export const CERTIFICATE = pem('cert');

export interface Arrival {
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly body: string;
  readonly envelope: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/** What a receiver does with a message: a status, a place to go instead, another protocol, or nothing at all. */
export type Manner = number | { readonly redirectTo: string } | 'upgrade' | 'hang';

/** A real server on this machine that events are sent to. */
export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** Everything that was sent, in order of arrival. */
  readonly arrived: Arrival[];
  /** Taken one by one; when none is left it answers 204. */
  readonly manners: Manner[];
  /** How many messages were in its hands at once, at most. */
  readonly most: () => number;
  close(): Promise<void>;
}

/** What an answer that changes protocols begins with. */
export const UPGRADE = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: autre\r\nConnection: upgrade\r\n\r\n';

/** Over TLS under the name `recepteur.test` when `secure`. */
export async function openReceiver(secure = false): Promise<Receiver> {
  const [arrived, manners]: [Arrival[], Manner[]] = [[], []];
  let [held, most] = [0, 0];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    held += 1;
    most = Math.max(most, held);
    response.on('close', () => (held -= 1));
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    arrived.push({ headers: request.headers, body, envelope: JSON.parse(body) as Arrival['envelope'] });
    const manner = manners.shift() ?? 204;
    if (manner === 'hang') return;
    if (manner === 'upgrade') {
      request.socket.write(UPGRADE);
      return;
    }
    if (typeof manner === 'number') response.writeHead(manner).end();
    else response.writeHead(302, { location: manner.redirectTo }).end();
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    // A message cut off in the middle is one that never came.
    answer(request, response).catch(() => undefined);
  };
  const server = secure ? createHttps({ key: pem('key'), cert: CERTIFICATE }, listener) : createHttp(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: secure ? `https://recepteur.test:${String(port)}/taux` : `http://127.0.0.1:${String(port)}/taux`,
    port,
    arrived,
    manners,
    most: () => most,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
