import { Injectable } from '@nestjs/common';
import type { Siren } from '#domain/values/siret';
import { listCompanies, type CompanyOnFile } from '#storage/companies/list-companies';
import { Database } from '#storage/database';
import { companiesOf, type Caller } from '../access/caller';
import { PAGE, pageOf, type Page } from '../overview/page';

/** The companies that the caller sees, in order of SIREN. */
@Injectable()
export class ListCompanies {
  constructor(private readonly database: Database) {}

  /** `after` is the last SIREN of the page before. */
  async run(after: string | null, { scope }: Caller, size = PAGE): Promise<Page<CompanyOnFile, Siren>> {
    const asked = { companies: companiesOf(scope), after };
    const read = await this.database.transaction(scope, (tx) => listCompanies(tx, asked, size + 1));
    return pageOf(read, ({ siren }) => siren, size);
  }
}
