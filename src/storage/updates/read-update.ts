import type { UpdateName } from '#domain/updates/update-name';
import type { Facts, Reason, VerdictKind } from '#domain/reconciliation/verdict';
import type { LocalDate } from '#domain/values/local-date';
import type { Siren } from '#domain/values/siret';
import type { Tx } from '../database';

/** What was decided about an establishment in a document, as it was written. */
export interface RecordedVerdict {
  readonly siren: Siren | null;
  readonly verdict: VerdictKind;
  readonly reason: Reason | null;
  readonly rule: string;
  readonly facts: Facts;
  readonly effectiveFrom: LocalDate | null;
}

/** The verdict that stands: a second decision hides the first. Null when the document does not name the establishment. */
export async function standingVerdict(tx: Tx, { feed, siret }: UpdateName): Promise<RecordedVerdict | null> {
  const [row] = await tx.query<RecordedVerdict>(
    `SELECT siren, verdict, reason, rule, facts, effective_from AS "effectiveFrom"
     FROM verdict WHERE feed_id = $1 AND siret = $2 ORDER BY attempt DESC LIMIT 1`,
    [feed, siret],
  );
  return row ?? null;
}
