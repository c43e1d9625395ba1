import type { LocalDate } from '#domain/values/local-date';
import type { Tx } from '../database';

/** What rows say of the dates of campaigns; the tables that the program carries stand beside them. */
export interface YearRow {
  readonly year: number;
  /** Of the imported table; null when it gives none or there is none. */
  readonly published: LocalDate | null;
  readonly importedAt: string | null;
  /** With which its campaign was opened. */
  readonly effectiveFrom: LocalDate | null;
  readonly openedAt: string | null;
}

export const yearRows = (tx: Tx): Promise<YearRow[]> =>
  tx.query<YearRow>(
    `SELECT year, n.effective_from AS published, n.imported_at AS "importedAt",
       c.effective_from AS "effectiveFrom", c.opened_at AS "openedAt"
     FROM national_table n FULL JOIN campaign c USING (year) ORDER BY year`,
  );
