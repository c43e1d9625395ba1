import { declaredProfiles } from '#domain/reconciliation/declared';
import type { PayrollStart } from '#domain/tasks/first-payroll';
import { firstDay, type Period } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';
import { declaredMonths } from '../dsn/declared-months';

export interface EstablishmentStart {
  readonly siret: Siret;
  readonly siren: Siren;
  readonly start: PayrollStart;
}

interface Row {
  readonly siret: Siret;
  readonly siren: Siren;
  readonly clientSince: Period;
  readonly earliestHire: Period | null;
  readonly hasRate: boolean;
  readonly taskId: number | null;
  readonly cause: string | null;
  readonly feed: number | null;
  readonly raisedIn: Period | null;
}

/** Of these establishments, those of new clients and those with an open FIRST_PAYROLL task: nobody else is asked. */
export async function payrollStarts(tx: Tx, sirets: readonly string[], now: Period): Promise<EstablishmentStart[]> {
  const rows = await tx.query<Row>(
    `SELECT e.siret, e.siren, c.since AS "clientSince", t.id AS "taskId", t.cause, t.feed_id AS feed,
       to_char(t.opened_at AT TIME ZONE 'Europe/Paris', 'YYYY-MM') AS "raisedIn",
       (SELECT to_char(min(k.started_on), 'YYYY-MM') FROM contract k
        WHERE k.siret = e.siret AND (k.ended_on IS NULL OR k.ended_on >= $3)) AS "earliestHire",
       EXISTS (SELECT 1 FROM rate_profile r WHERE r.siret = e.siret AND r.source IN ('NOTIFIED', 'ENTERED')) AS "hasRate"
     FROM establishment e
     JOIN (SELECT siren, to_char(coalesce(client_since, first_seen_on), 'YYYY-MM') AS since FROM company) c USING (siren)
     LEFT JOIN task t ON t.siret = e.siret AND t.kind = 'FIRST_PAYROLL' AND t.status = 'OPEN'
     WHERE e.siret = ANY($1) AND (c.since >= $2 OR t.id IS NOT NULL)
     ORDER BY e.siret, t.id`,
    [sirets, now, firstDay(now)],
  );
  const asked = rows.filter(({ earliestHire, hasRate }) => earliestHire !== null && !hasRate);
  const months = await declaredMonths(
    tx,
    asked.map(({ siret }) => ({ siret, since: null })),
  );
  return rows.map(({ siret, siren, clientSince, earliestHire, hasRate, taskId, cause, feed, raisedIn }) => {
    const latest = months.get(siret)?.at(-1);
    const openTask =
      taskId === null || cause === null || raisedIn === null ? null : { id: taskId, cause, feed, raisedIn };
    const declared = latest === undefined ? [] : declaredProfiles(latest);
    const profiles = declared.map(({ code, section, office, rate }) => ({ code, section, office, rate }));
    return { siret, siren, start: { clientSince, earliestHire, hasRate, declared: profiles, openTask } };
  });
}
