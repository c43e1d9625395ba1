import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImportDsn, type DsnReport } from '#application/dsn/import-dsn';
import type { WrittenDeclaration, WrittenEmployee, WrittenEstablishment } from '#domain/dsn/dsn-writer';
import { encodeText } from '#domain/dsn/text';
import { trusted } from '#domain/values/result';
import { parseRiskCode } from '#domain/values/risk-code';
import type { Siret } from '#domain/values/siret';
import { aContract, aDeclaration, aFile, anEmployee, anEstablishment, month, rate } from '../../domain/dsn/dsn-support';
import type { TestHouse } from '../../support/test-house';

/** Where a payroll desk leaves its DSN, and who imports them. */
export class DsnDesk {
  private readonly folder = mkdtempSync(join(tmpdir(), 'taux-juste-dsn-'));
  private written = 0;

  constructor(private readonly house: TestHouse) {}

  /** Leaves a file; its path. */
  file(text: string): string {
    this.written += 1;
    const path = join(this.folder, `paie-${this.written}.dsn`);
    writeFileSync(path, encodeText(text));
    return path;
  }

  async import(...texts: readonly string[]): Promise<DsnReport> {
    return this.importPaths(texts.map((text) => this.file(text)));
  }

  async importPaths(paths: readonly string[], acceptTestSends = false): Promise<DsnReport> {
    return this.house.verb(ImportDsn).run(paths, { actor: 'test', acceptTestSends });
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** `M0001 553AC 1.78`, `M0002 999ZZ`: an employee with one contract. */
export function employee(text: string, parts: Partial<WrittenEmployee> = {}): WrittenEmployee {
  const [matricule = '', code = '', declared] = text.split(' ');
  const number = matricule.slice(1).padStart(5, '0');
  const contract = aContract({
    number,
    ...trusted(parseRiskCode(code)),
    rate: declared === undefined ? null : rate(declared),
  });
  return anEmployee({ matricule, contracts: [contract], ...parts });
}

export interface Declared extends Omit<Partial<WrittenDeclaration>, 'period' | 'establishments'> {
  readonly establishment?: Partial<WrittenEstablishment>;
  readonly test?: boolean;
}

/** The DSN of one establishment and month. */
export function dsn(
  siret: Siret,
  period: string,
  employees: readonly (string | WrittenEmployee)[],
  { establishment = {}, test = false, ...declaration }: Declared = {},
): string {
  const staff = employees.map((one) => (typeof one === 'string' ? employee(one) : one));
  const establishments = [anEstablishment({ siret, employees: staff, ...establishment })];
  return aFile({ test, declarations: [aDeclaration({ period: month(period), ...declaration, establishments })] });
}

/** What the month declares, all fractions together: `M0001 553AC 1.78`. */
export async function declaredIn(house: TestHouse, siret: Siret, period: string): Promise<string[]> {
  const rows = await house.sql<{ text: string }>(
    `SELECT concat_ws(' ', matricule, code_risque || CASE WHEN office THEN 'B' ELSE '' END, to_char(rate / 100.0, 'FM990.00')) AS text
     FROM declared_contract WHERE siret = $1 AND period = $2 AND NOT superseded ORDER BY 1`,
    [siret, period],
  );
  return rows.map(({ text }) => text);
}

/** Whether the month is declared at all: the type of what stands for each fraction, `1:01`. */
export async function standing(house: TestHouse, siret: Siret, period: string): Promise<string[]> {
  const rows = await house.sql<{ text: string }>(
    `SELECT fraction_index || ':' || type || ' ordre ' || ord AS text FROM dsn
     WHERE siret = $1 AND period = $2 AND superseded_by IS NULL ORDER BY fraction_index`,
    [siret, period],
  );
  return rows.map(({ text }) => text);
}

/** `2026-01-01 DECLARED 452BE 6.12, 452BEB 0.71`, in order of recording. */
export async function sheets(house: TestHouse, siret: Siret): Promise<string[]> {
  const rows = await house.sql<{ text: string }>(
    `SELECT effective_from || ' ' || min(source) || ' ' || string_agg(
       code_risque || CASE WHEN office THEN 'B' ELSE '' END || ' ' || to_char(rate / 100.0, 'FM990.00'), ', ' ORDER BY position) AS text
     FROM rate_profile WHERE siret = $1 GROUP BY sheet, effective_from ORDER BY sheet`,
    [siret],
  );
  return rows.map(({ text }) => text);
}

/** `INCOHERENCE 2026-01-01 DECLARED_OTHERWISE OPEN`, in order of raising. */
export async function tasks(house: TestHouse, siret: Siret): Promise<string[]> {
  const rows = await house.sql<{ text: string }>(
    `SELECT concat_ws(' ', kind, cause, reason, status) AS text FROM task WHERE siret = $1 ORDER BY id`,
    [siret],
  );
  return rows.map(({ text }) => text);
}
