import { NestFactory } from '@nestjs/core';
import { CreateAccount } from '#application/access/create-account';
import { systemCaller } from '#application/access/caller';
import { CreateApiKey } from '#application/api/create-api-key';
import { House } from '#application/house';
import { inventedSiret } from '#domain/dsn/dsn-generator';
import { trusted } from '#domain/values/result';
import { loadBase } from './base';
import { PERIODS } from './january';
import { hire, type Person } from './office';
import { houseAt } from './server';

/** What a task of renewal proposes when nothing was notified. */
const NOT_RECEIVED = { effectiveFrom: PERIODS.thisYear, calculatedAt: null, profiles: [], feed: null, note: null };

/** Who works on a base. */
export interface Agency {
  readonly people: readonly Person[];
  /** Of a program that sends documents and follows them. */
  readonly key: string;
}

/** Fills an empty base: establishments with last year's sheets, a renewal to answer for each, people and a program. */
export async function openAgency(url: string, rows: number, users: number): Promise<Agency> {
  const house = await houseAt(url);
  const application = await NestFactory.createApplicationContext(House.of(house), { logger: false });
  try {
    await house.database.session(async (tx) => {
      await loadBase(tx, rows);
      await tx.query('DROP TABLE floor_rate');
      await tx.query(
        `INSERT INTO task (siret, siren, kind, cause, reason, period, prefill, opened_at)
         SELECT siret, siren, 'ANNUAL_RENEWAL', '2026', 'NOT_RECEIVED', '2026-01', $1, '2026-01-02' FROM establishment`,
        [JSON.stringify(NOT_RECEIVED)],
      );
      await tx.query('ANALYZE');
    });
    const companyOf = (index: number): string => inventedSiret(index % rows).slice(0, 9);
    const people = await hire(application.get(CreateAccount), users, companyOf);
    const asked = { name: 'logiciel de paie', companies: [], accountId: null, expiresOn: '' };
    const holder = { ...systemCaller('bench'), accountId: null };
    const scopes = ['feeds:read', 'feeds:write'];
    const { token } = trusted(await application.get(CreateApiKey).run({ ...asked, scopes }, holder));
    return { people, key: token };
  } finally {
    await application.close();
    await house.close();
  }
}
