import { Injectable } from '@nestjs/common';
import { listApiKeys, type ApiKey } from '#storage/api/keys';
import { Database } from '#storage/database';
import type { KeyHolder } from './key-holder';

export type { ApiKey } from '#storage/api/keys';

/** Account that nobody has: who is bound to companies and has no account sees no key. */
const NOBODY = 0;

/** The keys that the holder may revoke: all of them, or those that follow their own account. Open ones first. */
@Injectable()
export class ListApiKeys {
  constructor(private readonly database: Database) {}

  async run({ scope, accountId }: KeyHolder): Promise<readonly ApiKey[]> {
    const owner = scope === 'system' ? null : (accountId ?? NOBODY);
    return this.database.transaction('system', (tx) => listApiKeys(tx, owner));
  }
}
