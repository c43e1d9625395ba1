import type { Facts } from '#domain/reconciliation/verdict';
import type { LocalDate, Period } from '#domain/values/local-date';
import type { Siret } from '#domain/values/siret';
import type { Tx } from '../database';

/** A file as it was received. */
export interface ReceivedFile {
  readonly file: string;
  readonly sha256: string;
  readonly receivedAt: string;
  readonly line: number | null;
}

export async function feedFile(tx: Tx, feed: number): Promise<ReceivedFile | null> {
  const [row] = await tx.query<ReceivedFile>(
    `SELECT file, sha256, received_at AS "receivedAt", NULL::integer AS line FROM feed WHERE id = $1`,
    [feed],
  );
  return row ?? null;
}

/** The declaration that a DECLARED sheet of that month was read in: the last one received when it was recorded. */
export async function declarationFile(
  tx: Tx,
  siret: Siret,
  period: Period,
  recordedAt: string,
): Promise<ReceivedFile | null> {
  const [row] = await tx.query<ReceivedFile>(
    `SELECT file, sha256, recorded_at AS "receivedAt", line FROM dsn
     WHERE siret = $1 AND period = $2 AND recorded_at <= $3 ORDER BY recorded_at DESC, id DESC LIMIT 1`,
    [siret, period, recordedAt],
  );
  return row ?? null;
}

/** The imported table that prices a campaign; null when the program carries it. */
export async function importedTableFile(tx: Tx, effectiveFrom: LocalDate): Promise<ReceivedFile | null> {
  const [row] = await tx.query<ReceivedFile>(
    `SELECT n.file, n.sha256, n.imported_at AS "receivedAt", NULL::integer AS line
     FROM national_table n LEFT JOIN campaign c USING (year)
     WHERE coalesce(n.effective_from, c.effective_from) = $1`,
    [effectiveFrom],
  );
  return row ?? null;
}

export interface RecordedFinding {
  readonly rule: string;
  readonly facts: Facts;
}

/** The last verdict on an establishment in a document, as it was written. */
export async function verdictOn(tx: Tx, feed: number, siret: Siret): Promise<RecordedFinding | null> {
  const [row] = await tx.query<RecordedFinding>(
    'SELECT rule, facts FROM verdict WHERE feed_id = $1 AND siret = $2 ORDER BY attempt DESC LIMIT 1',
    [feed, siret],
  );
  return row ?? null;
}

export interface RecordingAct {
  readonly actor: string;
  readonly at: string;
  readonly action: string;
}

/** The act of one establishment that recorded a sheet, from the journal; null when it was recorded among others. */
export async function actThatRecorded(tx: Tx, siret: Siret, sheet: number): Promise<RecordingAct | null> {
  const [row] = await tx.query<RecordingAct>(
    `SELECT actor, at, action FROM audit_entry
     WHERE siret = $1 AND $2 BETWEEN (body::json #>> '{sheets,from}')::bigint AND (body::json #>> '{sheets,to}')::bigint
     ORDER BY seq LIMIT 1`,
    [siret, sheet],
  );
  return row ?? null;
}
