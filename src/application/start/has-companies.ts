import { Injectable } from '@nestjs/common';
import { hasCompanies } from '#storage/companies/membership';
import { Database } from '#storage/database';
import { companiesOf, type Caller } from '../access/caller';

/** Whether anything is on file for the caller: an empty product begins with its first file. */
@Injectable()
export class HasCompanies {
  constructor(private readonly database: Database) {}

  async run({ scope }: Caller): Promise<boolean> {
    return this.database.transaction(scope, (tx) => hasCompanies(tx, companiesOf(scope)));
  }
}
