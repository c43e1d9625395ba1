import type { RateProfile } from '#domain/rates/profile';
import type { SheetSource } from '#domain/rates/sheet';
import type { DeclaredCase, IncoherenceTask, KnownSheet } from '#domain/reconciliation/declared';
import type { LocalDate, LocalMoment, Period } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '../database';
import { declaredMonths } from './declared-months';

export interface EstablishmentDeclared {
  readonly siret: Siret;
  readonly siren: Siren;
  readonly subject: DeclaredCase;
}

interface Changed {
  readonly siret: Siret;
  readonly siren: Siren;
  /** Earliest first. */
  readonly periods: Period[];
}

/** The next establishments whose declarations have just changed, in order of SIRET, with all that is known of each. */
export async function nextDeclaredCases(tx: Tx, after: string, limit: number): Promise<EstablishmentDeclared[]> {
  const changed = await tx.query<Changed>(
    `SELECT siret, min(siren) AS siren, array_agg(DISTINCT period ORDER BY period) AS periods FROM fresh_dsn
     WHERE stands AND siret > $1 GROUP BY siret ORDER BY siret LIMIT $2`,
    [after, limit],
  );
  if (changed.length === 0) return [];
  const sirets = changed.map(({ siret }) => siret);
  const sheets = await knownSheets(tx, sirets);
  const tasks = await openIncoherences(tx, sirets);
  // Earlier months than those that changed matter only to an open question about them.
  const wanted = changed.map(({ siret, periods }) => ({
    siret,
    since: tasks.has(siret) ? null : (periods[0] ?? null),
  }));
  const months = await declaredMonths(tx, wanted);
  return changed.map(({ siret, siren, periods }) => ({
    siret,
    siren,
    subject: {
      sheets: sheets.get(siret) ?? [],
      months: months.get(siret) ?? [],
      changed: new Set(periods),
      openIncoherences: tasks.get(siret) ?? [],
    },
  }));
}

interface SheetRow extends RateProfile {
  readonly siret: Siret;
  readonly sheet: number;
  readonly effectiveFrom: LocalDate;
  readonly recordedAt: string;
  readonly recordedOn: LocalDate;
  readonly source: SheetSource;
  readonly calculatedAt: LocalMoment | null;
  readonly feed: number | null;
}

async function knownSheets(tx: Tx, sirets: readonly Siret[]): Promise<ReadonlyMap<Siret, readonly KnownSheet[]>> {
  const rows = await tx.query<SheetRow>(
    `SELECT siret, sheet, effective_from AS "effectiveFrom", recorded_at AS "recordedAt",
            (recorded_at AT TIME ZONE 'Europe/Paris')::date AS "recordedOn", source, calculated_at AS "calculatedAt",
            feed_id AS feed, code_risque AS code, section, office, rate
     FROM rate_profile WHERE siret = ANY($1) ORDER BY siret, sheet, position`,
    [sirets],
  );
  const sheets = new Map<Siret, (KnownSheet & { profiles: RateProfile[] })[]>();
  for (const { siret, sheet, code, section, office, rate, ...about } of rows) {
    const own = sheets.get(siret) ?? [];
    if (own.length === 0) sheets.set(siret, own);
    let last = own[own.length - 1];
    if (last?.number !== sheet) own.push((last = { ...about, number: sheet, profiles: [] }));
    last.profiles.push({ code, section, office, rate });
  }
  return sheets;
}

async function openIncoherences(tx: Tx, sirets: readonly Siret[]): Promise<ReadonlyMap<Siret, IncoherenceTask[]>> {
  const rows = await tx.query<IncoherenceTask & { siret: Siret }>(
    `SELECT siret, id, cause, reason FROM task
     WHERE siret = ANY($1) AND kind = 'INCOHERENCE' AND status = 'OPEN' ORDER BY id`,
    [sirets],
  );
  const tasks = new Map<Siret, IncoherenceTask[]>();
  for (const { siret, ...task } of rows) tasks.set(siret, [...(tasks.get(siret) ?? []), task]);
  return tasks;
}
