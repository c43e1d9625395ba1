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

/** Files that brought sheets, by feed. A document may name many companies: only the system scope reads it. */
export async function feedFiles(tx: Tx, feeds: readonly number[]): Promise<ReadonlyMap<number, ReceivedFile>> {
  const rows = await tx.query<ReceivedFile & { readonly id: number }>(
    `SELECT id, file, sha256, received_at AS "receivedAt", NULL::integer AS line FROM feed WHERE id = ANY($1)`,
    [feeds],
  );
  return new Map(rows.map(({ id, ...file }) => [id, file]));
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
  /** As the person gave it; null when the act asks for none. */
  readonly reason: string | null;
}

type NumberedAct = RecordingAct & { readonly from: number; readonly to: number };

/** Acts on one establishment that recorded sheets, from the journal, each with the numbers of these. */
export const actsThatRecorded = (tx: Tx, siret: Siret): Promise<NumberedAct[]> =>
  tx.query<NumberedAct>(
    `SELECT actor, at, action, said->>'reason' AS reason, (said #>> '{sheets,from}')::bigint AS "from",
            (said #>> '{sheets,to}')::bigint AS "to"
     FROM (SELECT seq, actor, at, action, body::json AS said FROM audit_entry WHERE siret = $1) a
     WHERE said #>> '{sheets,from}' IS NOT NULL ORDER BY seq`,
    [siret],
  );

/** The act that recorded a sheet; null when it was recorded among those of other establishments. */
export function actOf(acts: readonly NumberedAct[], sheet: number): RecordingAct | null {
  const found = acts.find(({ from, to }) => from <= sheet && sheet <= to);
  if (found === undefined) return null;
  const { actor, at, action, reason } = found;
  return { actor, at, action, reason };
}
