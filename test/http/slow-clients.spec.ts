import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { House } from '#application/house';
import { DEFAULT_POLICY } from '#domain/reconciliation/policy';
import { openPages } from '#http/pages';
import { leftFolders } from '../support/deposits';
import { givenKey } from '../support/program';
import { TEST_ACCESS } from '../support/browsing';
import { openTestHouse, type TestHouse } from '../support/test-house';

let house: TestHouse;
let pages: NestFastifyApplication;
let token: string;
beforeAll(async () => {
  house = await openTestHouse();
  token = await givenKey(house);
  const settings = { dataDir: '', databaseUrl: house.url, now: null, policy: DEFAULT_POLICY, mail: null };
  const open = { database: house.database, url: house.url, settings, close: () => Promise.resolve() };
  pages = await openPages(House.of(open, { clock: house.clock, wallClock: house.wallClock }), {
    ...{ host: '127.0.0.1', access: TEST_ACCESS, log: () => undefined },
    patience: { asking: 300, answering: 600, whole: 3_600_000 },
  });
  await pages.listen(0, '127.0.0.1');
});
afterAll(async () => {
  await pages.close();
  await house.close();
});

/** Sends this much and no more, until the other side ends the connection. */
async function left(request: string): Promise<Socket> {
  const { port } = pages.getHttpServer().address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  socket.write(request.replaceAll('\n', '\r\n'));
  await once(socket, 'close');
  return socket;
}

describe('a connection over which nothing more comes is ended', () => {
  it('while nobody knows who asks', async () => {
    const form = 'content-type: application/x-www-form-urlencoded\ncontent-length: 900';
    expect((await left(`POST /connexion HTTP/1.1\nhost: localhost\n${form}\n\nx=`)).destroyed).toBe(true);
  });

  it('in the middle of a document, of which nothing stays', async () => {
    const document = `authorization: Bearer ${token}\ncontent-type: text/csv\ncontent-length: 900000`;
    await left(`POST /api/v1/feeds HTTP/1.1\nhost: localhost\n${document}\n\nsiren,nic`);
    for (let look = 0; look < 100 && leftFolders().length > 0; look++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(leftFolders()).toEqual([]);
  });
});
