import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';

/** What arrived: its head as written, its body with the encoding of lines taken off. */
export interface Arrived {
  readonly to: string;
  readonly raw: string;
  readonly text: string;
}

/** A real SMTP server on this machine, which keeps what it is given. */
export interface Mailbox {
  readonly url: string;
  readonly arrived: Arrived[];
  /** Addresses that it answers with this code. */
  readonly answers: Map<string, number>;
  /** Addresses for which it takes the message and dies before it says so. */
  readonly deadly: Set<string>;
  close(): Promise<void>;
}

export async function openMailbox(port = 0): Promise<Mailbox> {
  const arrived: Arrived[] = [];
  const answers = new Map<string, number>();
  const deadly = new Set<string>();
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = answers.get(address);
      done(responseCode === undefined ? undefined : Object.assign(new Error('No such mailbox'), { responseCode }));
    },
    onData: (stream, { envelope }, done) => {
      const take = (raw: string): void => {
        const to = envelope.rcptTo.map(({ address }) => address).join();
        arrived.push({ to, raw, text: decoded(raw) });
        if (deadly.has(to)) for (const socket of sockets) socket.destroy();
        else done();
      };
      // A message that is cut off before its end is none.
      read(stream).then(take, () => undefined);
    },
  });
  // A connection that a test cuts off is no fault of the server's.
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const { port: given } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${String(given)}`,
    arrived,
    answers,
    deadly,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function read(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

/** Quoted-printable, base64 parts and encoded words as a reader sees them; no-break spaces become plain. */
function decoded(raw: string): string {
  const bytes = raw
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .replaceAll(/\?= =\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_word, text: string) => Buffer.from(text, 'base64').toString('latin1'))
    .replaceAll(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_word, text: string) => text.replaceAll('_', ' '))
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replaceAll(
      /Content-Transfer-Encoding: base64\r\n\r\n([A-Za-z0-9+/=\r\n]+)/g,
      (_part, text: string) => `\r\n\r\n${Buffer.from(text, 'base64').toString('latin1')}`,
    );
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\u00a0', ' ');
}
