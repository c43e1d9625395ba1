import { refused, type Result } from '#domain/values/result';
import { parseSiren, type Siren } from '#domain/values/siret';
import { hasCompanies } from '#storage/companies/membership';
import type { Scope, Tx } from '#storage/database';
import { sees } from '../access/caller';

/** The company that a program names; unknown in the same words when it is one that the caller does not see. */
export async function findCompany(tx: Tx, text: string, scope: Scope): Promise<Result<Siren>> {
  const siren = parseSiren(text);
  if (!siren.ok) return siren;
  if (sees(scope, siren.value) && (await hasCompanies(tx, [siren.value]))) return siren;
  return refused(
    'ENTREPRISE_INCONNUE',
    `L'entreprise ${siren.value} est inconnue : importez d'abord une DSN (import-dsn) ou un fichier d'entreprises (import-companies).`,
  );
}
