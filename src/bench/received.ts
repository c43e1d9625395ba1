import type { INestApplicationContext } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { systemCaller } from '#application/access/caller';
import { ReceiveDeposit } from '#application/deposits/receive-deposit';
import { trusted } from '#domain/values/result';

/** The numbers of documents that are kept now, with nothing decided of them. */
export async function received(application: INestApplicationContext, files: readonly string[]): Promise<number[]> {
  const deposits: number[] = [];
  for (const file of files) {
    const sent = { name: basename(file), bytes: createReadStream(file), origin: 'API' as const, companies: null };
    deposits.push(trusted(await application.get(ReceiveDeposit).run(sent, systemCaller('bench'))).deposit);
  }
  return deposits;
}
