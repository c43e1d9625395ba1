import { Injectable } from '@nestjs/common';
import { caisseOf } from '#domain/reference/places';
import { accepted, type Result } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { listEstablishments } from '#storage/companies/list-establishments';
import type { KnownEstablishment } from '#storage/companies/read-establishment';
import { Database } from '#storage/database';
import type { Caller } from '../access/caller';
import { PAGE, pageOf, type Page } from '../overview/page';
import { findCompany } from './find-company';

export interface EstablishmentOnFile extends KnownEstablishment {
  /** Who decides its rates; null where the postcode does not tell. */
  readonly caisse: string | null;
}

export type EstablishmentPage = Page<EstablishmentOnFile, Siret>;

/** The establishments of a company, in order of SIRET. */
@Injectable()
export class ListEstablishments {
  constructor(private readonly database: Database) {}

  /** `after` is the last SIRET of the page before. */
  async run(company: string, after: Siret | null, { scope }: Caller, size = PAGE): Promise<Result<EstablishmentPage>> {
    return this.database.transaction(scope, async (tx) => {
      const siren = await findCompany(tx, company, scope);
      if (!siren.ok) return siren;
      const read = await listEstablishments(tx, { companies: [siren.value], search: null, after }, size + 1);
      const { rows, next } = pageOf(read, ({ siret }) => siret, size);
      return accepted({ rows: rows.map((row) => ({ ...row, caisse: caisseOf(row.postcode)?.name ?? null })), next });
    });
  }
}
