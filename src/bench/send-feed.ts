import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { say } from './say';

/**
 * A program of its own, so that reading a large file slows nobody whose waits are measured: sends it to the API and
 * tells its parent the address at which to follow it.
 */
async function main([base = '', file = '', key = '']: readonly string[]): Promise<void> {
  const asked = request(`${base}/api/v1/feeds?name=long.csv`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'text/csv',
      'content-length': statSync(file).size,
    },
  });
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
  await pipeline(createReadStream(file, { highWaterMark: 1 << 18 }), asked);
  const [answer] = await answered;
  const body: unknown = await json(answer);
  if (answer.statusCode !== 202) throw new Error(`The feed was refused: ${answer.statusCode} ${JSON.stringify(body)}`);
  process.send?.(answer.headers.location);
}

main(process.argv.slice(2))
  .catch((error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  })
  .finally(() => process.disconnect());
