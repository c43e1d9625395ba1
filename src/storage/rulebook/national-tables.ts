import type { ImportedTable, OfficeRates } from '#domain/reference/reference';
import type { LocalDate } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import type { RiskCode } from '#domain/values/risk-code';
import type { Tx } from '../database';

interface Content {
  readonly arrete: string | null;
  readonly rates: Readonly<Record<string, number>>;
  readonly officeRates: OfficeRates;
  readonly labels: Readonly<Record<string, string>>;
  readonly ctns: Readonly<Record<string, string>>;
}

const NO_CONTENT: Content = { arrete: null, rates: {}, officeRates: { btp: null, others: null }, labels: {}, ctns: {} };

export interface KnownTables {
  /** Tables imported since the release; a year whose table gives no date of effect takes the one its campaign was opened with. */
  readonly imported: readonly ImportedTable[];
  /** Campaigns opened by date, as tables that know no rate yet: their first day is known, the figures are not. */
  readonly undated: readonly ImportedTable[];
}

/** In one read, as every page asks for them. */
export async function knownTables(tx: Tx): Promise<KnownTables> {
  const rows = await tx.query<{ year: number; effectiveFrom: LocalDate | null; content: Content | null }>(
    `SELECT year, coalesce(n.effective_from, c.effective_from) AS "effectiveFrom", n.content
     FROM national_table n FULL JOIN campaign c USING (year) ORDER BY year`,
  );
  const tables = rows.map(({ year, effectiveFrom, content }) => ({
    isImported: content !== null,
    table: tableOf(year, effectiveFrom, content ?? NO_CONTENT),
  }));
  const those = (wanted: boolean) => tables.filter(({ isImported }) => isImported === wanted).map(({ table }) => table);
  return { imported: those(true), undated: those(false) };
}

export interface TableFile {
  readonly file: string;
  readonly sha256: string;
  readonly at: string;
}

/** Keeps a table; the newest file of a year replaces the former one, which stays in the audit entry. */
export async function keepTable(tx: Tx, table: ImportedTable, source: TableFile): Promise<void> {
  const content = {
    arrete: table.arrete,
    rates: Object.fromEntries(table.rates),
    officeRates: table.officeRates,
    labels: Object.fromEntries(table.labels),
    ctns: Object.fromEntries(table.ctns),
  };
  await tx.query(
    `INSERT INTO national_table (year, effective_from, file, sha256, content, imported_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (year) DO UPDATE SET effective_from = excluded.effective_from, file = excluded.file,
       sha256 = excluded.sha256, content = excluded.content, imported_at = excluded.imported_at`,
    [table.year, table.effectiveFrom, source.file, source.sha256, JSON.stringify(content), source.at],
  );
}

const tableOf = (year: number, effectiveFrom: LocalDate | null, content: Content): ImportedTable => ({
  year,
  effectiveFrom,
  arrete: content.arrete,
  rates: new Map(Object.entries(content.rates) as [RiskCode, Rate][]),
  officeRates: content.officeRates,
  labels: new Map(Object.entries(content.labels) as [RiskCode, string][]),
  ctns: new Map(Object.entries(content.ctns) as [RiskCode, string][]),
});
