import type { World } from '#domain/reconciliation/decide';
import type { Policy } from '#domain/reconciliation/policy';
import { builtInReference, withTables } from '#domain/reference/reference';
import type { Database } from '#storage/database';
import { knownTables } from '#storage/rulebook/national-tables';

/** The national tables, those imported since the release included, and the policy in force. */
export class Rulebook {
  constructor(
    private readonly database: Database,
    readonly policy: Policy,
  ) {}

  async current(): Promise<World> {
    return this.database.transaction('system', async (tx) => {
      const builtIn = builtInReference();
      const { imported, undated } = await knownTables(tx);
      const unknown = undated.filter(({ year }) => builtIn.campaign(year) === null);
      return { reference: withTables(builtIn, [...unknown, ...imported]), policy: this.policy };
    });
  }
}
