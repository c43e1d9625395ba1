import type { World } from '#domain/reconciliation/decide';
import type { Policy } from '#domain/reconciliation/policy';
import { builtInReference, withTables } from '#domain/reference/reference';
import type { Database } from '#storage/database';
import { campaignsWithoutTable, importedTables } from '#storage/rulebook/national-tables';

/** The national tables, those imported since the release included, and the policy in force. */
export class Rulebook {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
  ) {}

  async current(): Promise<World> {
    return this.database.transaction('system', async (tx) => {
      const builtIn = builtInReference();
      const undated = (await campaignsWithoutTable(tx)).filter(({ year }) => builtIn.campaign(year) === null);
      return { reference: withTables(builtIn, [...undated, ...(await importedTables(tx))]), policy: this.policy };
    });
  }
}
