import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { otherCompanies } from '#storage/overview/read-overview';

/** How many companies are on file beside the named ones: the demo never mixes with somebody's own data. */
@Injectable()
export class CountOtherCompanies {
  constructor(private readonly database: Database) {}

  async run(sirens: readonly string[]): Promise<number> {
    return this.database.transaction('system', (tx) => otherCompanies(tx, sirens));
  }
}
