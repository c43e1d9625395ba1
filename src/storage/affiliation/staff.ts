import type { OpenAffiliation, Staff } from '#domain/tasks/affiliation-gaps';
import type { Siren, Siret } from '#domain/values/siret';
import { bySiret } from '../by-siret';
import { contractsOfMany } from '../companies/read-establishment';
import type { Tx } from '../database';
import { declaredLinesOfMany } from '../dsn/read-declared';
import { sheetsOfEstablishments } from '../ledger/read-sheets';
import { affiliationsOfMany } from './affiliations';

export interface EstablishmentStaff {
  readonly siret: Siret;
  readonly siren: Siren;
  readonly staff: Staff;
}

/** A task's date stands in its cause, or in what it proposes; what a hire raises has a month as its cause. */
const OPEN_TASKS = `SELECT siret, id, reason,
    coalesce(CASE WHEN cause LIKE '____-__-__' THEN cause END, prefill->>'effectiveFrom', period || '-01') AS since
  FROM task WHERE siret = ANY($1) AND kind = 'EMPLOYEE_AFFILIATION' AND status = 'OPEN' ORDER BY siret, id`;

/**
 * Of these establishments, those whose employees may need to be put on profiles: with several rates from the caisse or
 * a person, or an open question about it. Nobody else is read.
 */
export async function severalRatesStaff(tx: Tx, sirets: readonly string[]): Promise<readonly EstablishmentStaff[]> {
  const concerned = await tx.query<{ siret: Siret; siren: Siren; ratesAwaited: boolean }>(
    `SELECT e.siret, e.siren, EXISTS (SELECT 1 FROM task t WHERE t.siret = e.siret AND t.status = 'OPEN'
       AND t.kind <> 'EMPLOYEE_AFFILIATION') AS "ratesAwaited"
     FROM establishment e WHERE e.siret = ANY($1) AND (
       EXISTS (SELECT 1 FROM rate_profile r
         WHERE r.siret = e.siret AND r.position > 1 AND r.source IN ('NOTIFIED', 'ENTERED'))
       OR EXISTS (SELECT 1 FROM task t
         WHERE t.siret = e.siret AND t.kind = 'EMPLOYEE_AFFILIATION' AND t.status = 'OPEN'))
     ORDER BY e.siret`,
    [sirets],
  );
  if (concerned.length === 0) return [];
  const wanted = concerned.map(({ siret }) => siret);
  const contracts = await contractsOfMany(tx, wanted);
  const sheets = await sheetsOfEstablishments(tx, wanted);
  const affiliations = await affiliationsOfMany(tx, wanted);
  const declared = await declaredLinesOfMany(tx, wanted);
  const tasks = bySiret(await tx.query<OpenAffiliation & { readonly siret: Siret }>(OPEN_TASKS, [wanted]));
  return concerned.map(({ siret, siren, ratesAwaited }) => ({
    siret,
    siren,
    staff: {
      contracts: contracts.get(siret) ?? [],
      sheets: sheets.get(siret) ?? [],
      affiliations: affiliations.get(siret) ?? [],
      declared: declared.get(siret) ?? [],
      openTasks: tasks.get(siret) ?? [],
      ratesAwaited,
    },
  }));
}
