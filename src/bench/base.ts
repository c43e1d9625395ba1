import { CopyWriter } from '#storage/copy';
import type { Tx } from '#storage/database';
import { lastYear, PERIODS } from './january';

/** Establishments with last year's sheets, and the floor's own rate table with the same rows. Not timed. */
export async function loadBase(tx: Tx, rows: number): Promise<void> {
  await tx.query('RESET ROLE');
  await tx.query(`
    CREATE TABLE floor_rate (
      recorded_at timestamptz NOT NULL, calculated_at timestamp, effective_from date NOT NULL, rate integer NOT NULL,
      office boolean NOT NULL, siret text COLLATE "C" NOT NULL, code_risque text COLLATE "C" NOT NULL,
      section text COLLATE "C" NOT NULL,
      PRIMARY KEY (siret, effective_from, code_risque, section, office))`);
  await tx.query(`CREATE UNLOGGED TABLE bench_base (siret text COLLATE "C", code text, rate integer)`);
  const copy = new CopyWriter(tx, 'bench_base');
  for (const { siret, code, rate } of lastYear(rows)) {
    copy.add(`${siret}\t${code}\t${rate}`);
    await copy.drain();
  }
  await copy.finish();
  await tx.query(`
    INSERT INTO company (siren, name, headcount_hundredths, client_since, first_seen_on, automation)
    SELECT DISTINCT left(siret, 9), NULL, 1200, '2020-01-01'::date, '2020-01-01'::date, NULL::boolean FROM bench_base ORDER BY 1`);
  await tx.query(`
    INSERT INTO establishment (siret, siren, postcode, town, first_seen_on)
    SELECT siret, left(siret, 9), '69001', 'LYON', '2020-01-01' FROM bench_base ORDER BY siret`);
  await tx.query(
    `
    INSERT INTO rate_profile (sheet, recorded_at, calculated_at, effective_from, rate, position, office, siret, siren, code_risque, section, source)
    SELECT row_number() OVER (ORDER BY siret), '2025-05-02', '2025-05-01', $1, rate, 1, false, siret, left(siret, 9), code, '01', 'NOTIFIED'
    FROM bench_base ORDER BY siret`,
    [PERIODS.lastYear],
  );
  await tx.query(`SELECT setval('rate_sheet_number', $1)`, [rows]);
  await tx.query(
    `
    INSERT INTO floor_rate SELECT '2025-05-02', '2025-05-01', $1, rate, false, siret, code, '01' FROM bench_base ORDER BY siret`,
    [PERIODS.lastYear],
  );
  await tx.query('DROP TABLE bench_base');
  await tx.query('VACUUM ANALYZE');
}
