import { accepted, refused, type Result } from '#domain/values/result';
import { parseSiret } from '#domain/values/siret';
import { readEstablishment, type KnownEstablishment } from '#storage/companies/read-establishment';
import type { Tx } from '#storage/database';

/** The establishment that a person or a program names; refused when the SIRET is no SIRET or nobody has brought it in. */
export async function findEstablishment(tx: Tx, text: string): Promise<Result<KnownEstablishment>> {
  const siret = parseSiret(text);
  if (!siret.ok) return siret;
  const known = await readEstablishment(tx, siret.value);
  if (known !== null) return accepted(known);
  return refused(
    'ETABLISSEMENT_INCONNU',
    `L'établissement ${siret.value} est inconnu : importez d'abord sa DSN (import-dsn) ou un fichier d'entreprises avec son NIC (import-companies).`,
  );
}
