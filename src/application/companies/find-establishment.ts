import { accepted, refused, type Result } from '#domain/values/result';
import { parseSiret } from '#domain/values/siret';
import { readEstablishment, type KnownEstablishment } from '#storage/companies/read-establishment';
import type { Scope, Tx } from '#storage/database';
import { sees } from '../access/caller';

/**
 * The establishment that a person or a program names; refused when the SIRET is no SIRET, when nobody has brought it in,
 * or when it is of a company that the caller does not see: the sentence is the same, so that it tells nothing of others.
 */
export async function findEstablishment(tx: Tx, text: string, scope: Scope): Promise<Result<KnownEstablishment>> {
  const siret = parseSiret(text);
  if (!siret.ok) return siret;
  const known = await readEstablishment(tx, siret.value);
  if (known !== null && sees(scope, known.siren)) return accepted(known);
  return refused(
    'ETABLISSEMENT_INCONNU',
    `L'établissement ${siret.value} est inconnu : importez d'abord sa DSN (import-dsn) ou un fichier d'entreprises avec son NIC (import-companies).`,
  );
}
