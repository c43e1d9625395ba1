import { Injectable } from '@nestjs/common';
import { accepted, refused, type Result } from '#domain/values/result';
import { apiKeyById, revokeApiKey, type ApiKey } from '#storage/api/keys';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';
import { keyEntry } from './key-entry';
import type { KeyHolder } from './key-holder';

/** Closes a key for good, from its next request on; closing it again changes nothing. */
@Injectable()
export class RevokeApiKey {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  async run(id: number, { scope, accountId, actor }: KeyHolder): Promise<Result<ApiKey>> {
    const revokedAt = this.wallClock.now();
    return this.database.transaction('system', async (tx) => {
      const key = await apiKeyById(tx, id);
      if (key === null || (scope !== 'system' && (key.accountId === null || key.accountId !== accountId)))
        return refused('CLE_INCONNUE', `La clé n° ${id} n’existe pas : voyez la liste des clés d’API.`);
      if (key.revokedAt !== null) return accepted(key);
      await revokeApiKey(tx, id, revokedAt, actor);
      await appendEntries(tx, [keyEntry(key, 'api_key.revoked', this.clock.now(), actor)]);
      return accepted({ ...key, revokedAt });
    });
  }
}
