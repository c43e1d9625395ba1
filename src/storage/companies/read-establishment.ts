import type { EmployeeContract } from '#domain/affiliation/contract';
import type { Siren, Siret } from '#domain/values/siret';
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

export interface NamedContract extends EmployeeContract {
  readonly lastName: string | null;
  readonly firstName: string | null;
}

/** All contracts of an establishment, ended ones included, in order of matricule. */
export async function contractsOf(tx: Tx, siret: Siret): Promise<NamedContract[]> {
  return tx.query<NamedContract>(
    `SELECT k.matricule, k.number, k.started_on AS "startedOn", k.ended_on AS "endedOn", k.regime,
            coalesce(e.population, 'NORMAL') AS population, e.last_name AS "lastName", e.first_name AS "firstName"
     FROM contract k LEFT JOIN employee e ON e.siren = k.siren AND e.matricule = k.matricule
     WHERE k.siret = $1 ORDER BY k.matricule, k.number`,
    [siret],
  );
}
