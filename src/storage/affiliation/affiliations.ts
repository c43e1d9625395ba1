import type { Affiliation, ContractName } from '#domain/affiliation/contract';
import type { Population } from '#domain/rates/population';
import type { LocalDate } from '#domain/values/local-date';
import type { RiskCode } from '#domain/values/risk-code';
import type { Siren, Siret } from '#domain/values/siret';
import { bySiret } from '../by-siret';
import type { Tx } from '../database';
import { endAndTell } from '../events/task-events';

interface Row extends ContractName {
  readonly siret: Siret;
  readonly since: LocalDate;
  readonly code: RiskCode;
  readonly section: string | null;
  readonly office: boolean;
}

/** Every affiliation of these establishments, each in order of date; of one date, the latest word last. */
export async function affiliationsOfMany(
  tx: Tx,
  sirets: readonly Siret[],
): Promise<ReadonlyMap<Siret, readonly Affiliation[]>> {
  const rows = await tx.query<Row>(
    `SELECT siret, matricule, number, since, code_risque AS code, section, office
     FROM affiliation WHERE siret = ANY($1) ORDER BY siret, since, id`,
    [sirets],
  );
  return bySiret(rows.map(({ siret, matricule, number, since, ...key }) => ({ siret, matricule, number, since, key })));
}

/** Who says it, when, and of which establishment. */
export interface AffiliationAct {
  readonly siret: Siret;
  readonly siren: Siren;
  readonly at: string;
  readonly actor: string;
}

/** Adds affiliations; nothing is edited, the latest word of a date holds. */
export async function recordAffiliations(
  tx: Tx,
  affiliations: readonly Affiliation[],
  { siret, siren, at, actor }: AffiliationAct,
): Promise<void> {
  const rows = affiliations.map(({ matricule, number, since, key }) => ({ matricule, number, since, ...key }));
  await tx.query(
    `INSERT INTO affiliation (siret, siren, matricule, number, since, code_risque, section, office, recorded_at, actor)
     SELECT $2, $3, matricule, number, since, code, section, office, $4, $5
     FROM json_to_recordset($1) AS r (matricule text, number text, since date, code text, section text, office boolean)`,
    [JSON.stringify(rows), siret, siren, at, actor],
  );
}

/** Sets populations, by matricule. */
export async function recordPopulations(
  tx: Tx,
  siren: Siren,
  populations: ReadonlyMap<string, Population>,
): Promise<void> {
  const rows = [...populations].map(([matricule, population]) => ({ matricule, population }));
  await tx.query(
    `UPDATE employee e SET population = r.population
     FROM json_to_recordset($1) AS r (matricule text, population text)
     WHERE e.siren = $2 AND e.matricule = r.matricule`,
    [JSON.stringify(rows), siren],
  );
}

export interface OpenAffiliationTask {
  readonly id: number;
  /** Day from which the sheet to affiliate to holds; null when the task does not say. */
  readonly effectiveFrom: LocalDate | null;
}

export async function openAffiliationTasks(tx: Tx, siret: Siret): Promise<OpenAffiliationTask[]> {
  return tx.query<OpenAffiliationTask>(
    `SELECT id, prefill->>'effectiveFrom' AS "effectiveFrom"
     FROM task WHERE siret = $1 AND kind = 'EMPLOYEE_AFFILIATION' AND status = 'OPEN' ORDER BY id FOR UPDATE`,
    [siret],
  );
}

export async function endAffiliationTasks(
  tx: Tx,
  ids: readonly number[],
  { at, actor }: Pick<AffiliationAct, 'at' | 'actor'>,
): Promise<void> {
  await endAndTell(
    tx,
    `UPDATE task t SET status = 'DONE', ended_at = $2, outcome = $3 WHERE id = ANY($1) AND status = 'OPEN'`,
    at,
    [ids, at, JSON.stringify({ by: actor, affiliated: true })],
  );
}
