import type { EmployeeContract } from '#domain/affiliation/contract';
import type { Siren, Siret } from '#domain/values/siret';
import { bySiret } from '../by-siret';
import type { Tx } from '../database';

export interface KnownEstablishment {
  readonly siret: Siret;
  readonly siren: Siren;
  /** Of the company; null while no company file has said it. */
  readonly name: string | null;
  readonly town: string | null;
  readonly postcode: string | null;
}

/** Null when neither a DSN nor a company file has named it. */
export async function readEstablishment(tx: Tx, siret: Siret): Promise<KnownEstablishment | null> {
  const [row] = await tx.query<KnownEstablishment>(
    `SELECT e.siret, e.siren, c.name, e.town, e.postcode
     FROM establishment e JOIN company c USING (siren) WHERE e.siret = $1`,
    [siret],
  );
  return row ?? null;
}

/** Until the transaction ends nobody else changes the rates of the establishment by hand. */
export async function lockEstablishment(tx: Tx, siret: Siret): Promise<void> {
  await tx.query('SELECT 1 FROM establishment WHERE siret = $1 FOR UPDATE', [siret]);
}

export interface NamedContract extends EmployeeContract {
  /** S21.G00.40.006, as the company words it. */
  readonly jobTitle: string | null;
  readonly lastName: string | null;
  readonly firstName: string | null;
}

/** All contracts of these establishments, ended ones included, each in order of matricule. */
export async function contractsOfMany(
  tx: Tx,
  sirets: readonly Siret[],
): Promise<ReadonlyMap<Siret, readonly NamedContract[]>> {
  return bySiret(
    await tx.query<NamedContract & { readonly siret: Siret }>(
      `SELECT k.siret, k.matricule, k.number, k.started_on AS "startedOn", k.ended_on AS "endedOn", k.regime,
              k.job_title AS "jobTitle", coalesce(e.population, 'NORMAL') AS population,
              e.last_name AS "lastName", e.first_name AS "firstName"
       FROM contract k LEFT JOIN employee e ON e.siren = k.siren AND e.matricule = k.matricule
       WHERE k.siret = ANY($1) ORDER BY k.siret, k.matricule, k.number`,
      [sirets],
    ),
  );
}
