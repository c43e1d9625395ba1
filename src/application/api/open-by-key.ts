import { Injectable } from '@nestjs/common';
import type { ApiScope } from '#domain/access/api-scope';
import { accepted, refused, type Result } from '#domain/values/result';
import type { Siren } from '#domain/values/siret';
import { apiKeyOf, markKeyUsed, type PresentedKey } from '#storage/api/keys';
import { Database } from '#storage/database';
import { minutesFrom } from '../access/moments';
import type { Caller } from '../access/caller';
import { WallClock } from '../ports/clock';

/** A key that opens, for one request; `actor` is `clé : <name>`. */
export interface OpenKey extends Caller {
  readonly keyId: number;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly expiresAt: string | null;
}

/** Use is noted once a minute, not at every request. */
const NOTED_AGAIN_MINUTES = 1;

const SHAPE = /^tj_live_[A-Za-z0-9_-]{43}$/;

const unknown = (): Result<never> =>
  refused('CLE_INCONNUE', 'La clé d’API n’existe pas : vérifiez-la, ou demandez-en une à votre administrateur.');

/** Who presents a key, with the companies that it opens today; refused when it never opened or does no longer. */
@Injectable()
export class OpenByKey {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
  ) {}

  async run(token: string): Promise<Result<OpenKey>> {
    if (!SHAPE.test(token)) return unknown();
    const now = this.wallClock.now();
    return this.database.transaction('system', async (tx) => {
      const key = await apiKeyOf(tx, token);
      if (key === null) return unknown();
      const refusal = whyClosed(key, now);
      if (refusal !== null) return refusal;
      if (key.lastUsedAt === null || minutesFrom(key.lastUsedAt, NOTED_AGAIN_MINUTES) <= now)
        await markKeyUsed(tx, key.id, now);
      const { id: keyId, name, scopes, expiresAt } = key;
      const companies = companiesOf(key);
      const scope = companies === null ? ('system' as const) : { companies };
      return accepted({ keyId, name, scopes, expiresAt, actor: `clé : ${name}`, scope });
    });
  }
}

/** Who holds the whole key may know why it does not open. */
function whyClosed({ revokedAt, expiresAt, isOwnerGone }: PresentedKey, now: string): Result<never> | null {
  if (revokedAt !== null) return refused('CLE_REVOQUEE', 'Cette clé d’API a été révoquée : demandez-en une autre.');
  if (expiresAt !== null && expiresAt <= now)
    return refused('CLE_EXPIREE', 'Cette clé d’API a expiré : demandez-en une autre.');
  if (isOwnerGone)
    return refused(
      'CLE_FERMEE',
      'Le compte dont cette clé d’API suit les entreprises est fermé : demandez-en une autre.',
    );
  return null;
}

/** Null for all of them. A key kept to some companies of an account loses those that the account loses. */
function companiesOf({ companies, ownCompanies }: PresentedKey): readonly Siren[] | null {
  if (ownCompanies === null || companies === null) return ownCompanies ?? companies;
  return companies.filter((siren) => ownCompanies.includes(siren));
}
