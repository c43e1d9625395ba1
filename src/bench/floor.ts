import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { copyFileInto } from '#storage/copy';
import type { Tx } from '#storage/database';

/**
 * What no program can beat much: the clean file piped unread into a typed unlogged table, then one set-based statement
 * that inserts what is not there yet. It checks nothing, decides nothing, raises nothing and proves nothing.
 */
export async function runFloor(tx: Tx, file: string): Promise<void> {
  await tx.query('RESET ROLE');
  await tx.query(`
    CREATE UNLOGGED TABLE floor_line (
      siren text, nic text, code_ctn text, section text, code_risque text, temoin_bureau text,
      taux numeric(5, 2), date_effet date, date_calcul timestamp)`);
  await pipeline(
    createReadStream(file, { highWaterMark: 1 << 18 }),
    copyFileInto(tx, 'floor_line', "FORMAT csv, DELIMITER ';', HEADER"),
  );
  await tx.query(`
    INSERT INTO floor_rate (recorded_at, calculated_at, effective_from, rate, office, siret, code_risque, section)
    SELECT '2026-01-06', l.date_calcul, l.date_effet, (l.taux * 100)::integer, l.temoin_bureau = 'O', e.siret, l.code_risque, l.section
    FROM floor_line l JOIN establishment e ON e.siret = l.siren || l.nic
    WHERE NOT EXISTS (
      SELECT 1 FROM floor_rate r WHERE r.siret = e.siret AND r.effective_from = l.date_effet AND r.code_risque = l.code_risque
        AND r.section = l.section AND r.office = (l.temoin_bureau = 'O'))
    ON CONFLICT DO NOTHING`);
  await tx.query('DROP TABLE floor_line');
}
